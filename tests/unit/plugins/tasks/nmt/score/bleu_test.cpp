#include "plugins/tasks/nmt/score/bleu.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace autoloss::nmt {
namespace {

using testing::ElementsAre;

double bleu_of(const char* translation, const std::vector<const char*>& references) {
  std::vector<Words> words;
  for (const char* reference : references) words.push_back(words_of(reference));
  Bleu bleu;
  bleu.add(words_of(translation), words);
  return bleu.value();
}

TEST(Bleu, OfAPerfectTranslationIs100) {
  EXPECT_DOUBLE_EQ(bleu_of("the cat sat on the mat", {"the cat sat on the mat"}), 100);
}

TEST(Bleu, IsTheGeometricMeanOfThePrecisions) {
  // 5 of 6 words, 4 of 5 pairs, 3 of 4 triples, 2 of 3 fours; as long as the reference.
  const double expected = 100 * std::pow(5.0 / 6 * 4 / 5 * 3 / 4 * 2 / 3, 0.25);

  EXPECT_NEAR(bleu_of("the cat sat on the rug", {"the cat sat on the mat"}), expected, 1e-10);
}

TEST(Bleu, IsLowerWhereTheWholeIsTooShort) {
  // All n-grams are right; 5 words where the reference has 7.
  EXPECT_NEAR(bleu_of("a b c d e", {"a b c d e f g"}), 100 * std::exp(1 - 7.0 / 5), 1e-10);
}

TEST(Bleu, AWordCountsAsOftenAsAReferenceHasIt) {
  // Papineni et al. 2002, example 2: a modified precision of 2/7.
  Bleu bleu;
  bleu.add(words_of("the the the the the the the"),
           {words_of("the cat is on the mat"), words_of("there is a cat on the mat")});

  EXPECT_DOUBLE_EQ(bleu.precision(1), 2.0 / 7);
  EXPECT_EQ(bleu.value(), 0);
}

TEST(Bleu, GivesThePrecisionsOfItsPaper) {
  // Papineni et al. 2002, example 1: 17/18 and 8/14 of the words, 10/17 and 1/13 of the pairs.
  const std::vector<Words> references{
      words_of("It is a guide to action that ensures that the military will forever heed Party commands"),
      words_of("It is the guiding principle which guarantees the military forces always being under the command of the "
               "Party"),
      words_of("It is the practical guide for the army always to heed the directions of the party")};
  Bleu first, second;
  first.add(words_of("It is a guide to action which ensures that the military always obeys the commands of the party"),
            references);
  second.add(words_of("It is to insure the troops forever hearing the activity guidebook that party direct"),
             references);

  EXPECT_DOUBLE_EQ(first.precision(1), 17.0 / 18);
  EXPECT_DOUBLE_EQ(first.precision(2), 10.0 / 17);
  EXPECT_DOUBLE_EQ(second.precision(1), 8.0 / 14);
  EXPECT_DOUBLE_EQ(second.precision(2), 1.0 / 13);
  EXPECT_NEAR(first.value(), 50.45, 0.01);  // as NLTK's sentence_bleu has it
}

TEST(Bleu, OfACorpusIsNotTheMeanOfItsSentences) {
  // The example of NLTK's corpus_bleu: 0.5920...
  Bleu bleu;
  bleu.add(words_of("It is a guide to action which ensures that the military always obeys the commands of the party"),
           {words_of("It is a guide to action that ensures that the military will forever heed Party commands"),
            words_of("It is the guiding principle which guarantees the military forces always being under the command "
                     "of the Party"),
            words_of("It is the practical guide for the army always to heed the directions of the party")});
  bleu.add(words_of("he read the book because he was interested in world history"),
           {words_of("he was interested in world history because he read the book")});

  EXPECT_NEAR(bleu.value(), 59.20, 0.01);
}

TEST(Bleu, OfNothingIs0) {
  EXPECT_EQ(Bleu{}.value(), 0);
  EXPECT_EQ(bleu_of("", {"a b c d"}), 0);
}

TEST(Words, StandApartFromPunctuationMarks) {
  EXPECT_THAT(words_of("Two men, outside (today)."), ElementsAre("Two", "men", ",", "outside", "(", "today", ")", "."));
}

TEST(Words, KeepMarksThatBelongToThem) {
  EXPECT_THAT(words_of("a T-shirt isn't 1,000.50 euros - no"),
              ElementsAre("a", "T-shirt", "isn't", "1,000.50", "euros", "-", "no"));
}

}  // namespace
}  // namespace autoloss::nmt
