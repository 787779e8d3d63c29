#include <algorithm>
#include <autoloss/conformance/conformance.hpp>
#include <charconv>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/cancel.hpp"
#include "core/nearest.hpp"
#include "host/command.hpp"

namespace autoloss::host {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;
using conformance::Outcome;
using conformance::Verdict;
using Json = nlohmann::ordered_json;

constexpr const char* kTimeLimit = "60";
constexpr int kMostTimeLimit = 86400;

void add_conform_options(po::options_description& options) {
  options.add_options()("only", po::value<std::vector<std::string>>()->composing()->value_name("CHECK"),
                        "make this check alone; may be repeated")(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
      "parameter of a component, such as a data file, for those that have it; ID.KEY=VALUE for one; may be repeated")(
      "seed", po::value<std::string>()->value_name("N"), "of everything drawn, 1 if not given; failures name it")(
      "time-limit", po::value<std::string>()->value_name("SECONDS"), "for each check, 60 if not given")(
      "list", po::bool_switch(), "list the checks, without a plugin");
}

std::vector<std::string> names_of_checks() {
  std::vector<std::string> names;
  for (const conformance::Check& check : conformance::checks())
    if (std::find(names.begin(), names.end(), check.name) == names.end()) names.emplace_back(check.name);
  return names;
}

uint64_t number_option(const Arguments& arguments, const char* option, const std::string& standard, uint64_t least,
                       uint64_t most) {
  const std::string text = arguments.text(option).empty() ? standard : arguments.text(option);
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
    throw ConfigError(std::string("--") + option + ": expected an integer, " + std::to_string(least) + " to " +
                      std::to_string(most) + ", found '" + text + "'");
  return number;
}

conformance::Options options_in(const Arguments& arguments) {
  conformance::Options options;
  options.only = arguments.texts("only");
  options.settings = arguments.texts("set");
  options.seed = number_option(arguments, "seed", "1", 0, std::numeric_limits<uint64_t>::max());
  options.time_limit_s = static_cast<int>(number_option(arguments, "time-limit", kTimeLimit, 1, kMostTimeLimit));
  options.stopped = [] { return cancelled(); };
  const std::vector<std::string> known = names_of_checks();
  for (const std::string& name : options.only) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = nearest(name, known);
    throw ConfigError("there is no check '" + name + "'" + (near ? "\n  did you mean '" + *near + "'?" : "") +
                      "\n  list them all: autoloss conform --list");
  }
  return options;
}

void list_checks() {
  std::size_t width = 0;
  for (const std::string& name : names_of_checks()) width = std::max(width, name.size());
  std::set<std::string> seen;
  for (const conformance::Check& check : conformance::checks())
    if (seen.insert(check.name).second)
      std::cout << check.name << std::string(width + 2 - std::string(check.name).size(), ' ') << check.purpose << "\n";
}

const char* word_for(Verdict verdict) {
  return verdict == Verdict::kPassed ? "ok" : verdict == Verdict::kFailed ? "FAILED" : "n/a";
}

void print_line(const Outcome& outcome) {
  const std::string place = outcome.planned.component.empty() ? "library" : outcome.planned.component;
  const std::string word = word_for(outcome.verdict);
  std::cout << word << std::string(8 - word.size(), ' ') << place << ": " << outcome.planned.check->name << ": "
            << (outcome.verdict == Verdict::kPassed ? outcome.planned.check->purpose : outcome.reason) << std::endl;
}

Json json_of(const Outcome& outcome) {
  return {{"check", outcome.planned.check->name},
          {"component", outcome.planned.component},
          {"verdict", outcome.verdict == Verdict::kNotApplicable ? "not applicable"
                      : outcome.verdict == Verdict::kPassed      ? "passed"
                                                                 : "failed"},
          {"purpose", outcome.planned.check->purpose},
          {"reason", outcome.reason}};
}

struct Result {
  Json list = Json::array();
  std::size_t made = 0, failed = 0;
};

Result make_all(const fs::path& plugin, const conformance::Plan& plan, const conformance::Options& options,
                bool prints) {
  Result result;
  for (const conformance::Planned& planned : plan.checks) {
    const Outcome outcome = conformance::examine(plugin, planned, options);
    if (cancelled()) throw Interrupted(cancel_code());
    result.made += outcome.verdict != Verdict::kNotApplicable;
    result.failed += outcome.verdict == Verdict::kFailed;
    result.list.push_back(json_of(outcome));
    if (prints) print_line(outcome);
  }
  return result;
}

conformance::Plan plan_for(const fs::path& plugin, const conformance::Options& options) {
  std::error_code error;
  if (!fs::is_regular_file(plugin, error)) throw ConfigError(plugin.string() + ": no such file");
  try {
    return conformance::plan(plugin, options);
  } catch (const std::invalid_argument& wrong) {
    throw ConfigError("--set: " + std::string(wrong.what()) + "\n  its parameters: autoloss inspect " +
                      plugin.string());
  }
}

ExitCode conform(const Arguments& arguments) {
  if (arguments.is_set("list")) {
    list_checks();
    return ExitCode::kDone;
  }
  if (arguments.positional().empty())
    throw ConfigError("autoloss conform needs PLUGIN.so\n  see: autoloss conform --help");
  const fs::path plugin = arguments.positional().front();
  const conformance::Options options = options_in(arguments);
  const conformance::Plan plan = plan_for(plugin, options);
  const Result result = make_all(plugin, plan, options, !arguments.json());

  const std::string title = plan.name + (plan.version.empty() ? "" : " " + plan.version);
  if (arguments.json()) {
    std::cout << Json{{"plugin", plan.name},     {"version", plan.version},        {"file", plugin.string()},
                      {"seed", options.seed},    {"conforms", result.failed == 0}, {"made", result.made},
                      {"failed", result.failed}, {"checks", result.list}}
                     .dump(2)
              << "\n";
  } else if (result.failed == 0) {
    std::cout << title << ": conforms\n";
  } else {
    std::cout << title << ": " << result.failed << " of " << result.made << " checks failed\n";
  }
  return result.failed == 0 ? ExitCode::kDone : ExitCode::kPlugin;
}

}  // namespace

Command conform_command() {
  Command command;
  command.name = "conform";
  command.summary = "check that a plugin keeps the contract";
  command.arguments = "PLUGIN.so";
  command.description =
      "Makes every conformance check of the library and of each of its components, each in a process of its own with "
      "a\n"
      "time limit: a plugin that crashes or hangs fails that check, and the rest goes on. Prints a line a check, then\n"
      "\"NAME VERSION: conforms\", or how many failed. Ends with exit code 0 if none failed, else 3.\n"
      "\n"
      "The plugin runs with your rights, as in a study. A component that needs more than its default parameters is "
      "given\n"
      "them with --set; a value is a number, true or false, a text, or a list such as [1, 2].";
  command.most_arguments = 1;
  command.add_options = add_conform_options;
  command.examples = {
      {"autoloss conform build/ridge.so", "all checks"},
      {"autoloss conform build/ridge.so --only measure --seed 7", "one of them, with other draws"},
      {"autoloss conform replay.so --set 'actions=[0, 1, 1]'", "of a component that cannot do with its defaults"},
      {"autoloss conform --list", "what is checked"},
  };
  command.run = conform;
  return command;
}

}  // namespace autoloss::host
