#include "plugins/tasks/nmt/data/grammar.hpp"

#include <cmath>
#include <initializer_list>
#include <optional>

namespace autoloss::nmt {
namespace {

constexpr double kAdjective = 0.25, kDefinite = 0.6, kNamedSubject = 0.4, kOrganisationActs = 0.7, kSurname = 0.3;
constexpr double kNamePhrase = 0.4, kAdverb = 0.25, kInversion = 0.5, kPerfect = 0.3, kSubclause = 0.1;

// Appends words of the source, or of the translation.
struct Phrase {
  MadeUpSentence words;

  void source(const std::string& word, const char* word_class, const std::string& entity = "O") {
    words.source.push_back(word);
    words.classes.emplace_back(word_class);
    words.entities.push_back(entity);
  }
  void target(const std::string& word) { words.target.push_back(word); }
};

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void append_source(MadeUpSentence& to, const Phrase& phrase) {
  append(to.source, phrase.words.source);
  append(to.classes, phrase.words.classes);
  append(to.entities, phrase.words.entities);
}

// Draws the parts of a sentence.
class Speaker {
 public:
  Speaker(const Lexicon& lexicon, sdk::Stream& stream) : lexicon_(lexicon), stream_(stream) {}

  MadeUpSentence sentence() {
    MadeUpSentence sentence;
    if (chance(kSubclause)) {
      const Phrase subject = person(), verb = finite(draw_word(lexicon_.verbs()));
      Phrase that;
      that.source(",", "$,");
      that.source(lexicon_.that().source, "KOUS");
      that.target(lexicon_.that().target);
      for (const Phrase* part : std::initializer_list<const Phrase*>{&subject, &verb, &that}) {
        append_source(sentence, *part);
        append(sentence.target, part->words.target);
      }
      subclause(sentence);
    } else {
      main_clause(sentence);
    }
    Phrase stop;
    stop.source(".", "$.");
    stop.target(".");
    append_source(sentence, stop);
    append(sentence.target, stop.words.target);
    return sentence;
  }

 private:
  bool chance(double share) { return stream_.uniform() < share; }

  // Early words are drawn more often than late ones, as in every language.
  template <class Item>
  const Item& draw_word(const std::vector<Item>& items) {
    const double place = stream_.uniform();
    return items[static_cast<std::size_t>(std::pow(place, 1.5) * static_cast<double>(items.size()))];
  }

  Phrase noun_phrase() {
    Phrase phrase;
    const bool definite = chance(kDefinite);
    const Noun& noun = draw_word(lexicon_.nouns());
    phrase.source(lexicon_.articles(definite)[noun.gender], "ART");
    phrase.target(lexicon_.target_article(definite));
    if (chance(kAdjective)) {
      const PlainWord& adjective = draw_word(lexicon_.adjectives());
      phrase.source(adjective.source, "ADJA");
      phrase.target(adjective.target);
    }
    phrase.source(noun.source, "NN");
    phrase.target(noun.target);
    return phrase;
  }

  void add_name(Phrase& phrase, NameKind kind) {
    static constexpr const char* kTags[kNameKinds] = {"PER", "LOC", "ORG"};
    const std::string tag = kTags[static_cast<std::size_t>(kind)];
    const Name& name = draw_word(lexicon_.names(kind));
    if (kind == NameKind::kOrganisation) phrase.target(lexicon_.target_article(true));
    phrase.source(name.source, "NE", "B-" + tag);
    phrase.target(name.target);
    if (kind != NameKind::kPerson || !chance(kSurname)) return;
    const PlainWord& surname = draw_word(lexicon_.surnames());
    phrase.source(surname.source, "NE", "I-" + tag);
    phrase.target(surname.target);
  }

  Phrase person() {
    Phrase phrase;
    add_name(phrase, NameKind::kPerson);
    return phrase;
  }

  Phrase subject() {
    if (!chance(kNamedSubject)) return noun_phrase();
    Phrase phrase;
    add_name(phrase, chance(kOrganisationActs) ? NameKind::kOrganisation : NameKind::kPerson);
    return phrase;
  }

