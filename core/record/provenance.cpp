#include "core/record/provenance.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/record/file.hpp"

namespace autoloss {
namespace {

using Json = nlohmann::ordered_json;

// The line of /proc/cpuinfo with this key, "" where there is none.
std::string processor(const std::string& key) {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with(key) && colon != std::string::npos && colon + 2 <= line.size()) return line.substr(colon + 2);
  }
  return "";
}

// The widest vector instructions that kernels may pick at run time.
std::string vector_instructions() {
  std::istringstream flags(processor("flags"));
  std::set<std::string> known;
  for (std::string flag; flags >> flag;) known.insert(flag);
  for (const char* flag : {"avx512f", "avx2", "sse4_2"})
    if (known.contains(flag)) return flag;
  return "baseline";
}

// The plugins that an experiment, and each of its points, takes tasks and controllers from.
void add_used(const Registry& registry, const Experiment& experiment, std::set<const LoadedPlugin*>& used) {
  used.insert(registry.task(experiment.guide_task.id).plugin);
  used.insert(registry.task(experiment.train_task.id).plugin);
  for (const Method& method : experiment.methods) used.insert(registry.controller(method.controller.id).plugin);
  if (!experiment.sweep) return;
  for (const Point& point : experiment.sweep->points) add_used(registry, *point.experiment, used);
}

}  // namespace

std::string provenance_json(const Registry& registry, const Experiment& experiment, const std::string& command_line) {
  std::set<const LoadedPlugin*> used;
  add_used(registry, experiment, used);
  Json plugins = Json::array();
  for (const LoadedPlugin* plugin : registry.plugins()) {
    if (!used.contains(plugin)) continue;
    plugins.push_back(Json{{"name", plugin->table->name},
                           {"version", plugin->table->version},
                           {"contract", "1." + std::to_string(plugin->table->abi_minor)},
                           {"compiler", plugin->table->compiler},
                           {"libraries", plugin->table->libraries},
                           {"file", plugin->file.string()},
                           {"sha256", sha256(read_file(plugin->file))}});
  }
  return Json{{"command", command_line},
              {"version", AUTOLOSS_VERSION},
              {"compiler", __VERSION__},
              {"seed", experiment.seed},
              {"processor", processor("model name")},
              {"vector_instructions", vector_instructions()},
              {"plugins", plugins}}
             .dump(1) +
         "\n";
}

}  // namespace autoloss
