// The sentences of an episode.
#ifndef AUTOLOSS_NMT_DATA_DATA_SET_HPP
#define AUTOLOSS_NMT_DATA_DATA_SET_HPP

#include <autoloss/task.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/corpus.hpp"
#include "plugins/tasks/nmt/data/language.hpp"
#include "plugins/tasks/nmt/data/tag_set.hpp"

namespace autoloss::nmt {

// What can be learned; the order of everything that has one for each.
enum class Job : uint32_t { kTranslation, kEntities, kClasses };
constexpr std::size_t kJobs = 3;
inline const char* name_of(Job job) {
  constexpr const char* kNames[kJobs] = {"mt", "ner", "pos"};
  return kNames[static_cast<std::size_t>(job)];
}

// The sentences of a split.
struct Sentences {
  std::vector<EncodedPair> pairs;
  std::array<std::vector<EncodedTagged>, 2> tagged;  // entities, classes

  const std::vector<EncodedTagged>& of(Job job) const { return tagged[static_cast<std::size_t>(job) - 1]; }
  std::vector<EncodedTagged>& of(Job job) { return tagged[static_cast<std::size_t>(job) - 1]; }
};

// Training, validation, score and test, as AUTOLOSS_SPLIT_... counts them. A half of the validation sentences is every
// second one.
constexpr std::size_t kStoredSplits = 4;

struct DataSet {
  std::shared_ptr<const Language> source, target;
  std::array<TagSet, 2> tags;  // entities, classes
  std::array<Sentences, kStoredSplits> splits;

  const TagSet& tags_of(Job job) const { return tags[static_cast<std::size_t>(job) - 1]; }
};

// How many sentences of each kind. 0: as many as there are in files, or the built-in default.
struct Sizes {
  std::size_t pairs = 0, tagged = 0, valid = 0, test = 0;
  bool operator==(const Sizes&) const = default;
};

}  // namespace autoloss::nmt

#endif
