#include "core/plugin/library_peek.hpp"

#include <autoloss/plugin.h>
#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string_view>

namespace autoloss {
namespace {

#if defined(__x86_64__)
constexpr uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t kMachine = EM_AARCH64;
#else
constexpr uint16_t kMachine = EM_NONE;  // not checked: the dynamic linker knows better
#endif
constexpr unsigned char kByteOrder = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
constexpr std::string_view kEntryPrefix = "autoloss_plugin_v";

// A file that is read at places that the file itself names, none of which is trusted.
class ElfFile {
 public:
  explicit ElfFile(const std::filesystem::path& file) : stream_(file, std::ios::binary) {
    std::error_code error;
    size_ = std::filesystem::file_size(file, error);
    if (!stream_ || error) throw Unusable("cannot be read");
  }

  uint64_t size() const { return size_; }

  void read(uint64_t offset, void* buffer, uint64_t count) {
    need(offset, count);
    stream_.seekg(static_cast<std::streamoff>(offset));
    if (!stream_.read(static_cast<char*>(buffer), static_cast<std::streamsize>(count)))
      throw Unusable("cannot be read");
  }
  template <class T>
  T value(uint64_t offset) {
    T item{};
    read(offset, &item, sizeof(T));
    return item;
  }
  template <class T>
  std::vector<T> values(uint64_t offset, uint64_t count) {
    if (count > size_ / sizeof(T)) truncated();
    need(offset, count * sizeof(T));
    std::vector<T> items(count);
    if (count > 0) read(offset, items.data(), count * sizeof(T));
    return items;
  }
  void need(uint64_t offset, uint64_t count) const {
    if (offset > size_ || count > size_ - offset) truncated();
  }

 private:
  [[noreturn]] void truncated() const {
    throw Unusable("is truncated or damaged: its parts do not fit in its " + std::to_string(size_) + " bytes");
  }
  std::ifstream stream_;
  uint64_t size_ = 0;
};

// The string that begins at a place of a string table, or "" if it does not end inside.
std::string_view string_at(const std::vector<char>& table, uint64_t place) {
  if (place >= table.size()) return {};
  const auto begin = table.begin() + static_cast<std::ptrdiff_t>(place);
  const auto end = std::find(begin, table.end(), '\0');
  return end == table.end() ? std::string_view{} : std::string_view(&*begin, static_cast<std::size_t>(end - begin));
}

// N of "autoloss_plugin_vN".
std::optional<uint32_t> major_of(std::string_view symbol) {
  constexpr std::size_t kMostDigits = 6;
  if (!symbol.starts_with(kEntryPrefix)) return std::nullopt;
  symbol.remove_prefix(kEntryPrefix.size());
  if (symbol.empty() || symbol.size() > kMostDigits) return std::nullopt;
  uint32_t major = 0;
  for (const char digit : symbol) {
    if (digit < '0' || digit > '9') return std::nullopt;
    major = major * 10 + static_cast<uint32_t>(digit - '0');
  }
  return major;
}

// The text of a section, up to its first zero byte.
std::string text_of(ElfFile& file, const Elf64_Shdr& section) {
  const std::vector<char> bytes = file.values<char>(section.sh_offset, section.sh_size);
  return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0')};
}

// The table of the sections' names; empty where there is none.
std::vector<char> section_names(ElfFile& file, const Elf64_Ehdr& header, const std::vector<Elf64_Shdr>& sections) {
  if (header.e_shstrndx >= sections.size()) return {};
  const Elf64_Shdr& names = sections[header.e_shstrndx];
  return file.values<char>(names.sh_offset, names.sh_size);
}

void check_header(const Elf64_Ehdr& header) {
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != kByteOrder ||
      (kMachine != EM_NONE && header.e_machine != kMachine))
    throw Unusable("is built for another kind of machine");
  if ((header.e_phnum > 0 && header.e_phentsize != sizeof(Elf64_Phdr)) ||
      (header.e_shnum > 0 && header.e_shentsize != sizeof(Elf64_Shdr)))
    throw Unusable("is damaged: its headers have an unknown size");
}

}  // namespace

LibraryPeek peek_library(const std::filesystem::path& file) {
  ElfFile elf(file);
  if (elf.size() == 0) throw Unusable("is empty");
  LibraryPeek peek;
  char magic[SELFMAG] = {};
  elf.read(0, magic, std::min<uint64_t>(SELFMAG, elf.size()));
  if (std::memcmp(magic, ELFMAG, SELFMAG) != 0) return peek;

  const auto header = elf.value<Elf64_Ehdr>(0);
  check_header(header);
  const std::vector<Elf64_Phdr> segments = elf.values<Elf64_Phdr>(header.e_phoff, header.e_phnum);
  for (const Elf64_Phdr& segment : segments)
    if (segment.p_type == PT_LOAD) elf.need(segment.p_offset, segment.p_filesz);
  const std::vector<Elf64_Shdr> sections = elf.values<Elf64_Shdr>(header.e_shoff, header.e_shnum);
  if (header.e_type != ET_DYN) return peek;

  peek.is_library = true;
  const std::vector<char> names_of_sections = section_names(elf, header, sections);
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type == SHT_PROGBITS && string_at(names_of_sections, section.sh_name) == AUTOLOSS_COMPONENTS)
      peek.components = text_of(elf, section);
    if (section.sh_type != SHT_DYNSYM || section.sh_link >= sections.size()) continue;
    const Elf64_Shdr& names = sections[section.sh_link];
    const std::vector<char> table = elf.values<char>(names.sh_offset, names.sh_size);
    for (const Elf64_Sym& symbol : elf.values<Elf64_Sym>(section.sh_offset, section.sh_size / sizeof(Elf64_Sym))) {
      if (symbol.st_shndx == SHN_UNDEF || ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) continue;
      const std::string_view name = string_at(table, symbol.st_name);
      if (const auto major = major_of(name)) peek.majors.push_back(*major);
    }
  }
  std::sort(peek.majors.begin(), peek.majors.end());
  return peek;
}

}  // namespace autoloss
