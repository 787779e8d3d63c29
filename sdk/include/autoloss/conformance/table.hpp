// Whether a plugin's table keeps the contract, as far as reading it can tell.
#ifndef AUTOLOSS_CONFORMANCE_TABLE_HPP
#define AUTOLOSS_CONFORMANCE_TABLE_HPP

#include <autoloss/plugin.h>

#include <stdexcept>

namespace autoloss::conformance {

// What a plugin does against the contract; what() is a sentence without the plugin's name.
class Breach : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws Breach for the first one: versions, sizes of structs, ids, required slots, parameters, texts that are not
// UTF-8.
void check_table(const autoloss_plugin& plugin);

}  // namespace autoloss::conformance

#endif
