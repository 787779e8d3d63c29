// Values to bytes and back, for states that only this build of the program reads again: checkpoints. A type takes part
// by a member or a function serialize(archive), for both directions.
#pragma once

#include <cereal/archives/binary.hpp>
#include <cereal/types/deque.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>
#include <exception>
#include <sstream>
#include <string>

#include "core/errors.hpp"

namespace autoloss {

template <class... Values>
std::string to_state(const Values&... values) {
  std::ostringstream stream(std::ios::binary);
  {
    cereal::BinaryOutputArchive archive(stream);
    archive(values...);
  }
  return std::move(stream).str();
}

// Throws RunError: the bytes are no such values.
template <class... Values>
void from_state(const std::string& state, Values&... values) {
  try {
    std::istringstream stream(state, std::ios::binary);
    cereal::BinaryInputArchive archive(stream);
    archive(values...);
  } catch (const AutolossError&) {
    throw;
  } catch (const std::exception& error) {
    throw RunError(std::string("a saved state cannot be taken up: ") + error.what());
  }
}

}  // namespace autoloss
