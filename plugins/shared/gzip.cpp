#include "plugins/shared/gzip.hpp"

#include <zlib.h>

#include <autoloss/cpp/error.hpp>
#include <cerrno>
#include <memory>

namespace autoloss::shared {
namespace {

struct Close {
  void operator()(gzFile file) const { gzclose_r(file); }
};
using File = std::unique_ptr<gzFile_s, Close>;

File open(const std::string& path) {
  File file(gzopen(path.c_str(), "rb"));
  if (file == nullptr && errno == ENOMEM) throw std::bad_alloc();
  if (file == nullptr) throw sdk::Error(AUTOLOSS_NOT_FOUND, path + ": no such file, or it may not be read");
  return file;
}

[[noreturn]] void fail(gzFile file, const std::string& path, std::size_t position) {
  int code = Z_OK;
  const char* message = gzerror(file, &code);
  if (code == Z_ERRNO) throw sdk::Error(AUTOLOSS_IO_ERROR, path + ": reading failed");
  const std::string what = code == Z_BUF_ERROR ? "the gzip file ends too early" : "the gzip file is damaged";
  throw sdk::Error(AUTOLOSS_BAD_DATA, path + ": " + what + " (after " + std::to_string(position) +
                                          " bytes of contents: " + message + "); fetch it again");
}

}  // namespace

std::vector<uint8_t> read_gzip(const std::string& path, std::size_t most) {
  constexpr std::size_t kChunk = std::size_t{1} << 20;
  const File file = open(path);
  std::vector<uint8_t> contents;
  while (true) {
    const std::size_t before = contents.size();
    contents.resize(before + kChunk);
    const int read = gzread(file.get(), contents.data() + before, static_cast<unsigned>(kChunk));
    contents.resize(before + static_cast<std::size_t>(read > 0 ? read : 0));
    int status = Z_OK;
    gzerror(file.get(), &status);
    // A file cut short is no failure of gzread(), which hands out what there is.
    if (read < 0 || status != Z_OK) fail(file.get(), path, contents.size());
    if (contents.size() > most)
      throw sdk::Error(AUTOLOSS_BAD_DATA, path + ": more than " + std::to_string(most) + " bytes of contents");
    if (read == 0) return contents;
  }
}

}  // namespace autoloss::shared
