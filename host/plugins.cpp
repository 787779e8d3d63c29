#include <iostream>
#include <nlohmann/json.hpp>

#include "core/plugin/registry.hpp"
#include "host/command.hpp"
#include "host/text_table.hpp"

namespace autoloss::host {
namespace {

using Json = nlohmann::ordered_json;

template <class Type>
Json components_json(const std::vector<Component<Type>>& components) {
  Json list = Json::array();
  for (const Component<Type>& component : components)
    list.push_back({{"id", component.type->id},
                    {"version", component.type->version},
                    {"description", component.type->description},
                    {"file", component.plugin->file.string()}});
  return list;
}

void show_json(const Registry& registry) {
  Json broken = Json::array(), folders = Json::array();
  const Json tasks = components_json(registry.tasks()), controllers = components_json(registry.controllers());
  for (const BrokenPlugin& plugin : registry.broken())
    broken.push_back({{"file", plugin.file.string()}, {"reason", plugin.reason}});
  for (const auto& folder : registry.directories()) folders.push_back(folder.string());
  std::cout << Json{{"tasks", tasks}, {"controllers", controllers}, {"broken", broken}, {"searched", folders}}.dump(2)
            << "\n";
}

template <class Type>
void add_rows(TextTable& table, const char* kind, const std::vector<Component<Type>>& components) {
  for (const Component<Type>& component : components)
    table.row({kind, component.type->id, component.type->version, component.plugin->file.string(),
               component.type->description});
}

void show_text(const Registry& registry) {
  TextTable table({"KIND", "ID", "VERSION", "FILE", "WHAT"});
  add_rows(table, "task", registry.tasks());
  add_rows(table, "controller", registry.controllers());
  std::cout << table.text();
  for (const BrokenPlugin& plugin : registry.broken())
    std::cout << "broken: " << plugin.file.string() << ": " << plugin.reason << "\n";
  std::cout << "\nsearched:\n";
  for (const auto& folder : registry.directories()) std::cout << "  " << folder.string() << "\n";
}

ExitCode plugins(const Arguments& arguments) {
  const Registry registry(arguments.plugin_path());
  if (arguments.json()) {
    show_json(registry);
  } else {
    show_text(registry);
  }
  return ExitCode::kDone;
}

}  // namespace

Command plugins_command() {
  Command command;
  command.name = "plugins";
  command.summary = "list the tasks and controllers that are found, and where";
  command.description =
      "Looks for plugins in --plugin-path and $AUTOLOSS_PLUGIN_PATH, beside the executable, in ~/.local/lib/autoloss/\n"
      "plugins, /usr/local/lib/autoloss/plugins and /usr/lib/autoloss/plugins. A file that is no plugin is skipped; "
      "one\n"
      "that cannot be used is named with the reason.";
  command.examples = {
      {"autoloss plugins", "a table"},
      {"autoloss plugins --plugin-path build/mine --json", "with a folder of your own, as JSON"},
  };
  command.run = plugins;
  return command;
}

}  // namespace autoloss::host