  Phrase name_phrase() {
    Phrase phrase;
    const std::size_t preposition = stream_.below(lexicon_.prepositions().size());
    const auto kind = static_cast<NameKind>(stream_.below(kNameKinds));
    phrase.source(lexicon_.prepositions()[preposition], "APPR");
    phrase.target(lexicon_.target_preposition(preposition, kind));
    add_name(phrase, kind);
    return phrase;
  }

  Phrase adverb() {
    Phrase phrase;
    const PlainWord& word = draw_word(lexicon_.adverbs());
    phrase.source(word.source, "ADV");
    phrase.target(word.target);
    return phrase;
  }

  static void add_particle(Phrase& phrase, const Verb& verb) {
    if (!verb.particle.empty()) phrase.target(verb.particle);
  }

  static Phrase finite(const Verb& verb) {
    Phrase phrase;
    phrase.source(verb.source, "VVFIN");
    phrase.target(verb.target);
    add_particle(phrase, verb);
    return phrase;
  }

  static Phrase participle(const Verb& verb) {
    Phrase phrase;
    phrase.source(verb.participle, "VVPP");
    phrase.target(verb.target_participle);
    add_particle(phrase, verb);
    return phrase;
  }

  Phrase have() {
    Phrase phrase;
    phrase.source(lexicon_.have().source, "VAFIN");
    phrase.target(lexicon_.have().target);
    return phrase;
  }

  // Subject, verb, object, name and adverb as they are drawn; last: a participle.
  struct Clause {
    Phrase subject, verb, object;
    std::optional<Phrase> name, adverb, last;
  };

  Clause clause() {
    const Verb& verb = draw_word(lexicon_.verbs());
    Clause drawn{subject(), finite(verb), noun_phrase(), {}, {}, {}};
    if (chance(kNamePhrase)) drawn.name = name_phrase();
    if (chance(kAdverb)) drawn.adverb = adverb();
    if (chance(kPerfect)) {
      drawn.verb = have();
      drawn.last = participle(verb);
    }
    return drawn;
  }

  static void add_if(MadeUpSentence& to, const std::optional<Phrase>& phrase) {
    if (phrase) append_source(to, *phrase);
  }

  static void add_translation(MadeUpSentence& to, const Clause& drawn) {
    const Phrase* last = drawn.last ? &*drawn.last : nullptr;
    const Phrase* name = drawn.name ? &*drawn.name : nullptr;
    const Phrase* adverb = drawn.adverb ? &*drawn.adverb : nullptr;
    for (const Phrase* part : {&drawn.subject, &drawn.verb, last, &drawn.object, name, adverb})
      if (part != nullptr) append(to.target, part->words.target);
  }

  void main_clause(MadeUpSentence& to) {
    Clause drawn = clause();
    add_translation(to, drawn);
    std::optional<Phrase>& front = drawn.adverb ? drawn.adverb : drawn.name;
    const bool inverted = front && chance(kInversion);
    append_source(to, inverted ? *front : drawn.subject);
    append_source(to, drawn.verb);
    if (inverted) {
      append_source(to, drawn.subject);
      front.reset();
    }
    add_if(to, drawn.adverb);
    append_source(to, drawn.object);
    add_if(to, drawn.name);
    add_if(to, drawn.last);
  }

  void subclause(MadeUpSentence& to) {
    const Clause drawn = clause();
    add_translation(to, drawn);
    append_source(to, drawn.subject);
    add_if(to, drawn.adverb);
    append_source(to, drawn.object);
    add_if(to, drawn.name);
    add_if(to, drawn.last);
    append_source(to, drawn.verb);
  }

  const Lexicon& lexicon_;
  sdk::Stream& stream_;
};

}  // namespace

MadeUpSentence draw_sentence(const Lexicon& lexicon, sdk::Stream& stream) {
  return Speaker(lexicon, stream).sentence();
}

}  // namespace autoloss::nmt
