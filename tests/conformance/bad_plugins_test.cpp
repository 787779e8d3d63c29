// Each check fails on a plugin that is bad in just this way, and passes on one that is good.
#include <gmock/gmock.h>

#include <autoloss/conformance/conformance.hpp>
#include <set>
#include <string>
#include <vector>

namespace autoloss::conformance {
namespace {

using Names = std::set<std::string>;

struct BadPlugin {
  const char* kind;
  const char* fault;  // as in tests/abi/bad_plugins/faults.h
  Names failing;      // these checks and no others

  friend void PrintTo(const BadPlugin& plugin, std::ostream* out) { *out << plugin.kind << "_" << plugin.fault; }
};

// One that is caught anew by every comparison of two instances.
const Names kComparisons{"parameter_order", "unknown_parameter", "oldest_host", "larger_structs",
                         "same_seed",       "interleaved",       "bad_state"};

Names with(Names names, const Names& more) {
  names.insert(more.begin(), more.end());
  return names;
}

std::vector<BadPlugin> bad_plugins() {
  std::vector<BadPlugin> all{
      {"task", "exports_more", {"exports"}},
      {"task", "other_table", {"loads"}},
      {"task", "no_licence", {"descriptors"}},
      {"task", "not_utf8", {"descriptors"}},
      {"task", "announces_more", {"announcement"}},
      {"task", "two_losses_of_one_name", {"describes"}},
      {"task", "writes_past_metrics", {"buffers"}},
      {"task", "measures_before_begin", {"call_order", "random_calls"}},
      {"task", "measure_moves", {"measure"}},
      {"task", "probe_moves", {"probe"}},
      {"task", "recall_forgets", {"recall"}},
      {"task", "crashes_after_recall", {"random_calls"}},
      {"task", "counts_instances", with(kComparisons, {"measure", "probe", "cancellation"})},
      {"task",
       "shares_state",
       {"interleaved", "save_load", "short_reads", "bad_state", "measure", "probe", "cancellation"}},
      {"controller", "counts_instances", kComparisons},
      {"controller", "shares_state", {"interleaved", "bad_state"}},
      {"controller", "writes_past_probabilities", {"buffers"}},
      {"controller", "any_count", {"wrong_sizes"}},
      {"controller", "probabilities_of_two", {"probabilities"}},
      {"controller", "sessions_share_state", {"sessions", "resumed_sessions"}},
      {"controller", "sessions_forget", {"resumed_sessions"}},
      {"controller", "sessions_untold", {"resumed_sessions"}},
      {"controller", "nameless_report", {"learning"}},
      {"controller", "set_is_ignored", {"parameter_vector"}},
      {"controller", "four_sessions", {"random_calls"}},
  };
  for (const char* kind : {"task", "controller"}) {
    const std::vector<BadPlugin> of_both{
        {kind, "none", {}},
        {kind, "create_fails", {"creates"}},
        {kind, "knows_any_extension", {"extensions"}},
        {kind, "default_for_missing", {"missing_parameter"}},
        {kind, "takes_by_position", {"parameter_order", "missing_parameter"}},
        {kind, "unknown_counts", {"unknown_parameter"}},
        {kind, "ignores_type", {"parameter_type"}},
        {kind, "ignores_range", {"parameter_range"}},
        {kind, "reads_past_host", {"oldest_host"}},
        {kind, "needs_exact_size", {"larger_structs"}},
        {kind, "needs_message_buffer", {"no_message_buffer"}},
        {kind, "says_nothing", {"messages"}},
        {kind, "spoils_outputs", {"untouched_outputs"}},
        {kind, "forgets_state", {"save_load", "short_reads"}},
        {kind, "reads_once", {"short_reads"}},
        {kind, "trusts_state", {"bad_state", "broken_streams"}},
        {kind, "ignores_write_errors", {"broken_streams"}},
        {kind, "hangs_when_cancelled", {"cancellation"}},
        {kind, "fails_when_cancelled", {"cancellation"}},
        {kind, "rounds_up", {"floating_point"}},
        {kind, "sets_locale", {"locale"}},
        {kind, "changes_directory", {"working_directory"}},
        {kind, "ignores_a_signal", {"signal_handlers"}},
        {kind, "prints", {"standard_output"}},
        {kind, "leaves_file_open", {"open_files"}},
        {kind, "draws_global_random", {"global_random"}},
        {kind, "leaks", {"memory"}},
    };
    all.insert(all.end(), of_both.begin(), of_both.end());
  }
  return all;
}

std::string file_of(const BadPlugin& plugin) {
  return std::string(AUTOLOSS_BAD_PLUGINS "/") + plugin.kind + "_" + plugin.fault + ".so";
}

std::vector<Outcome> outcomes(const std::string& file, const Options& options) {
  std::vector<Outcome> all;
  for (const Planned& planned : plan(file, options).checks) all.push_back(examine(file, planned, options));
  return all;
}

class BadPluginTest : public testing::TestWithParam<BadPlugin> {};

TEST_P(BadPluginTest, IsCaughtByItsCheck) {
  Options options;
  // Long for calls of microseconds; one of them does not end.
  options.time_limit_s = std::string(GetParam().fault) == "hangs_when_cancelled" ? 2 : 60;

  Names found;
  std::string reasons;
  for (const Outcome& outcome : outcomes(file_of(GetParam()), options)) {
    const std::string name = outcome.planned.check->name;
    if (name == "memory" && GetParam().failing.count(name) == 1 && outcome.verdict == Verdict::kNotApplicable)
      GTEST_SKIP() << outcome.reason;  // a sanitizer's allocator counts nothing
    if (outcome.verdict != Verdict::kFailed) continue;
    found.insert(name);
    reasons += name + ": " + outcome.reason + "\n";
    EXPECT_THAT(outcome.reason, testing::Not(testing::IsEmpty()));
  }

  EXPECT_EQ(found, GetParam().failing) << reasons;
}

INSTANTIATE_TEST_SUITE_P(All, BadPluginTest, testing::ValuesIn(bad_plugins()),
                         [](const auto& info) { return std::string(info.param.kind) + "_" + info.param.fault; });

TEST(BadPlugins, ThereIsOneForEachCheck) {
  Names caught;
  for (const BadPlugin& plugin : bad_plugins()) caught.insert(plugin.failing.begin(), plugin.failing.end());

  for (const Check& check : checks()) EXPECT_EQ(caught.count(check.name), 1u) << check.name;
}

}  // namespace
}  // namespace autoloss::conformance
