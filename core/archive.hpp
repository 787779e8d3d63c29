// Values to bytes and back, for states that only this build of the program reads again: checkpoints. A type takes part
// by a member or a function serialize(archive), for both directions.
// What is read is bounded by what is there: a count of elements that the rest of the bytes cannot hold is an error, not
// an allocation.
#pragma once

#include <cereal/cereal.hpp>
#include <cereal/types/deque.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/errors.hpp"

namespace autoloss {

class StateWriter : public cereal::OutputArchive<StateWriter, cereal::AllowEmptyClassElision> {
 public:
  StateWriter() : OutputArchive(this) {}

  void put(const void* data, std::size_t size) { bytes_.append(static_cast<const char*>(data), size); }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class StateReader : public cereal::InputArchive<StateReader, cereal::AllowEmptyClassElision> {
 public:
  explicit StateReader(std::string_view bytes) : InputArchive(this), left_(bytes) {}

  // Throws RunError: there are fewer bytes.
  void take(void* data, std::size_t size) {
    require(size);
    if (size > 0) std::memcpy(data, left_.data(), size);
    left_.remove_prefix(size);
  }
  void require(std::size_t size) const {
    if (size > left_.size())
      throw RunError("a saved state cannot be taken up: it ends where " + std::to_string(size) +
                     " bytes should follow");
  }

 private:
  std::string_view left_;
};

// What cereal asks of archives: numbers, blocks of bytes, counts of elements, and values that have a name.
template <class T>
std::enable_if_t<std::is_arithmetic_v<T>> save(StateWriter& writer, const T& value) {
  writer.put(std::addressof(value), sizeof value);
}
template <class T>
std::enable_if_t<std::is_arithmetic_v<T>> load(StateReader& reader, T& value) {
  reader.take(std::addressof(value), sizeof value);
}
template <class T>
void save(StateWriter& writer, const cereal::BinaryData<T>& data) {
  writer.put(data.data, static_cast<std::size_t>(data.size));
}
template <class T>
void load(StateReader& reader, cereal::BinaryData<T>& data) {
  reader.take(data.data, static_cast<std::size_t>(data.size));
}
template <class T>
void serialize(StateWriter& writer, cereal::SizeTag<T>& tag) {
  writer(tag.size);
}
template <class T>
void serialize(StateReader& reader, cereal::SizeTag<T>& tag) {
  reader(tag.size);
  reader.require(static_cast<std::size_t>(tag.size));  // an element takes a byte at least
}
template <class Archive, class T>
CEREAL_ARCHIVE_RESTRICT(StateReader, StateWriter)
serialize(Archive& archive, cereal::NameValuePair<T>& pair) {
  archive(pair.value);
}

template <class... Values>
std::string to_state(const Values&... values) {
  StateWriter writer;
  writer(values...);
  return writer.take();
}

// Throws RunError: the bytes are no such values.
template <class... Values>
void from_state(std::string_view state, Values&... values) {
  try {
    StateReader reader(state);
    reader(values...);
  } catch (const AutolossError&) {
    throw;
  } catch (const std::exception& error) {
    throw RunError(std::string("a saved state cannot be taken up: ") + error.what());
  }
}

}  // namespace autoloss

CEREAL_SETUP_ARCHIVE_TRAITS(autoloss::StateReader, autoloss::StateWriter)
