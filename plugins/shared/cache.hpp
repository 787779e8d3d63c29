// Files for what is costly to make again.
#ifndef AUTOLOSS_SHARED_CACHE_HPP
#define AUTOLOSS_SHARED_CACHE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace autoloss::shared {

// One file an entry, named after its key. Other threads and processes may be at the same entry: a file appears whole or
// not at all. [thread-safe]
class Cache {
 public:
  // folder: made when it is needed; "": nothing is cached. name: begins the names of its files.
  Cache(std::string folder, std::string name) : folder_(std::move(folder)), name_(std::move(name)) {}

  // What was stored under the key; nothing where it is missing, damaged or cut short.
  std::optional<std::string> find(uint64_t key) const;
  // Returns false when it could not be written, which costs time the next time and nothing else.
  bool store(uint64_t key, std::string_view content) const;
  // Where an entry is; "" without a folder.
  std::string path(uint64_t key) const;

 private:
  std::string folder_, name_;
};

// FNV-1a, to tell inputs apart.
class Digest {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) value_ = (value_ ^ static_cast<unsigned char>(byte)) * 0x100000001B3u;
    value_ = (value_ ^ bytes.size()) * 0x100000001B3u;  // "ab", "c" is not "a", "bc"
  }
  void add(uint64_t number) { add(std::string_view(reinterpret_cast<const char*>(&number), sizeof(number))); }
  uint64_t value() const { return value_; }

 private:
  uint64_t value_ = 0xCBF29CE484222325u;
};

}  // namespace autoloss::shared

#endif
