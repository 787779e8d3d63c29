// The components of all plugins, by id.
#pragma once

#include <autoloss/plugin.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/plugin/instance_maker.hpp"
#include "core/plugin/library_peek.hpp"

namespace autoloss {

// One loaded library. Libraries are never unloaded.
struct LoadedPlugin {
  std::filesystem::path file;
  const autoloss_plugin* table = nullptr;
};

// A file that looks like a plugin and is none that can be used.
struct BrokenPlugin {
  std::filesystem::path file;
  std::string reason;
};

// A component as a library announces it (AUTOLOSS_COMPONENTS).
struct AnnouncedComponent {
  bool is_task = false;
  std::string id;
};

template <class Type>
struct Component {
  const Type* type = nullptr;
  const LoadedPlugin* plugin = nullptr;
  const InstanceMaker* maker = nullptr;  // of its instances; nullptr: they live in this process
};

// For messages; "" if it was not loaded from a file.
template <class Type>
const char* file_of(const Component<Type>& component) {
  return component.plugin != nullptr ? component.plugin->file.c_str() : "";
}

// Where plugins are looked for, in order: what the user asked for, then where plugins are put by custom.
struct PluginPath {
  std::vector<std::filesystem::path> asked;     // folders, or plugin files themselves
  std::vector<std::filesystem::path> standard;  // folders; a file hides later ones of its name
  bool allow_writable = false;                  // loads what others may change, too (core/plugin/trust.hpp)
};

// Looks for *.so files in folders, in order, and knows which components they hold. A library is loaded when one of its
// components is first used, or at once if it does not announce them (AUTOLOSS_COMPONENTS). A file that is no shared
// library, or has no autoloss_plugin_v*, is skipped; one that has and cannot be used is remembered with the reason.
// Two components of one kind with one id are a PluginError that names both files. The same file seen twice is no
// duplicate; nor is a file in a standard folder that has the name of one in an earlier standard folder: that one hides
// it, as the plugins of a build tree hide those installed. [thread-safe]
class Registry {
 public:
  // Folders that do not exist are skipped, and named when something is not found.
  // Throws PluginError for duplicate ids.
  explicit Registry(const PluginPath& path);
  explicit Registry(std::vector<std::filesystem::path> asked) : Registry(PluginPath{std::move(asked), {}, false}) {}

  // Instances of every component are made by it. Before any component is asked for.
  void make_instances_by(std::unique_ptr<const InstanceMaker> maker) { maker_ = std::move(maker); }

  // Throws PluginError: unknown id, with the nearest known, all that is there, the broken files and every path tried;
  // the library that holds it cannot be loaded.
  Component<autoloss_task_type> task(const std::string& id) const;
  Component<autoloss_controller_type> controller(const std::string& id) const;

  // What is known without loading anything, sorted.
  std::vector<std::string> task_ids() const;
  std::vector<std::string> controller_ids() const;
  // The files that hold a component of this id, a task or a controller; none if there is no such component. Loads
  // nothing.
  std::vector<std::filesystem::path> files_of(const std::string& id) const;
  // Throws the PluginError for an id that is neither.
  [[noreturn]] void unknown_component(const std::string& id) const;

  // Of every library, sorted by id; loads them all. Those that cannot be loaded are in broken() from then on.
  std::vector<Component<autoloss_task_type>> tasks() const;
  std::vector<Component<autoloss_controller_type>> controllers() const;

  std::vector<const LoadedPlugin*> plugins() const;  // the libraries loaded so far
  std::vector<BrokenPlugin> broken() const;          // as far as is known
  const std::vector<std::filesystem::path>& directories() const { return directories_; }

 private:
  // A file that holds components.
  struct Library {
    std::filesystem::path file;
    LibraryPeek peek;
    std::unique_ptr<LoadedPlugin> plugin;  // once loaded
    std::string failure;                   // why it could not be
  };
  using Index = std::map<std::string, std::size_t>;  // id -> place in libraries_

  void add_folder(const std::filesystem::path& folder, std::set<std::string>* names_seen);
  void add(const std::filesystem::path& named);
  void index(std::size_t library, const std::vector<AnnouncedComponent>& components);
  const LoadedPlugin& load(std::size_t place) const;  // throws Unusable
  void load_all() const;
  const LoadedPlugin& holder(const std::string& id, bool is_task) const;
  // The nearest, all that is there, the broken files and every path tried.
  std::string surroundings(const std::string& id, const std::string& kind, const std::vector<std::string>& known) const;

  bool allow_writable_;
  std::unique_ptr<const InstanceMaker> maker_;
  std::vector<std::filesystem::path> directories_;
  std::set<std::filesystem::path> files_seen_;
  mutable std::mutex mutex_;  // of the members below
  mutable std::vector<Library> libraries_;
  mutable std::vector<BrokenPlugin> broken_;
  Index tasks_;
  Index controllers_;
};

// Where plugins are looked for: `asked` (--plugin-path) and $AUTOLOSS_PLUGIN_PATH (colon-separated); then, by custom,
// beside the executable (../lib/autoloss/plugins), the user's folder (~/.local/lib/autoloss/plugins), the system's.
PluginPath plugin_directories(const std::vector<std::filesystem::path>& asked);

// Loads one file. Throws PluginError with the reason: no plugin, another major version, an unresolved symbol,
// truncated, a table that breaks the contract, others may change it and allow_writable is not set.
std::unique_ptr<LoadedPlugin> load_plugin(const std::filesystem::path& file, bool allow_writable = false);

}  // namespace autoloss
