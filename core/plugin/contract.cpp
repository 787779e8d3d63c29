#include "core/plugin/contract.hpp"

#include <autoloss/conformance/table.hpp>

#include "core/plugin/library_peek.hpp"

namespace autoloss {

void check_contract(const autoloss_plugin& plugin) {
  try {
    conformance::check_table(plugin);
  } catch (const conformance::Breach& breach) {
    throw Unusable(breach.what());
  }
}

}  // namespace autoloss
