// Text of a language out of the numbers that a model writes.
#ifndef AUTOLOSS_NMT_DATA_LANGUAGE_HPP
#define AUTOLOSS_NMT_DATA_LANGUAGE_HPP

#include <string>

#include "plugins/tasks/nmt/data/corpus.hpp"

namespace autoloss::nmt {

// [thread-safe]
class Language {
 public:
  virtual ~Language() = default;
  // How many tokens there are, those below kFirstToken included.
  virtual std::size_t size() const = 0;
  virtual std::string text(const Tokens& tokens) const = 0;
};

}  // namespace autoloss::nmt

#endif
