#include "plugins/tasks/nmt/data/file_corpus.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/error.hpp>
#include <fstream>

#include "plugins/tasks/nmt/data/division.hpp"
#include "plugins/tasks/nmt/data/grammar.hpp"
#include "tests/unit/plugins/support/folder.hpp"

namespace autoloss::nmt {
namespace {

std::string line_of(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line + "\n";
}

// Files of a made-up language.
class FileCorpusTest : public testing::Test {
 protected:
  FileCorpusTest() {
    const Lexicon lexicon(1);
    sdk::Stream stream(1);
    constexpr const char* kParts[kFileParts] = {"train", "valid", "test"};
    for (std::size_t part = 0; part < kFileParts; ++part) {
      std::string source, target, entities, classes;
      for (std::size_t sentence = 0; sentence < (part == 0 ? 200u : 20u); ++sentence) {
        const MadeUpSentence drawn = draw_sentence(lexicon, stream);
        source += line_of(drawn.source);
        target += line_of(drawn.target);
        for (std::size_t word = 0; word < drawn.source.size(); ++word) {
          entities += "1\t" + drawn.source[word] + "\t" + drawn.entities[word] + "\tO\n";
          classes += "1\t" + drawn.source[word] + "\t_\t_\t" + drawn.classes[word] + "\t_\t_\t_\t_\t_\n";
        }
        entities += "\n";
        classes += "\n";
      }
      const std::string name = kParts[part];
      settings_.source[part] = folder_.write(name + ".de", source);
      settings_.target[part] = folder_.write(name + ".en", target);
      settings_.tagged[0][part] = folder_.write(name + ".tsv", entities);
      settings_.tagged[1][part] = folder_.write(name + ".conllu", classes);
    }
    settings_.subwords = 150;
  }

