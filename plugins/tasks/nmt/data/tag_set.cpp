#include "plugins/tasks/nmt/data/tag_set.hpp"

namespace autoloss::nmt {
namespace {

std::vector<std::string> recurring(const std::vector<TaggedSentence>& sentences) {
  std::map<std::string, std::size_t> counts;
  for (const TaggedSentence& sentence : sentences)
    for (const std::string& tag : sentence.tags) ++counts[tag];
  std::vector<std::string> names;
  for (const auto& [tag, count] : counts)
    if (count > 1) names.push_back(tag);
  return names;
}

}  // namespace

TagSet::TagSet(const std::vector<TaggedSentence>& training) : TagSet(recurring(training)) {}

TagSet::TagSet(const std::vector<std::string>& names) : names_{"rest"} {
  for (const std::string& name : names) {
    ids_.emplace(name, static_cast<int32_t>(names_.size()));
    names_.push_back(name);
  }
}

int32_t TagSet::id(const std::string& tag) const {
  const auto found = ids_.find(tag);
  return found == ids_.end() ? kRest : found->second;
}

}  // namespace autoloss::nmt
