// The words of a made-up language and of the one that it is translated into.
#ifndef AUTOLOSS_NMT_DATA_LEXICON_HPP
#define AUTOLOSS_NMT_DATA_LEXICON_HPP

#include <array>
#include <autoloss/cpp/random.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace autoloss::nmt {

// What a name names; each kind takes other prepositions and articles in the translation.
enum class NameKind { kPerson, kPlace, kOrganisation };
constexpr std::size_t kNameKinds = 3;

struct Noun {
  std::string source, target;
  std::size_t gender;
};
struct Verb {
  std::string source, participle;         // "mafo", "gemafo"
  std::string target, target_participle;  // "bires", "biresed"
  std::string particle;                   // of the translation, "" if it has none
};
struct PlainWord {
  std::string source, target;
};
struct Name {
  std::string source, target;
  NameKind kind;
};

// Words are made of syllables, none twice in a language but for homographs: 30 % of the verbs and 15 % of the names are
// written as some noun, 20 % of the adjectives as some participle. Which of the two is meant shows in the sentence, and
// the two translate differently: who can tag the sentence can translate it.
class Lexicon {
 public:
  static constexpr std::size_t kGenders = 3;

  // Equal keys, equal languages.
  explicit Lexicon(uint64_t key);

  const std::vector<Noun>& nouns() const { return nouns_; }
  const std::vector<Verb>& verbs() const { return verbs_; }
  const std::vector<PlainWord>& adjectives() const { return adjectives_; }
  const std::vector<PlainWord>& adverbs() const { return adverbs_; }
  const std::vector<Name>& names(NameKind kind) const { return names_[static_cast<std::size_t>(kind)]; }
  const std::vector<PlainWord>& surnames() const { return surnames_; }
  const std::array<std::string, kGenders>& articles(bool definite) const { return articles_[definite ? 1 : 0]; }
  const std::string& target_article(bool definite) const { return target_articles_[definite ? 1 : 0]; }
  const std::vector<std::string>& prepositions() const { return prepositions_; }
  const std::string& target_preposition(std::size_t preposition, NameKind kind) const {
    return target_prepositions_[preposition][static_cast<std::size_t>(kind)];
  }
  const PlainWord& have() const { return have_; }
  const PlainWord& that() const { return that_; }

  // Every form there is, each once.
  const std::vector<std::string>& source_forms() const { return source_forms_; }
  const std::vector<std::string>& target_forms() const { return target_forms_; }

 private:
  // A new word of some syllables, unlike those in `forms`, to which it is added.
  std::string coin(std::vector<std::string>& forms, std::size_t syllables);
  std::string coin_source() { return coin(source_forms_, 2); }
  std::string coin_target() { return coin(target_forms_, 2); }
  // The same, or with this probability a form that there is already.
  std::string coin_or(double share, const std::string& there);
  PlainWord coin_plain() { return {coin_source(), coin_target()}; }
  void coin_nouns();
  void coin_verbs();
  void coin_modifiers();
  void coin_names();
  void coin_small_words();

  sdk::Stream stream_;
  std::vector<Noun> nouns_;
  std::vector<Verb> verbs_;
  std::vector<PlainWord> adjectives_, adverbs_, surnames_;
  std::array<std::vector<Name>, kNameKinds> names_;
  std::array<std::array<std::string, kGenders>, 2> articles_;
  std::array<std::string, 2> target_articles_;
  std::vector<std::string> prepositions_;
  std::vector<std::array<std::string, kNameKinds>> target_prepositions_;
  PlainWord have_, that_;
  std::vector<std::string> source_forms_{".", ","}, target_forms_{".", ","};
};

}  // namespace autoloss::nmt

#endif
