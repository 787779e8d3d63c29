#include "plugins/tasks/nmt/data/sentences.hpp"

#include <gmock/gmock.h>

#include <autoloss/cpp/error.hpp>
#include <filesystem>

#include "plugins/tasks/nmt/data/tag_set.hpp"

namespace autoloss::nmt {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

template <class Read>
std::string message_of(Read&& read) {
  try {
    read();
  } catch (const sdk::Error& error) {
    EXPECT_EQ(error.status(), AUTOLOSS_BAD_DATA);
    return error.what();
  }
  return "";
}
std::string conllu_message(std::string_view bytes) {
  return message_of([&] { parse_conllu(split_lines(bytes, "a.conllu")); });
}
std::string germeval_message(std::string_view bytes) {
  return message_of([&] { parse_germeval(split_lines(bytes, "a.tsv")); });
}

TEST(ParallelText, PairsLineByLineAndLeavesBlankOnesOut) {
  const auto pairs = pair_lines({"a.de", {"eins", " ", "drei"}}, {"a.en", {"one", "two", "three"}});

  EXPECT_THAT(pairs, ElementsAre(SentencePair{"eins", "one"}, SentencePair{"drei", "three"}));
}

TEST(ParallelText, NamesTheLineThatHasNoPartner) {
  const std::string message = message_of([] { pair_lines({"a.de", {"eins"}}, {"a.en", {"one", "two"}}); });

  EXPECT_THAT(message, StartsWith("a.en:2: this line has none to go with it: a.de has 1 lines where 2 belong"));
}

TEST(Conllu, ReadsWordsAndXpos) {
  const auto sentences =
      parse_conllu(split_lines("# sent_id = 1\n"
                               "1\tIm\t_\t_\tAPPRART\t_\t_\t_\t_\t_\n"
                               "2\tHaus\t_\t_\tNN\t_\t_\t_\t_\t_\n"
                               "\n\n# sent_id = 2\n"
                               "1\t#\t_\t_\tXY\t_\t_\t_\t_\t_",
                               "a.conllu"));

  EXPECT_THAT(sentences, ElementsAre(TaggedSentence{{"Im", "Haus"}, {"APPRART", "NN"}}, TaggedSentence{{"#"}, {"XY"}}));
}

TEST(Conllu, PassesOverMultiwordTokensAndEmptyNodes) {
  const auto sentences =
      parse_conllu(split_lines("1-2\tim\t_\t_\t_\t_\t_\t_\t_\t_\n"
                               "1\tin\t_\t_\tAPPR\t_\t_\t_\t_\t_\n"
                               "2\tdem\t_\t_\tART\t_\t_\t_\t_\t_\n"
                               "2.1\tist\t_\t_\tVAFIN\t_\t_\t_\t_\t_\n",
                               "a.conllu"));

  EXPECT_THAT(sentences, ElementsAre(TaggedSentence{{"in", "dem"}, {"APPR", "ART"}}));
}

TEST(Conllu, NamesTheLineThatIsWrong) {
  EXPECT_THAT(conllu_message("# a\n1\tHaus\tNN\n"), StartsWith("a.conllu:2: 3 columns between tabs; CoNLL-U has 10"));
  EXPECT_THAT(conllu_message("x\tHaus\t_\t_\tNN\t_\t_\t_\t_\t_\n"), StartsWith("a.conllu:1: the index of a word"));
  EXPECT_THAT(conllu_message("1\t\t_\t_\tNN\t_\t_\t_\t_\t_\n"), StartsWith("a.conllu:1: the word, column 2"));
  EXPECT_THAT(conllu_message("1\tHaus\t_\t_\t\t_\t_\t_\t_\t_\n"), StartsWith("a.conllu:1: the tag, column 5"));
}

TEST(GermEval, ReadsWordsAndOuterTags) {
  const auto sentences =
      parse_germeval(split_lines("#\thttp://a\t[2009-10-23]\t\n"
                                 "1\tBad\tB-LOC\tO\n"
                                 "2\tEms\tI-LOC\tB-LOCpart\n"
                                 "\n"
                                 "#\thttp://b\t[2009-10-24]\t\n"
                                 "1\t#\tO\tO\n",
                                 "a.tsv"));

  EXPECT_THAT(sentences, ElementsAre(TaggedSentence{{"Bad", "Ems"}, {"B-LOC", "I-LOC"}}, TaggedSentence{{"#"}, {"O"}}));
}

TEST(GermEval, NamesTheLineThatIsWrong) {
  EXPECT_THAT(germeval_message("1\tBad\tB-LOC\n"), StartsWith("a.tsv:1: 3 columns between tabs; GermEval has 4"));
  EXPECT_THAT(germeval_message("1\tBad\tO\tO\n2\tEms\tLOC\tO\n"), StartsWith("a.tsv:2: the tag 'LOC' is none of"));
  EXPECT_THAT(germeval_message("1-2\tBad\tO\tO\n"), StartsWith("a.tsv:1: the index of a word belongs first"));
}

TEST(TagSet, PutsTagsOfOneTokenIntoTheRestClass) {
  const TagSet tags(std::vector<TaggedSentence>{{{"a", "b", "c"}, {"NN", "NOUN", "ADV"}}, {{"d", "e"}, {"NN", "ADV"}}});

  EXPECT_EQ(tags.size(), 3u);
  EXPECT_EQ(tags.id("NOUN"), TagSet::kRest);
  EXPECT_EQ(tags.id("never seen"), TagSet::kRest);
  EXPECT_EQ(tags.name(tags.id("NN")), "NN");
}

// What is known of the files, their irregularities included.
TEST(Readers, FindWhatTheFilesAreKnownToHold) {
  const std::filesystem::path data = std::filesystem::path(AUTOLOSS_SOURCE_DIR) / "../shared/data";
  if (!std::filesystem::exists(data / "pos")) GTEST_SKIP() << data << " is not here";
  const auto words = [](const std::vector<TaggedSentence>& sentences) {
    std::size_t count = 0;
    for (const TaggedSentence& sentence : sentences) count += sentence.words.size();
    return count;
  };
  const auto gsd = parse_conllu(read_lines(data / "pos/de_gsd-ud-dev.conllu.gz"));
  const auto literature = parse_conllu(read_lines(data / "pos/de_lit-ud-test.conllu.gz"));
  const auto entities = parse_germeval(read_lines(data / "ner/NER-de-dev.tsv.gz"));
  const auto pairs = pair_lines(read_lines(data / "multi30k/train.de.gz"), read_lines(data / "multi30k/train.en.gz"));

  EXPECT_EQ(gsd.size(), 799u);
  EXPECT_EQ(words(gsd), 12480u);
  EXPECT_EQ(literature.size(), 1920u);
  EXPECT_EQ(words(literature), 40450u);
  EXPECT_EQ(entities.size(), 2200u);
  EXPECT_EQ(words(entities), 41653u);
  EXPECT_EQ(pairs.size(), 29000u);
}

}  // namespace
}  // namespace autoloss::nmt
