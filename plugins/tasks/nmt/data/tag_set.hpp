// The tags of a tagging task.
#ifndef AUTOLOSS_NMT_DATA_TAG_SET_HPP
#define AUTOLOSS_NMT_DATA_TAG_SET_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/sentences.hpp"

namespace autoloss::nmt {

// Numbers for tags. Tag 0 is the rest class: tags that the training sentences hold once at most, which are slips of
// whoever tagged. Reading is [thread-safe].
class TagSet {
 public:
  static constexpr int32_t kRest = 0;

  TagSet() : TagSet(std::vector<std::string>{}) {}
  // Those of the training sentences, in alphabetical order.
  explicit TagSet(const std::vector<TaggedSentence>& training);
  // Those with these names, numbered from 1.
  explicit TagSet(const std::vector<std::string>& names);

  int32_t id(const std::string& tag) const;
  const std::string& name(int32_t id) const { return names_[static_cast<std::size_t>(id)]; }
  std::size_t size() const { return names_.size(); }
  // All names in order, the rest class first.
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::map<std::string, int32_t> ids_;
};

}  // namespace autoloss::nmt

#endif