  test::Folder folder_;
  CorpusSettings settings_;
};

TEST_F(FileCorpusTest, CutsIntoSubwordsThatPutTheTextTogetherAgain) {
  const auto corpus = load_corpus(settings_, shared::Cache("", "nmt"));

  EXPECT_LE(corpus->source->size(), 150u);
  EXPECT_GT(corpus->source->size(), 100u);
  const std::string line = "gebafo , ginu .";
  EXPECT_EQ(corpus->source->text(corpus->source->tokens(line)), line);
  ASSERT_EQ(corpus->parts[0].pairs.size(), 200u);
  EXPECT_EQ(corpus->parts[0].tagged[1].size(), 200u);
  EXPECT_EQ(corpus->too_long, 0u);
}

TEST_F(FileCorpusTest, LeavesOutAndCountsWhatIsTooLong) {
  settings_.longest = 18;

  const auto corpus = load_corpus(settings_, shared::Cache("", "nmt"));

  EXPECT_GT(corpus->too_long, 0u);
  EXPECT_LT(corpus->parts[0].pairs.size(), 200u);
  for (const EncodedPair& pair : corpus->parts[0].pairs) {
    EXPECT_LE(pair.source.size(), 18u);
    EXPECT_LE(pair.target.size(), 18u);
  }
}

TEST_F(FileCorpusTest, ComesOutOfTheCacheAsItWentIn) {
  const shared::Cache cache(folder_.file("cache"), "nmt");
  const std::vector<EncodedPair> made = load_corpus(settings_, cache)->parts[1].pairs;

  const auto cached = load_corpus(settings_, cache);

  EXPECT_EQ(cached->parts[1].pairs, made);
  EXPECT_EQ(cached->tags[0].names(), (std::vector<std::string>{"rest", "B-LOC", "B-ORG", "B-PER", "I-PER", "O"}));
  const std::filesystem::directory_iterator files(folder_.file("cache"));
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(FileCorpusTest, MakesADamagedEntryAgain) {
  const shared::Cache cache(folder_.file("cache"), "nmt");
  const std::vector<EncodedPair> made = load_corpus(settings_, cache)->parts[0].pairs;
  const std::filesystem::path entry = std::filesystem::directory_iterator(folder_.file("cache"))->path();
  const auto size = std::filesystem::file_size(entry);
  {
    std::fstream file(entry, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 2));
    file.put('\x7F');
  }

  EXPECT_EQ(load_corpus(settings_, cache)->parts[0].pairs, made);
  std::filesystem::resize_file(entry, size / 3);
  EXPECT_EQ(load_corpus(settings_, cache)->parts[0].pairs, made);
  EXPECT_EQ(std::filesystem::file_size(entry), size);
}

TEST_F(FileCorpusTest, AnotherTextIsAnotherEntry) {
  const shared::Cache cache(folder_.file("cache"), "nmt");
  load_corpus(settings_, cache);
  std::ofstream(settings_.source[1], std::ios::app) << "ginu .\n";
  std::ofstream(settings_.target[1], std::ios::app) << "bago .\n";

  EXPECT_EQ(load_corpus(settings_, cache)->parts[1].pairs.size(), 21u);
}

TEST_F(FileCorpusTest, NamesAFileWithoutASentenceThatFits) {
  settings_.longest = 1;
  EXPECT_THROW(
      try { load_corpus(settings_, shared::Cache("", "nmt")); } catch (const sdk::Error& error) {
        EXPECT_THAT(error.what(), testing::StartsWith(settings_.source[0]));
        throw;
      },
      sdk::Error);
}

TEST_F(FileCorpusTest, RolesShareNoTrainingSentence) {
  const auto corpus = load_corpus(settings_, shared::Cache("", "nmt"));
  const DataSet guided = divide(*corpus, {}, 0.5, AUTOLOSS_ROLE_GUIDED, 1);
  const DataSet controller = divide(*corpus, {}, 0.5, AUTOLOSS_ROLE_CONTROLLER, 2);

  EXPECT_EQ(guided.splits[0].pairs.size(), 100u);
  EXPECT_EQ(controller.splits[AUTOLOSS_SPLIT_VALID].pairs.size(), 10u);
  EXPECT_EQ(controller.splits[0].pairs.size(), 80u);
  EXPECT_EQ(guided.splits[AUTOLOSS_SPLIT_TEST].pairs, corpus->parts[2].pairs);
  std::size_t shared = 0;  // short sentences may be drawn twice, a few of them
  for (const EncodedPair& pair : controller.splits[0].pairs)
    shared += static_cast<std::size_t>(std::count(guided.splits[0].pairs.begin(), guided.splits[0].pairs.end(), pair));
  EXPECT_LE(shared, 2u);
}

TEST_F(FileCorpusTest, TheSeedDrawsWhichSentencesTrain) {
  const auto corpus = load_corpus(settings_, shared::Cache("", "nmt"));
  const Sizes few{30, 20, 0, 0};

  const DataSet one = divide(*corpus, few, 0.5, AUTOLOSS_ROLE_GUIDED, 1);
  const DataSet again = divide(*corpus, few, 0.5, AUTOLOSS_ROLE_GUIDED, 1);
  const DataSet other = divide(*corpus, few, 0.5, AUTOLOSS_ROLE_GUIDED, 2);

  EXPECT_EQ(one.splits[0].pairs.size(), 30u);
  EXPECT_EQ(one.splits[0].tagged[0].size(), 20u);
  EXPECT_EQ(one.splits[0].pairs, again.splits[0].pairs);
  EXPECT_NE(one.splits[0].pairs, other.splits[0].pairs);
  EXPECT_EQ(one.splits[1].pairs, other.splits[1].pairs);
}

TEST_F(FileCorpusTest, TooFewSentencesForTheControllerAreNamed) {
  const auto corpus = load_corpus(settings_, shared::Cache("", "nmt"));

  EXPECT_THROW(divide(*corpus, {}, 0.005, AUTOLOSS_ROLE_CONTROLLER, 1), sdk::Error);
}

}  // namespace
}  // namespace autoloss::nmt
