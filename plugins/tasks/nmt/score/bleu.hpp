// How near translations come to those of people.
#ifndef AUTOLOSS_NMT_SCORE_BLEU_HPP
#define AUTOLOSS_NMT_SCORE_BLEU_HPP

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss::nmt {

using Words = std::vector<std::string>;

// BLEU-4 of a corpus (Papineni, Roukos, Ward, Zhu: BLEU: a method for automatic evaluation of machine translation. ACL
// 2002): the geometric mean of the clipped n-gram precisions, n = 1 to 4, times a penalty where the whole is too short.
// Nothing is smoothed. Not thread-safe.
class Bleu {
 public:
  static constexpr std::size_t kLongest = 4;

  // Takes in a translation and one reference or more for it.
  void add(const Words& translation, const std::vector<Words>& references);
  // In [0, 100]; 0 as long as some precision is, or without a translation.
  double value() const;
  // Of the n-grams of one length, 1 to 4.
  double precision(std::size_t length) const;

 private:
  std::array<uint64_t, kLongest> matches_{}, total_{};
  uint64_t translated_words_ = 0, reference_words_ = 0;
};

// A line as the words and the punctuation marks that BLEU counts. Marks of ASCII stand alone but for '.' and ','
// between digits, ''' and '-' in a word.
Words words_of(std::string_view line);

}  // namespace autoloss::nmt

#endif
