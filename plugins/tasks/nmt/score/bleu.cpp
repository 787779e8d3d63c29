#include "plugins/tasks/nmt/score/bleu.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <span>

namespace autoloss::nmt {
namespace {

using Counts = std::map<std::vector<std::string_view>, uint64_t>;

Counts count_grams(const Words& words, std::size_t length) {
  Counts counts;
  for (std::size_t begin = 0; begin + length <= words.size(); ++begin)
    ++counts[{words.begin() + static_cast<std::ptrdiff_t>(begin),
              words.begin() + static_cast<std::ptrdiff_t>(begin + length)}];
  return counts;
}

// How often each n-gram may count: as often as in the reference that has it most often.
Counts allowed(const std::vector<Words>& references, std::size_t length) {
  Counts most;
  for (const Words& reference : references)
    for (const auto& [gram, count] : count_grams(reference, length)) {
      uint64_t& so_far = most[gram];
      so_far = std::max(so_far, count);
    }
  return most;
}

// Of the references, the length nearest to that of the translation; of two alike, the shorter.
std::size_t nearest_length(std::size_t translation, const std::vector<Words>& references) {
  const auto distance = [&](const Words& words) {
    return words.size() > translation ? words.size() - translation : translation - words.size();
  };
  const auto nearest = std::min_element(references.begin(), references.end(), [&](const Words& a, const Words& b) {
    return std::pair(distance(a), a.size()) < std::pair(distance(b), b.size());
  });
  return nearest == references.end() ? 0 : nearest->size();
}

bool is_in(char letter, std::string_view set) {
  return set.find(letter) != std::string_view::npos;
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_mark(char letter) {
  return static_cast<unsigned char>(letter) < 0x80 && std::ispunct(static_cast<unsigned char>(letter)) != 0;
}

// Whether the mark at `place` belongs to the word around it.
bool joins(std::string_view line, std::size_t place) {
  if (place == 0 || place + 1 == line.size()) return false;
  const char before = line[place - 1], after = line[place + 1];
  if (is_in(line[place], ".,")) return is_digit(before) && is_digit(after);
  return is_in(line[place], "'-") && !is_mark(before) && !is_mark(after) && !is_in(before, " \t") &&
         !is_in(after, " \t");
}

}  // namespace

void Bleu::add(const Words& translation, const std::vector<Words>& references) {
  for (std::size_t length = 1; length <= kLongest; ++length) {
    const Counts most = allowed(references, length);
    for (const auto& [gram, count] : count_grams(translation, length)) {
      const auto found = most.find(gram);
      if (found != most.end()) matches_[length - 1] += std::min(count, found->second);
      total_[length - 1] += count;
    }
  }
  translated_words_ += translation.size();
  reference_words_ += nearest_length(translation.size(), references);
}

double Bleu::precision(std::size_t length) const {
  const std::size_t index = length - 1;
  return total_[index] == 0 ? 0 : static_cast<double>(matches_[index]) / static_cast<double>(total_[index]);
}

double Bleu::value() const {
  double sum = 0;
  for (std::size_t length = 1; length <= kLongest; ++length) {
    if (matches_[length - 1] == 0) return 0;
    sum += std::log(precision(length));
  }
  const double shortness = static_cast<double>(reference_words_) / static_cast<double>(translated_words_);
  return 100 * std::exp(sum / kLongest + std::min(0.0, 1 - shortness));
}

Words words_of(std::string_view line) {
  Words words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t place = 0; place < line.size(); ++place) {
    if (is_in(line[place], " \t")) {
      end();
    } else if (is_mark(line[place]) && !joins(line, place)) {
      end();
      words.emplace_back(1, line[place]);
    } else {
      word += line[place];
    }
  }
  end();
  return words;
}

}  // namespace autoloss::nmt
