#include "core/plugin/library_peek.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <autoloss/cpp/random.hpp>
#include <fstream>
#include <iterator>

namespace autoloss {
namespace {

namespace fs = std::filesystem;

class LibraryPeekTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "autoloss-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::ifstream toy(fs::path(AUTOLOSS_TEST_PLUGINS) / "toy" / "toy.so", std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(toy), {});
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path written(const std::string& bytes) {
    const fs::path file = folder_ / "file.so";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }

  fs::path folder_;
  std::string bytes_;
};

TEST_F(LibraryPeekTest, ReadsMajorsAndComponents) {
  const LibraryPeek peek = peek_library(written(bytes_));

  EXPECT_TRUE(peek.is_library);
  EXPECT_EQ(peek.majors, std::vector<uint32_t>{1});
  EXPECT_EQ(peek.components, "task toy_task\ncontroller toy_coin\ncontroller toy_learner\n");
}

TEST_F(LibraryPeekTest, RefusesAnEmptyFile) {
  EXPECT_THROW(peek_library(written("")), Unusable);
}

TEST_F(LibraryPeekTest, TakesAnotherFormatForNoLibrary) {
  EXPECT_FALSE(peek_library(written("PK\3\4 not an ELF file")).is_library);
}

TEST_F(LibraryPeekTest, RefusesAFileCutAnywhere) {
  for (std::size_t size = 4; size < bytes_.size(); size += 1 + size / 7)
    EXPECT_THROW(peek_library(written(bytes_.substr(0, size))), Unusable) << size << " bytes";
}

TEST_F(LibraryPeekTest, RefusesAnotherMachine) {
  bytes_[4] = 1;  // EI_CLASS: 32 bits

  EXPECT_THROW(peek_library(written(bytes_)), Unusable);
}

// Whatever the headers of a damaged file say, reading them ends with a value or a reason.
TEST_F(LibraryPeekTest, SurvivesDamagedHeaders) {
  sdk::Stream draws(1);
  for (int round = 0; round < 300; ++round) {
    std::string damaged = bytes_;
    const std::size_t sections = damaged.size() - 64 * 8;  // headers stand at both ends
    for (int change = 0; change < 8; ++change) {
      const std::size_t place = change % 2 == 0 ? 16 + draws.below(48) : sections + draws.below(64 * 8);
      damaged[place] = static_cast<char>(draws.below(256));
    }
    try {
      peek_library(written(damaged));
    } catch (const Unusable&) {
    }
  }
}

}  // namespace
}  // namespace autoloss
