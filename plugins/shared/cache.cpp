#include "plugins/shared/cache.hpp"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace autoloss::shared {
namespace {

// In front of the content.
struct Header {
  std::array<char, 8> kind{'a', 'l', 'c', 'a', 'c', 'h', 'e', '1'};
  uint64_t key = 0, size = 0, checksum = 0;
  bool operator==(const Header&) const = default;
};

Header header_of(uint64_t key, std::string_view content) {
  Header header;
  header.key = key;
  header.size = content.size();
  header.checksum = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
  return header;
}

// Writes all of it to a new file beside `path` and gives that its name.
bool write_beside(const std::string& path, std::string_view head, std::string_view content) {
  std::string beside = path + ".XXXXXX";
  const int file = mkstemp(beside.data());
  if (file < 0) return false;
  close(file);
  std::ofstream stream(beside, std::ios::binary);
  stream.write(head.data(), static_cast<std::streamsize>(head.size()));
  stream.write(content.data(), static_cast<std::streamsize>(content.size()));
  stream.close();
  if (stream.good() && std::rename(beside.c_str(), path.c_str()) == 0) return true;
  std::remove(beside.c_str());
  return false;
}

}  // namespace

std::string Cache::path(uint64_t key) const {
  if (folder_.empty()) return "";
  char name[32];
  std::snprintf(name, sizeof name, "-%016llx", static_cast<unsigned long long>(key));
  return (std::filesystem::path(folder_) / (name_ + name)).string();
}

std::optional<std::string> Cache::find(uint64_t key) const {
  if (folder_.empty()) return std::nullopt;
  std::ifstream stream(path(key), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  Header header;
  if (bytes.size() < sizeof(Header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(Header));
  std::string content = bytes.substr(sizeof(Header));
  if (!(header == header_of(key, content))) return std::nullopt;
  return content;
}

bool Cache::store(uint64_t key, std::string_view content) const {
  if (folder_.empty()) return false;
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  const Header header = header_of(key, content);
  return !failed && write_beside(path(key), {reinterpret_cast<const char*>(&header), sizeof(header)}, content);
}

}  // namespace autoloss::shared
