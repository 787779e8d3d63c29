#include "plugins/tasks/nmt/data/lexicon.hpp"

#include <algorithm>
#include <string_view>

namespace autoloss::nmt {
namespace {

constexpr std::size_t kNouns = 50, kVerbs = 32, kAdjectives = 20, kAdverbs = 10, kNames = 18, kSurnames = 10;
constexpr std::size_t kPrepositions = 3;
constexpr double kVerbsLikeNouns = 0.3, kAdjectivesLikeParticiples = 0.2, kNamesLikeNouns = 0.15;
constexpr double kVerbsWithParticle = 0.5;

template <class Item>
const Item& any_of(const std::vector<Item>& items, sdk::Stream& stream) {
  return items[stream.below(items.size())];
}

}  // namespace

Lexicon::Lexicon(uint64_t key) : stream_(sdk::derive(key, "lexicon")) {
  coin_small_words();
  coin_nouns();
  coin_verbs();
  coin_modifiers();
  coin_names();
}

std::string Lexicon::coin(std::vector<std::string>& forms, std::size_t syllables) {
  constexpr std::string_view kConsonants = "bdfgklmnprstvz", kVowels = "aeiou";
  while (true) {
    std::string word;
    for (std::size_t syllable = 0; syllable < syllables; ++syllable) {
      word += kConsonants[stream_.below(kConsonants.size())];
      word += kVowels[stream_.below(kVowels.size())];
    }
    if (std::find(forms.begin(), forms.end(), word) != forms.end()) {
      ++syllables;  // short words run out
      continue;
    }
    forms.push_back(word);
    return word;
  }
}

std::string Lexicon::coin_or(double share, const std::string& there) {
  return stream_.uniform() < share ? there : coin_source();
}

void Lexicon::coin_small_words() {
  for (std::size_t definite = 0; definite < 2; ++definite) {
    for (std::string& article : articles_[definite]) article = coin(source_forms_, 1);
    target_articles_[definite] = coin(target_forms_, 1);
  }
  for (std::size_t preposition = 0; preposition < kPrepositions; ++preposition) {
    prepositions_.push_back(coin(source_forms_, 1));
    for (std::string& target : target_prepositions_.emplace_back()) target = coin(target_forms_, 1);
  }
  have_ = {coin(source_forms_, 1), coin(target_forms_, 1)};
  that_ = {coin(source_forms_, 1), coin(target_forms_, 1)};
}

void Lexicon::coin_nouns() {
  for (std::size_t noun = 0; noun < kNouns; ++noun)
    nouns_.push_back({coin_source(), coin_target(), stream_.below(kGenders)});
}

void Lexicon::coin_verbs() {
  for (std::size_t number = 0; number < kVerbs; ++number) {
    Verb verb;
    verb.source = coin_or(kVerbsLikeNouns, any_of(nouns_, stream_).source);
    verb.participle = "ge" + coin_source();
    source_forms_.back() = verb.participle;
    verb.target = coin_target();
    verb.target_participle = verb.target + "ed";
    target_forms_.push_back(verb.target_participle);
    if (stream_.uniform() < kVerbsWithParticle) verb.particle = coin(target_forms_, 1);
    verbs_.push_back(verb);
  }
}

void Lexicon::coin_modifiers() {
  for (std::size_t number = 0; number < kAdjectives; ++number)
    adjectives_.push_back({coin_or(kAdjectivesLikeParticiples, any_of(verbs_, stream_).participle), coin_target()});
  for (std::size_t number = 0; number < kAdverbs; ++number) adverbs_.push_back(coin_plain());
}

void Lexicon::coin_names() {
  for (std::size_t kind = 0; kind < kNameKinds; ++kind)
    for (std::size_t number = 0; number < kNames; ++number)
      names_[kind].push_back(
          {coin_or(kNamesLikeNouns, any_of(nouns_, stream_).source), coin_target(), static_cast<NameKind>(kind)});
  for (std::size_t number = 0; number < kSurnames; ++number) surnames_.push_back(coin_plain());
}

}  // namespace autoloss::nmt
