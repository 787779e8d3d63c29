// Entities out of tags, and how many of them were found.
#ifndef AUTOLOSS_NMT_SCORE_SPANS_HPP
#define AUTOLOSS_NMT_SCORE_SPANS_HPP

#include <cstdint>
#include <string>
#include <vector>

namespace autoloss::nmt {

// Words [begin, end) that name one entity.
struct Span {
  std::size_t begin, end;
  std::string kind;
  bool operator==(const Span&) const = default;
};

// The entities that BIO tags name, in order. "I-X" after anything but B-X or I-X begins one, as in conlleval; what is
// neither B-... nor I-... is outside.
std::vector<Span> spans_of(const std::vector<std::string>& tags);

// F1 over the entities of many sentences: one counts as found when its words and its kind are right. Not thread-safe.
class SpanScore {
 public:
  void add(const std::vector<std::string>& found, const std::vector<std::string>& expected);
  // In [0, 1]; 1 where there was nothing to find and nothing was found.
  double f1() const;

 private:
  uint64_t right_ = 0, found_ = 0, expected_ = 0;
};

}  // namespace autoloss::nmt

#endif
