// Saved states: plain values through the host's streams. The byte order is the machine's: a state is no exchange
// format.
#ifndef AUTOLOSS_CPP_STREAM_HPP
#define AUTOLOSS_CPP_STREAM_HPP

#include <autoloss/cpp/error.hpp>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace autoloss::sdk {

// Writes values; throws Error(AUTOLOSS_IO_ERROR).
class Writer {
 public:
  explicit Writer(const autoloss_writer* writer) : writer_(writer) {}

  void bytes(const void* data, std::size_t size) {
    if (size > 0 && writer_->write(writer_->context, data, size) != AUTOLOSS_OK)
      throw Error(AUTOLOSS_IO_ERROR, "the state could not be written");
  }
  template <class T>
  void value(const T& item) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes(&item, sizeof(T));
  }
  template <class T>
  void values(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    value<uint64_t>(items.size());
    bytes(items.data(), items.size_bytes());
  }
  template <class T>
  void values(const std::vector<T>& items) {
    values(std::span<const T>(items));
  }
  // Marks the kind and revision of what follows; Reader::tag refuses another.
  void tag(const std::string& name) { values(std::span<const char>(name)); }

 private:
  const autoloss_writer* writer_;
};

// Reads what Writer wrote; throws Error(AUTOLOSS_BAD_DATA) when the bytes end early or are of another kind.
class Reader {
 public:
  explicit Reader(const autoloss_reader* reader) : reader_(reader) {}

  void bytes(void* data, std::size_t size) {
    char* place = static_cast<char*>(data);
    while (size > 0) {
      const int64_t count = reader_->read(reader_->context, place, size);
      if (count < 0) throw Error(AUTOLOSS_IO_ERROR, "the state could not be read");
      if (count == 0 || static_cast<uint64_t>(count) > size) throw Error(AUTOLOSS_BAD_DATA, "the state ends too early");
      place += count;
      size -= static_cast<std::size_t>(count);
    }
  }
  template <class T>
  T value() {
    static_assert(std::is_trivially_copyable_v<T>);
    T item{};
    bytes(&item, sizeof(T));
    return item;
  }
  // A list of exactly `expected` items: a length out of a damaged file never decides how much is allocated.
  template <class T>
  std::vector<T> values(std::size_t expected) {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto count = value<uint64_t>();
    if (count != expected)
      throw Error(AUTOLOSS_BAD_DATA, "the state holds a list of " + std::to_string(count) + " values where " +
                                         std::to_string(expected) + " belong");
    std::vector<T> items(expected);
    bytes(items.data(), items.size() * sizeof(T));
    return items;
  }
  void tag(const std::string& name) {
    std::string found(name.size(), '\0');
    const bool as_long = value<uint64_t>() == name.size();
    if (as_long) bytes(found.data(), found.size());
    if (found != name) throw Error(AUTOLOSS_BAD_DATA, "the state is not of kind '" + name + "'");
  }
  // Throws when anything is left.
  void end() {
    char extra = 0;
    if (reader_->read(reader_->context, &extra, 1) != 0)
      throw Error(AUTOLOSS_BAD_DATA, "the state is longer than it should be");
  }

 private:
  const autoloss_reader* reader_;
};

}  // namespace autoloss::sdk

#endif
