#include "core/plugin/registry.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "core/errors.hpp"
#include "core/nearest.hpp"
#include "core/plugin/loader.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

// Files *.so of a folder, sorted; none if it does not exist or cannot be read.
std::vector<fs::path> library_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error))
    if (entry->path().extension() == ".so") files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string kind_name(bool is_task) {
  return is_task ? "task" : "controller";
}

std::vector<std::string> keys_of(const std::map<std::string, std::size_t>& index) {
  std::vector<std::string> names;
  for (const auto& [id, place] : index) names.push_back(id);
  return names;
}

std::string folder_with_count(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return folder.string() + " (does not exist)";
  const std::size_t count = fs::is_directory(folder, error) ? library_files(folder).size() : 1;
  return folder.string() + (count == 1 ? " (1 library)" : " (" + std::to_string(count) + " libraries)");
}

template <class Type>
Component<Type> component_in(const LoadedPlugin& plugin, const Type* const* types, uint32_t count,
                             const std::string& id) {
  for (uint32_t index = 0; index < count; ++index)
    if (types[index]->id == id) return {types[index], &plugin};
  throw PluginError(plugin.file.string() + ": its table has changed since it was loaded");
}

template <class Type>
void sort_by_id(std::vector<Component<Type>>& components) {
  std::sort(components.begin(), components.end(), [](const auto& left, const auto& right) {
    return std::string_view(left.type->id) < std::string_view(right.type->id);
  });
}

std::vector<fs::path> split_path(const char* text) {
  std::vector<fs::path> parts;
  std::istringstream stream(text != nullptr ? text : "");
  for (std::string part; std::getline(stream, part, ':');)
    if (!part.empty()) parts.emplace_back(part);
  return parts;
}

}  // namespace

Registry::Registry(const PluginPath& path) : allow_writable_(path.allow_writable) {
  for (const fs::path& place : path.asked) {
    directories_.push_back(place);
    std::error_code error;
    if (fs::is_regular_file(place, error)) {
      add(place);
    } else {
      add_folder(place, nullptr);
    }
  }
  std::set<std::string> names_seen;
  for (const fs::path& folder : path.standard) {
    directories_.push_back(folder);
    add_folder(folder, &names_seen);
  }
}

void Registry::add_folder(const fs::path& folder, std::set<std::string>* names_seen) {
  std::set<std::string> names;
  for (const fs::path& file : library_files(folder)) {
    const std::string name = file.filename().string();
    if (names_seen != nullptr && names_seen->contains(name)) {
      spdlog::debug("{}: hidden by a plugin of that name in an earlier folder", file.string());
      continue;
    }
    names.insert(name);
    add(file);
  }
  if (names_seen != nullptr) names_seen->merge(names);
}

void Registry::add(const fs::path& named) {
  std::error_code error;
  const fs::path file = fs::canonical(named, error);
  if (error || !files_seen_.insert(file).second) return;
  try {
    LibraryPeek peek = peek_library(file);
    if (!peek.is_library || peek.majors.empty()) {
      spdlog::debug("{}: skipped, it is no plugin", file.string());
      return;
    }
    const bool ours = std::find(peek.majors.begin(), peek.majors.end(), AUTOLOSS_ABI_MAJOR) != peek.majors.end();
    const bool lazy = ours && peek.components.has_value();
    libraries_.push_back({file, std::move(peek), nullptr, ""});
    const std::size_t library = libraries_.size() - 1;
    index(library,
          lazy ? announced_components(*libraries_.back().peek.components) : components_of(*load(library).table));
  } catch (const Unusable& reason) {
    const bool known =
        std::any_of(broken_.begin(), broken_.end(), [&](const auto& entry) { return entry.file == file; });
    if (!known) broken_.push_back({file, reason.what()});
  }
}

void Registry::index(std::size_t library, const std::vector<AnnouncedComponent>& components) {
  for (const AnnouncedComponent& component : components) {
    const auto [place, is_new] = (component.is_task ? tasks_ : controllers_).emplace(component.id, library);
    if (is_new) continue;
    throw PluginError("two plugins hold the " + kind_name(component.is_task) + " '" + component.id + "'\n  " +
                      libraries_[place->second].file.string() + "\n  " + libraries_[library].file.string() +
                      "\n  remove one of them, or leave its folder out of the plugin path");
  }
}

const LoadedPlugin& Registry::load(std::size_t place) const {
  const std::lock_guard lock(mutex_);
  Library& library = libraries_[place];
  if (library.plugin) return *library.plugin;
  if (!library.failure.empty()) throw Unusable(library.failure);
  try {
    library.plugin = open_plugin(library.file, library.peek, allow_writable_);
  } catch (const Unusable& reason) {
    library.failure = reason.what();
    broken_.push_back({library.file, library.failure});
    throw;
  }
  spdlog::debug("{}: loaded", library.file.string());
  return *library.plugin;
}

