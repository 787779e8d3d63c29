#include "conformance/elf.hpp"

#include <elf.h>

#include <autoloss/conformance/table.hpp>
#include <cstring>
#include <fstream>
#include <iterator>

namespace autoloss::conformance {
namespace {

class ElfFile {
 public:
  explicit ElfFile(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Breach("cannot be read");
    bytes_.assign(std::istreambuf_iterator<char>(stream), {});
    header_ = at<Elf64_Ehdr>(0);
    if (std::memcmp(header_.e_ident, ELFMAG, SELFMAG) != 0 || header_.e_ident[EI_CLASS] != ELFCLASS64)
      throw Breach("is no 64-bit ELF library");
    for (uint64_t index = 0; index < header_.e_shnum; ++index)
      sections_.push_back(at<Elf64_Shdr>(header_.e_shoff + index * header_.e_shentsize));
  }

  const std::vector<Elf64_Shdr>& sections() const { return sections_; }

  template <class T>
  T at(uint64_t place) const {
    if (place > bytes_.size() || bytes_.size() - place < sizeof(T)) throw Breach("is truncated");
    T item;
    std::memcpy(&item, bytes_.data() + place, sizeof(T));
    return item;
  }
  std::string content(const Elf64_Shdr& section) const {
    if (section.sh_offset > bytes_.size() || bytes_.size() - section.sh_offset < section.sh_size)
      throw Breach("is truncated");
    return bytes_.substr(section.sh_offset, section.sh_size);
  }
  // The text at an offset of the section of texts with this index.
  std::string text(uint64_t section, uint64_t offset) const {
    if (section >= sections_.size()) throw Breach("is truncated");
    const std::string texts = content(sections_[section]);
    return offset < texts.size() ? std::string(texts.c_str() + offset) : "";
  }
  uint64_t section_names() const { return header_.e_shstrndx; }

 private:
  std::string bytes_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Shdr> sections_;
};

bool is_exported(const Elf64_Sym& symbol) {
  const bool local = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL;
  const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return symbol.st_shndx != SHN_UNDEF && !local && (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

}  // namespace

std::vector<std::string> exported_symbols(const std::filesystem::path& library) {
  const ElfFile file(library);
  std::vector<std::string> names;
  for (const Elf64_Shdr& section : file.sections()) {
    if (section.sh_type != SHT_DYNSYM) continue;
    for (uint64_t place = 0; place + sizeof(Elf64_Sym) <= section.sh_size; place += sizeof(Elf64_Sym)) {
      const auto symbol = file.at<Elf64_Sym>(section.sh_offset + place);
      if (is_exported(symbol)) names.push_back(file.text(section.sh_link, symbol.st_name));
    }
  }
  return names;
}

std::optional<std::string> section_text(const std::filesystem::path& library, const std::string& name) {
  const ElfFile file(library);
  for (const Elf64_Shdr& section : file.sections())
    if (file.text(file.section_names(), section.sh_name) == name) return file.content(section);
  return std::nullopt;
}

}  // namespace autoloss::conformance
