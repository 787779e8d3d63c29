#include "plugins/tasks/nmt/data/sentences.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>

namespace autoloss::nmt {
namespace {

// Where a format of one word a line keeps what is wanted.
struct Columns {
  std::size_t count, word, tag;
  const char* format;
};
constexpr Columns kConllu{10, 1, 4, "CoNLL-U"};
constexpr Columns kGermEval{4, 1, 2, "GermEval"};

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t") == std::string::npos;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string result{"'"};
  result += text.substr(0, kLongest);
  result += text.size() > kLongest ? "...'" : "'";
  return result;
}

// Whether an id is "3-4", several words that one line stands for, or "3.1", a word that is not in the text.
bool passed_over(std::string_view id) {
  const std::size_t mark = id.find_first_of("-.");
  return mark != std::string_view::npos && is_number(id.substr(0, mark)) && is_number(id.substr(mark + 1));
}

bool is_bio(std::string_view tag) {
  return tag == "O" || ((tag.starts_with("B-") || tag.starts_with("I-")) && tag.size() > 2);
}

// Calls word(line number, columns) for each line that holds a word and end() after each sentence.
template <class Word, class End>
void read_words(const Text& text, const Columns& format, Word&& word, End&& end) {
  for (std::size_t index = 0; index < text.lines.size(); ++index) {
    const std::string& line = text.lines[index];
    if (is_blank(line)) {
      end();
      continue;
    }
    if (line.front() == '#') continue;
    const std::vector<std::string_view> columns = split_at(line, '\t');
    if (columns.size() != format.count)
      refuse_line(text.name, index + 1,
                  std::to_string(columns.size()) + " columns between tabs; " + format.format + " has " +
                      std::to_string(format.count) + ", and an empty line between sentences");
    word(index + 1, columns);
  }
  end();
}

std::vector<TaggedSentence> parse(const Text& text, const Columns& format, bool bio) {
  std::vector<TaggedSentence> sentences;
  TaggedSentence sentence;
  const auto word = [&](std::size_t line, const std::vector<std::string_view>& columns) {
    if (!bio && passed_over(columns[0])) return;
    if (!is_number(columns[0]))
      refuse_line(text.name, line, "the index of a word belongs first, and " + quoted(columns[0]) + " is none");
    if (columns[format.word].empty()) refuse_line(text.name, line, "the word, column 2, is empty");
    const std::string_view tag = columns[format.tag];
    if (tag.empty()) refuse_line(text.name, line, "the tag, column " + std::to_string(format.tag + 1) + ", is empty");
    if (bio && !is_bio(tag)) refuse_line(text.name, line, "the tag " + quoted(tag) + " is none of O, B-... and I-...");
    sentence.words.emplace_back(columns[format.word]);
    sentence.tags.emplace_back(tag);
  };
  const auto end = [&] {
    if (!sentence.words.empty()) sentences.push_back(std::move(sentence));
    sentence = {};
  };
  read_words(text, format, word, end);
  return sentences;
}

}  // namespace

std::vector<SentencePair> pair_lines(const Text& source, const Text& target) {
  if (source.lines.size() != target.lines.size()) {
    const Text& longer = source.lines.size() > target.lines.size() ? source : target;
    const Text& shorter = &longer == &source ? target : source;
    refuse_line(longer.name, shorter.lines.size() + 1,
                "this line has none to go with it: " + shorter.name + " has " + std::to_string(shorter.lines.size()) +
                    " lines where " + std::to_string(longer.lines.size()) +
                    " belong, since line n of one translates line n of the other");
  }
  std::vector<SentencePair> pairs;
  for (std::size_t index = 0; index < source.lines.size(); ++index)
    if (!is_blank(source.lines[index]) && !is_blank(target.lines[index]))
      pairs.push_back({source.lines[index], target.lines[index]});
  return pairs;
}

std::vector<TaggedSentence> parse_conllu(const Text& text) {
  return parse(text, kConllu, false);
}

std::vector<TaggedSentence> parse_germeval(const Text& text) {
  return parse(text, kGermEval, true);
}

}  // namespace autoloss::nmt