void Registry::load_all() const {
  for (std::size_t library = 0; library < libraries_.size(); ++library) {
    try {
      load(library);
    } catch (const Unusable&) {  // remembered in broken_
    }
  }
}

const LoadedPlugin& Registry::holder(const std::string& id, bool is_task) const {
  const Index& index = is_task ? tasks_ : controllers_;
  const auto found = index.find(id);
  if (found == index.end()) {
    const bool is_other = (is_task ? controllers_ : tasks_).contains(id);
    throw PluginError("there is no " + kind_name(is_task) + " '" + id + "'" +
                      (is_other ? "; '" + id + "' is a " + kind_name(!is_task) : "") +
                      surroundings(id, kind_name(is_task), keys_of(index)));
  }
  try {
    return load(found->second);
  } catch (const Unusable& reason) {
    throw PluginError(kind_name(is_task) + " '" + id + "' cannot be used\n  " +
                      libraries_[found->second].file.string() + ": " + reason.what());
  }
}

std::string Registry::surroundings(const std::string& id, const std::string& kind,
                                   const std::vector<std::string>& known) const {
  std::string text;
  if (const auto near = nearest(id, known)) text += "\n  did you mean '" + *near + "'?";
  text += "\n  " + kind + "s found: " + listed(known);
  for (const BrokenPlugin& plugin : broken()) text += "\n  broken: " + plugin.file.string() + ": " + plugin.reason;
  for (const fs::path& folder : directories_) text += "\n  looked in " + folder_with_count(folder);
  return text;
}

void Registry::unknown_component(const std::string& id) const {
  std::vector<std::string> known = task_ids();
  for (const std::string& controller : controller_ids()) known.push_back(controller);
  throw PluginError("there is no task or controller '" + id + "'" + surroundings(id, "component", known));
}

std::vector<std::string> Registry::task_ids() const {
  return keys_of(tasks_);
}
std::vector<std::string> Registry::controller_ids() const {
  return keys_of(controllers_);
}

std::vector<fs::path> Registry::files_of(const std::string& id) const {
  std::set<fs::path> files;
  for (const Index* index : {&tasks_, &controllers_})
    if (const auto found = index->find(id); found != index->end()) files.insert(libraries_[found->second].file);
  return {files.begin(), files.end()};
}

Component<autoloss_task_type> Registry::task(const std::string& id) const {
  const LoadedPlugin& plugin = holder(id, true);
  auto component = component_in(plugin, plugin.table->tasks, plugin.table->task_count, id);
  component.maker = maker_.get();
  return component;
}

Component<autoloss_controller_type> Registry::controller(const std::string& id) const {
  const LoadedPlugin& plugin = holder(id, false);
  auto component = component_in(plugin, plugin.table->controllers, plugin.table->controller_count, id);
  component.maker = maker_.get();
  return component;
}

std::vector<Component<autoloss_task_type>> Registry::tasks() const {
  load_all();
  std::vector<Component<autoloss_task_type>> all;
  for (const LoadedPlugin* plugin : plugins())
    for (uint32_t index = 0; index < plugin->table->task_count; ++index)
      all.push_back({plugin->table->tasks[index], plugin});
  sort_by_id(all);
  return all;
}

std::vector<Component<autoloss_controller_type>> Registry::controllers() const {
  load_all();
  std::vector<Component<autoloss_controller_type>> all;
  for (const LoadedPlugin* plugin : plugins())
    for (uint32_t index = 0; index < plugin->table->controller_count; ++index)
      all.push_back({plugin->table->controllers[index], plugin});
  sort_by_id(all);
  return all;
}

std::vector<const LoadedPlugin*> Registry::plugins() const {
  const std::lock_guard lock(mutex_);
  std::vector<const LoadedPlugin*> loaded;
  for (const Library& library : libraries_)
    if (library.plugin) loaded.push_back(library.plugin.get());
  return loaded;
}

std::vector<BrokenPlugin> Registry::broken() const {
  const std::lock_guard lock(mutex_);
  return broken_;
}

PluginPath plugin_directories(const std::vector<fs::path>& asked) {
  PluginPath path;
  for (const fs::path& place : asked)
    for (const fs::path& part : split_path(place.c_str())) path.asked.push_back(part);
  for (const fs::path& part : split_path(std::getenv("AUTOLOSS_PLUGIN_PATH"))) path.asked.push_back(part);

  const fs::path below = fs::path("lib") / "autoloss" / "plugins";
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  std::vector<fs::path> standard;
  if (!error) standard.push_back(executable.parent_path().parent_path() / below);
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    standard.push_back(fs::path(home) / ".local" / below);
  standard.push_back(fs::path("/usr/local") / below);
  standard.push_back(fs::path("/usr") / below);
  for (const fs::path& folder : standard)
    if (std::find(path.standard.begin(), path.standard.end(), folder) == path.standard.end())
      path.standard.push_back(folder);
  return path;
}

}  // namespace autoloss
