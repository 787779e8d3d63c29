#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/record/controller_file.hpp"
#include "core/record/run_directory.hpp"

namespace autoloss {
namespace {

class Files : public ::testing::Test {
 protected:
  Files() {
    std::string pattern = std::filesystem::temp_directory_path() / "autoloss-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~Files() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

ControllerFile a_controller() {
  ControllerFile file;
  file.id = "coin";
  file.version = "1.0.0";
  file.values = {{"logit", 0.5},
                 {"width", int64_t{3}},
                 {"name", std::string("a")},
                 {"flag", true},
                 {"weights", std::vector<double>{1, 2.5}}};
  file.features = {"steps", "stall"};
  file.definitions = {"min(t/5000, 4)", "validations since the best / 100"};
  file.quantiles = {{0, 1, 2, 3, 4, 5, 6}, {0, 0, 0, 0, 0, 0, 0.5}};
  file.refresh = "validation";
  file.actions = {"mse", "l1"};
  file.task = "number";
  file.task_values = {{"start", 5.0}};
  file.drawn = {{"start", "{ uniform = [2, 4] }"}};
  file.training = {{"updates", int64_t{7}}, {"trainer", std::string("evolution")}};
  file.update = 6;
  file.sample = {{0, 10}, {0, 0.25, 1, 0.5}};
  file.score = std::nan("");
  file.state = std::string("\0\n\xff state", 9);
  return file;
}

TEST(ControllerFile, ReadsBackWhatWasWritten) {
  const ControllerFile file = a_controller();
  const ControllerFile back = parse_controller(to_bytes(file), "a");
  EXPECT_EQ(back.id, file.id);
  EXPECT_EQ(back.values, file.values);
  EXPECT_EQ(back.features, file.features);
  EXPECT_EQ(back.definitions, file.definitions);
  EXPECT_EQ(back.quantiles, file.quantiles);
  EXPECT_EQ(back.task_values, file.task_values);
  EXPECT_EQ(back.drawn, file.drawn);
  EXPECT_EQ(back.training, file.training);
  EXPECT_EQ(back.update, file.update);
  EXPECT_EQ(back.sample.steps, file.sample.steps);
  EXPECT_EQ(back.sample.features, file.sample.features);
  EXPECT_EQ(back.actions, file.actions);
  EXPECT_EQ(back.state, file.state);
  EXPECT_TRUE(std::isnan(back.score));
}

TEST(ControllerFile, RefusesAnyByteChangedAndAnyLength) {
  const std::string bytes = to_bytes(a_controller());
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    std::string changed = bytes;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    EXPECT_THROW(parse_controller(changed, "a"), ConfigError) << place;
    EXPECT_THROW(parse_controller(bytes.substr(0, place), "a"), ConfigError) << place;
  }
}

std::string refusal(const std::string& bytes) {
  try {
    parse_controller(bytes, "a");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(ControllerFile, SaysWhatIsWrongWithIt) {
  const std::string bytes = to_bytes(a_controller());
  EXPECT_EQ(refusal(bytes.substr(0, bytes.size() - 2)), "a: truncated: of its part 'state' 7 of 9 bytes are there");
  EXPECT_EQ(refusal(bytes + "x"), "a: altered: 1 bytes follow its last part");
  std::string altered = bytes;
  altered.back() = 'E';
  EXPECT_EQ(refusal(altered), "a: altered: its part 'state' does not have the checksum written in it");
  EXPECT_EQ(refusal("autoloss controller 1\nabc"),
            "a: a controller file of another format, 'autoloss controller 1'; this program reads 'autoloss controller "
            "2': train the controller anew");
  EXPECT_EQ(refusal("plain text"), "a: not a controller file (one begins with 'autoloss controller 2')");
}

TEST(ControllerFile, NeedsASampleOfWholeRows) {
  ControllerFile file = a_controller();
  file.sample = {{0, 10}, {0, 0.25}};  // one feature too few in each row
  EXPECT_EQ(refusal(to_bytes(file)), "a: its sample has no whole number of rows");
}

TEST(Sha256, IsThatOfThePublishedExample) {  // FIPS 180-2, appendix B.1
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(Files, AppearWhole) {
  write_file(folder_ / "a", "one");
  write_file(folder_ / "a", "two");
  EXPECT_EQ(read_file(folder_ / "a"), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
  EXPECT_THROW(write_file(folder_ / "none" / "a", "x"), RunError);
  EXPECT_THROW(read_file(folder_ / "none"), ConfigError);
  EXPECT_THROW(read_file(folder_), ConfigError);
}

TEST_F(Files, OfARunAreNeverOverwritten) {
  {
    RunDirectory run(folder_ / "run", RunDirectory::Opening::kNew);
    run.put("controllers/a", "x");
    run.metrics().add("{}\n");
    run.metrics().finish();
  }
  EXPECT_EQ(read_file(folder_ / "run" / "metrics.jsonl"), "{}\n");
  EXPECT_THROW(RunDirectory(folder_ / "run", RunDirectory::Opening::kNew), ConfigError);
  EXPECT_THROW(RunDirectory("/proc/no/such/place", RunDirectory::Opening::kNew), ConfigError);
}

TEST_F(Files, OfARunThatStoppedAreTakenUp) {
  {
    RunDirectory run(folder_ / "run", RunDirectory::Opening::kNew);
    run.put("experiment.toml", "x");
    run.metrics().add("{}\n");
    run.metrics().flush();
  }
  std::ofstream(folder_ / "run" / "summary.json.tmp12-0") << "half";
  RunDirectory run(folder_ / "run", RunDirectory::Opening::kResume);

  EXPECT_FALSE(std::filesystem::exists(folder_ / "run" / "summary.json.tmp12-0"));
  EXPECT_FALSE(RunDirectory::is_finished(folder_ / "run"));
  run.put(RunDirectory::kLastFile, "{}");
  EXPECT_TRUE(RunDirectory::is_finished(folder_ / "run"));
}

TEST_F(Files, OfSomebodyElseAreNotTakenForARun) {
  std::ofstream(folder_ / "thesis.tex") << "mine";
  EXPECT_THROW(RunDirectory(folder_, RunDirectory::Opening::kResume), ConfigError);
}

TEST_F(Files, OfARunBelongToOneProcess) {
  const RunLock lock(folder_);
  try {
    const RunLock second(folder_);
    FAIL() << "locked twice";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("in use by process " + std::to_string(getpid()) + " on "));
  }
}

TEST_F(Files, AreFreeWhenTheirLockIsGone) {
  { const RunLock lock(folder_); }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "lock"));
  const RunLock again(folder_);
}

TEST_F(Files, ThatGrowGoBackToAPlace) {
  StreamFile file(folder_ / "lines");
  file.add("one\n");
  const uint64_t place = file.place();
  file.add("two, that a kill cut off\n");
  file.flush();

  StreamFile again(folder_ / "lines");
  again.seek(place);
  again.add("two\n");
  again.finish();

  EXPECT_EQ(read_file(folder_ / "lines"), "one\ntwo\n");
}

TEST_F(Files, ThatGrowAreCutOnlyWhenTheyAreWritten) {
  std::ofstream(folder_ / "lines") << "one\ntwo\n";
  StreamFile file(folder_ / "lines");
  file.seek(4);  // a stage that was done
  file.seek(8);  // the one after it
  file.add("three\n");
  file.finish();

  EXPECT_EQ(read_file(folder_ / "lines"), "one\ntwo\nthree\n");
}

TEST_F(Files, ThatGrowSayWhenTheyAreShorterThanTheyWere) {
  StreamFile file(folder_ / "lines");
  EXPECT_THROW(file.seek(1), RunError);
}

}  // namespace
}  // namespace autoloss
