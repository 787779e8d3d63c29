#include <algorithm>
#include <sstream>

#include "conformance/checks.hpp"
#include "conformance/elf.hpp"

namespace autoloss::conformance {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

std::string lines_of(const autoloss_plugin& plugin) {
  std::vector<std::string> lines;
  for (uint32_t index = 0; index < plugin.task_count; ++index)
    lines.push_back(std::string("task ") + plugin.tasks[index]->id);
  for (uint32_t index = 0; index < plugin.controller_count; ++index)
    lines.push_back(std::string("controller ") + plugin.controllers[index]->id);
  std::sort(lines.begin(), lines.end());
  return listed(lines);
}

// The announced lines, sorted; anything but "KIND ID" stays in and makes them differ.
std::string lines_in(const std::string& section) {
  std::istringstream text(std::string(section.c_str()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);)
    if (!line.empty()) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return listed(lines);
}

}  // namespace

void check_exports(Examinee& examinee) {
  constexpr std::size_t kShown = 5;
  std::vector<std::string> names = exported_symbols(examinee.file());
  std::erase(names, AUTOLOSS_ENTRY_POINT);
  const std::size_t count = names.size();
  if (count > kShown) {
    names.resize(kShown);
    names.emplace_back("...");
  }
  require(count == 0, "exports " + std::to_string(count) + " symbols beside " AUTOLOSS_ENTRY_POINT ": " +
                          listed(names) + "; build it with autoloss_add_plugin()");
}

void check_loads(Examinee& examinee) {
  const autoloss_plugin* first = &examinee.table();
  require(first == &examinee.table(), AUTOLOSS_ENTRY_POINT "() gives another table at its second call");
}

void check_descriptors(Examinee& examinee) {
  check_table(examinee.table());
}

void check_announcement(Examinee& examinee) {
  const auto section = section_text(examinee.file(), AUTOLOSS_COMPONENTS);
  if (!section) throw NotApplicable("the file announces nothing: hosts load it to ask");
  require(section->find('\0') != std::string::npos, "the announced text does not end in a zero byte");
  try {
    check_table(examinee.table());
  } catch (const Breach&) {
    throw NotApplicable("the table that it is compared with breaks the contract");
  }
  const std::string announced = lines_in(*section), held = lines_of(examinee.table());
  require(announced == held, "announces '" + announced + "' and holds '" + held + "'");
}

}  // namespace autoloss::conformance
