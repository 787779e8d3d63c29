#include "core/record/checkpoint.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "core/cancel.hpp"
#include "core/errors.hpp"
#include "core/file.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

using testing::HasSubstr;

TEST(Ledger, ForgetsWhatAStateContains) {
  Ledger ledger;
  const Bookmark training = Bookmark(ledger).below("training");
  training.below("update", 0).put(1);
  Bookmark(ledger).below("trainings").put(2);

  training.put(3);

  int value = 0;
  EXPECT_FALSE(training.below("update", 0).find(value));
  EXPECT_TRUE(training.find(value));
  EXPECT_EQ(value, 3);
  EXPECT_TRUE(Bookmark(ledger).below("trainings").find(value));
  EXPECT_EQ(value, 2);
}

TEST(Ledger, ForgetsAPlaceAndAllBelowIt) {
  Ledger ledger;
  const Bookmark place = Bookmark(ledger).below("trial", 3);
  place.put(1);
  place.below("episode").put(2);

  place.forget();

  EXPECT_TRUE(ledger.entries().empty());
}

TEST(Ledger, TellsOneThreadThatACheckpointIsDueBySteps) {
  Ledger ledger;
  ledger.checkpoint_every(10, [] {});
  EXPECT_FALSE(ledger.count_steps(9));
  EXPECT_TRUE(ledger.count_steps(1));
  EXPECT_FALSE(ledger.count_steps(1));
}

TEST(Bookmark, WithoutALedgerRemembersNothing) {
  const Bookmark nowhere;
  nowhere.below("a").put(1);
  int value = 0;
  EXPECT_FALSE(nowhere.below("a").find(value));
}

TEST(Attention, CallsOnceForEachChange) {
  Ledger ledger;
  Attention attention{Bookmark(ledger)};
  EXPECT_FALSE(attention.calls(1));
  call_attention();
  EXPECT_TRUE(attention.calls(1));
  EXPECT_FALSE(attention.calls(1));
}

TEST(Attention, WritesACheckpointThatIsDueBySteps) {
  Ledger ledger;
  int written = 0;
  ledger.checkpoint_every(5, [&] { ++written; });
  Attention attention{Bookmark(ledger)};
  EXPECT_EQ(attention.patience(), 5u);
  ASSERT_TRUE(attention.calls(5));
  attention.answered();
  EXPECT_EQ(written, 1);
}

class Checkpoints : public testing::Test {
 protected:
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(run_.path() / "checkpoints"))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  void damage(const std::string& name) const {
    std::fstream file(run_.path() / "checkpoints" / name, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-1, std::ios::end);
    file.put('!');
  }

  test::TemporaryFolder run_;
  CheckpointFolder folder_{run_.path()};
  std::vector<std::string> warnings_;
  std::function<void(const std::string&)> warn_ = [this](const std::string& line) { warnings_.push_back(line); };
};

TEST_F(Checkpoints, ReadBackAsTheyWere) {
  folder_.write({"{}", {{"a", "1"}, {"a/b", std::string("\0x", 2)}}});
  const auto found = folder_.newest(warn_);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->facts, "{}");
  EXPECT_EQ(found->entries, (Ledger::Entries{{"a", "1"}, {"a/b", std::string("\0x", 2)}}));
}

TEST_F(Checkpoints, AreKeptTwoAtATime) {
  for (int count = 0; count < 4; ++count) folder_.write({"{}", {}});
  EXPECT_EQ(names(), (std::vector<std::string>{"000003.checkpoint", "000004.checkpoint"}));
}

TEST_F(Checkpoints, FallBackToTheOneBeforeADamagedOne) {
  folder_.write({"first", {}});
  folder_.write({"second", {{"a", "1"}}});
  damage("000002.checkpoint");

  EXPECT_EQ(folder_.newest(warn_)->facts, "first");
  ASSERT_EQ(warnings_.size(), 1u);
  EXPECT_THAT(warnings_[0], HasSubstr("000002.checkpoint: altered: its part 'entries'"));
  EXPECT_THAT(warnings_[0], HasSubstr("the one before is taken"));
}

TEST_F(Checkpoints, ThatAreAllDamagedAreRefused) {
  folder_.write({"{}", {{"a", "1"}}});
  damage("000001.checkpoint");
  EXPECT_THROW(folder_.newest(warn_), ConfigError);
}

TEST_F(Checkpoints, OfAnotherFormatSayWhatToDo) {
  try {
    parse_checkpoint("autoloss checkpoint 9\n", "c");
    FAIL();
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("continue with the program that wrote it"));
  }
}

TEST_F(Checkpoints, AreGoneWhenTheRunIsFinished) {
  folder_.write({"{}", {}});
  folder_.remove();
  EXPECT_FALSE(std::filesystem::exists(run_.path() / "checkpoints"));
  EXPECT_FALSE(folder_.newest(warn_));
}

}  // namespace
}  // namespace autoloss
