#include "core/file.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

#include "core/descriptor.hpp"
#include "core/errors.hpp"

namespace autoloss {
namespace {

// "FILE.tmp12-3": of this process and this call, so that no two write into one.
std::filesystem::path temporary_beside(const std::filesystem::path& file) {
  static std::atomic<unsigned> calls{0};
  return file.string() + ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(calls++);
}

void write_and_flush(const std::filesystem::path& temporary, std::string_view content,
                     const std::filesystem::path& file) {
  Descriptor descriptor(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!descriptor.is_open()) fail(file, "cannot be written");
  write_all(descriptor, content, file);
  if (::fsync(descriptor.get()) != 0) fail(file, "cannot be written");
  if (descriptor.close() != 0) fail(file, "cannot be written");
}

// A renamed file is there after a power cut only once its folder is on the disk.
void flush_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open() || ::fsync(descriptor.get()) != 0) fail(folder, "cannot be flushed to the disk");
}

}  // namespace

void fail(const std::filesystem::path& file, const char* what) {
  const int reason = errno;
  throw RunError(file.string() + ": " + what + ": " + std::strerror(reason));
}

void write_all(const Descriptor& descriptor, std::string_view content, const std::filesystem::path& file) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor.get(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(file, "cannot be written");
    content.remove_prefix(static_cast<std::size_t>(count));
  }
}

void write_file(const std::filesystem::path& file, std::string_view content) {
  const std::filesystem::path temporary = temporary_beside(file);
  try {
    write_and_flush(temporary, content, file);
    if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file, "cannot be put in place");
  } catch (const RunError&) {
    ::unlink(temporary.c_str());
    throw;
  }
  flush_folder(file);
}

std::string read_file(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) throw ConfigError(file.string() + ": is a folder, not a file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw ConfigError(file.string() + ": cannot be read: " + std::strerror(errno));
  std::ostringstream content;
  content << stream.rdbuf();
  if (stream.bad()) throw ConfigError(file.string() + ": cannot be read to its end");
  return std::move(content).str();
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw RunError("the checksum could not be computed");
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned int index = 0; index < size; ++index) {
    text += kDigits[digest[index] >> 4];
    text += kDigits[digest[index] & 15];
  }
  return text;
}

std::string number_text(double value) {
  std::array<char, 64> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

}  // namespace autoloss
