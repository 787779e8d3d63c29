#include "core/plugin/loader.hpp"

#include <algorithm>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include "core/errors.hpp"
#include "core/plugin/contract.hpp"
#include "core/plugin/kept_signals.hpp"
#include "core/plugin/trust.hpp"

namespace autoloss {
namespace {

// Why the dynamic linker refused, without what Boost puts around it.
std::string linker_reason(const std::string& message, const std::filesystem::path& file) {
  constexpr std::string_view kBefore = "dlerror system message: ", kUndefined = "undefined symbol: ";
  std::string reason = message;
  if (const auto begin = message.find(kBefore); begin != std::string::npos) {
    const auto end = message.rfind("):");
    const auto start = begin + kBefore.size();
    reason = message.substr(start, end != std::string::npos && end > start ? end - start : std::string::npos);
  }
  if (reason.starts_with(file.string() + ": ")) reason.erase(0, file.string().size() + 2);
  if (const auto found = reason.find(kUndefined); found != std::string::npos)
    return "needs the symbol '" + reason.substr(found + kUndefined.size()) +
           "', which no library provides: it was linked without one that it uses, or built for another version of it";
  return "cannot be loaded: " + reason;
}

// Opens for the rest of the process: descriptors and code of a plugin are pointed to from everywhere.
boost::dll::shared_library& open_for_good(const std::filesystem::path& file) {
  static std::mutex mutex;
  static auto& opened = *new std::vector<std::unique_ptr<boost::dll::shared_library>>;
  const std::lock_guard lock(mutex);
  try {
    namespace load_mode = boost::dll::load_mode;
    const KeptSignalHandlers kept;
    auto library = std::make_unique<boost::dll::shared_library>(file, load_mode::rtld_now | load_mode::rtld_local);
    return *opened.emplace_back(std::move(library));
  } catch (const std::exception& failure) {
    throw Unusable(linker_reason(failure.what(), file));
  }
}

void need_our_major(const LibraryPeek& peek) {
  if (!peek.is_library) throw Unusable("is no plugin: it is not a shared library");
  if (peek.majors.empty()) throw Unusable("is no plugin: it does not export " AUTOLOSS_ENTRY_POINT);
  if (std::find(peek.majors.begin(), peek.majors.end(), AUTOLOSS_ABI_MAJOR) != peek.majors.end()) return;
  std::string found;
  for (const uint32_t major : peek.majors)
    found += (found.empty() ? "" : ", ") + ("autoloss_plugin_v" + std::to_string(major));
  throw Unusable("is made for another major version of the plugin contract: it exports " + found +
                 " where this program needs " AUTOLOSS_ENTRY_POINT "; get a build of it for version " +
                 std::to_string(AUTOLOSS_ABI_MAJOR));
}

std::vector<std::string> sorted_names(const std::vector<AnnouncedComponent>& components) {
  std::vector<std::string> names;
  for (const AnnouncedComponent& component : components)
    names.push_back((component.is_task ? "task " : "controller ") + component.id);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::vector<AnnouncedComponent> announced_components(const std::string& text) {
  std::vector<AnnouncedComponent> components;
  std::istringstream lines(text);
  std::string kind, id;
  while (lines >> kind >> id) {
    if (kind != "task" && kind != "controller")
      throw Unusable("announces a component of the unknown kind '" + kind + "' in " AUTOLOSS_COMPONENTS);
    components.push_back({kind == "task", id});
  }
  return components;
}

std::vector<AnnouncedComponent> components_of(const autoloss_plugin& plugin) {
  std::vector<AnnouncedComponent> components;
  for (uint32_t index = 0; index < plugin.task_count; ++index) components.push_back({true, plugin.tasks[index]->id});
  for (uint32_t index = 0; index < plugin.controller_count; ++index)
    components.push_back({false, plugin.controllers[index]->id});
  return components;
}

std::unique_ptr<LoadedPlugin> open_plugin(const std::filesystem::path& file, const LibraryPeek& peek,
                                          bool allow_writable) {
  need_our_major(peek);
  if (!allow_writable) check_trust(file);
  boost::dll::shared_library& library = open_for_good(file);
  auto& entry = library.get<const autoloss_plugin*()>(AUTOLOSS_ENTRY_POINT);
  const autoloss_plugin* table = entry();
  if (table == nullptr) throw Unusable("has no table: " AUTOLOSS_ENTRY_POINT "() returned NULL");
  check_contract(*table);
  if (peek.components && sorted_names(announced_components(*peek.components)) != sorted_names(components_of(*table)))
    throw Unusable("announces other components in " AUTOLOSS_COMPONENTS " than its table holds");
  return std::make_unique<LoadedPlugin>(LoadedPlugin{file, table});
}

std::unique_ptr<LoadedPlugin> load_plugin(const std::filesystem::path& file, bool allow_writable) {
  try {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) throw Unusable("no such file");
    const std::filesystem::path absolute = std::filesystem::canonical(file);
    return open_plugin(absolute, peek_library(absolute), allow_writable);
  } catch (const Unusable& reason) {
    throw PluginError(file.string() + ": " + reason.what());
  }
}

}  // namespace autoloss
