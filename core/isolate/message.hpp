// Bytes that go between the processes, written and read field by field. Both ends are the same program.
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace autoloss {

// The other process wrote what cannot be: its memory is damaged.
class BrokenMessage : public std::runtime_error {
 public:
  BrokenMessage() : std::runtime_error("the messages of its process are damaged") {}
};

// Appends to a string that it empties first and that keeps its room from message to message.
class Packer {
 public:
  explicit Packer(std::string& bytes) : bytes_(bytes) { bytes_.clear(); }

  template <class T>
  Packer& value(const T& item) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&item), sizeof(T));
    return *this;
  }
  // A zero byte follows, so that the reader can use it in place.
  Packer& text(std::string_view item) {
    value<uint64_t>(item.size());
    bytes_.append(item);
    bytes_.push_back('\0');
    return *this;
  }
  // As they are, to the message's end.
  Packer& bytes(std::string_view item) {
    bytes_.append(item);
    return *this;
  }
  // nullptr is told apart from an empty list.
  template <class T>
  Packer& list(const T* first, uint64_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    value<uint8_t>(first != nullptr ? 1 : 0);
    if (first == nullptr) return *this;
    value(count);
    bytes_.append(reinterpret_cast<const char*>(first), count * sizeof(T));
    return *this;
  }
  Packer& texts(const char* const* first, uint64_t count) {
    value(count);
    for (uint64_t index = 0; index < count; ++index) text(first[index]);
    return *this;
  }

 private:
  std::string& bytes_;
};

// Reads what a Packer wrote; a text points into the bytes, which outlive it. Throws BrokenMessage past their end.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  T value() {
    static_assert(std::is_trivially_copyable_v<T>);
    T item;
    std::memcpy(&item, take(sizeof(T)), sizeof(T));
    return item;
  }
  const char* text() {
    const auto size = value<uint64_t>();
    if (size >= bytes_.size()) throw BrokenMessage();
    const char* first = take(size + 1);
    if (first[size] != '\0') throw BrokenMessage();
    return first;
  }
  template <class T>
  struct List {
    bool given = false;
    std::vector<T> items;
    const T* data() const { return given ? items.data() : nullptr; }
  };
  template <class T>
  List<T> list() {
    List<T> found;
    found.given = value<uint8_t>() != 0;
    if (!found.given) return found;
    const auto count = value<uint64_t>();
    if (count > bytes_.size() / sizeof(T)) throw BrokenMessage();
    found.items.resize(count);
    if (count > 0) std::memcpy(found.items.data(), take(count * sizeof(T)), count * sizeof(T));
    return found;
  }
  // A list of this length into the caller's room.
  template <class T>
  void list_into(T* room, uint64_t count) {
    if (value<uint8_t>() == 0 || value<uint64_t>() != count) throw BrokenMessage();
    if (count > bytes_.size() / sizeof(T)) throw BrokenMessage();
    if (count > 0) std::memcpy(room, take(count * sizeof(T)), count * sizeof(T));
  }
  std::vector<const char*> texts() {
    const auto count = value<uint64_t>();
    if (count > bytes_.size()) throw BrokenMessage();
    std::vector<const char*> found(count);
    for (const char*& item : found) item = text();
    return found;
  }
  std::string_view rest() const { return bytes_; }

 private:
  const char* take(std::size_t count) {
    if (count > bytes_.size()) throw BrokenMessage();
    const char* first = bytes_.data();
    bytes_.remove_prefix(count);
    return first;
  }

  std::string_view bytes_;
};

}  // namespace autoloss
