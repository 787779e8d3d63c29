// Gives a fuzz target the files of a folder, one after the other: what was found once stays found.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);

int main(int count, char** words) {
  int files = 0;
  for (int word = 1; word < count; ++word) {
    for (const auto& entry : std::filesystem::directory_iterator(words[word])) {
      std::ifstream stream(entry.path(), std::ios::binary);
      std::ostringstream bytes;
      bytes << stream.rdbuf();
      const std::string input = bytes.str();
      LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
      ++files;
    }
  }
  std::printf("%d files\n", files);
  return files > 0 ? 0 : 1;
}
