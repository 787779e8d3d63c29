#include "core/record/provenance.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/file.hpp"

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

Json plugins_used(const Registry& registry, const Experiment& experiment) {
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
  return plugins;
}

void add_controllers(const Experiment& experiment, Json& facts) {
  for (const Method& method : experiment.methods)
    if (!method.controller_file.empty())
      facts["controller file " + method.controller_file] = sha256(read_file(method.controller_file));
  if (!experiment.sweep) return;
  for (const Point& point : experiment.sweep->points) add_controllers(*point.experiment, facts);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The first line in which two experiment files differ.
std::string experiment_difference(const std::string& before, const std::string& now) {
  const std::vector<std::string> was = lines_of(before), is = lines_of(now);
  std::size_t index = 0;
  while (index < was.size() && index < is.size() && was[index] == is[index]) ++index;
  const auto line = [&](const std::vector<std::string>& lines) {
    return index < lines.size() ? "'" + lines[index] + "'" : "the end of the file";
  };
  return "\n  experiment.toml:" + std::to_string(index + 1) + ": was " + line(was) + ", is " + line(is);
}

std::string text_of(const Json& fact) {
  return fact.is_string() ? fact.get<std::string>() : fact.dump();
}

}  // namespace

std::string provenance_json(const Registry& registry, const Experiment& experiment, const std::string& command_line) {
  return Json{{"command", command_line},
              {"version", AUTOLOSS_VERSION},
              {"compiler", __VERSION__},
              {"seed", experiment.seed},
              {"processor", processor("model name")},
              {"vector_instructions", vector_instructions()},
              {"plugins", plugins_used(registry, experiment)}}
             .dump(1) +
         "\n";
}

std::string run_facts(const Registry& registry, const Experiment& experiment, bool train_only) {
  Json facts{{"experiment", experiment.source},
             {"train only", train_only},
             {"version of autoloss", AUTOLOSS_VERSION},
             {"compiler of autoloss", __VERSION__},
             {"vector instructions of the processor", vector_instructions()}};
  for (const Json& plugin : plugins_used(registry, experiment)) {
    const std::string name = "plugin " + plugin.at("name").get<std::string>();
    facts[name + ": version"] = plugin.at("version");
    facts[name + ": sha256"] = plugin.at("sha256");
  }
  add_controllers(experiment, facts);
  return facts.dump(1);
}

bool is_train_only(const std::string& facts) {
  return Json::parse(facts).value("train only", false);
}

std::string facts_that_differ(const std::string& before, const std::string& now) {
  const Json was = Json::parse(before), is = Json::parse(now);
  std::string text;
  for (const auto& [name, fact] : was.items()) {
    const Json other = is.value(name, Json("not there"));
    if (fact == other) continue;
    text += name == "experiment" ? experiment_difference(text_of(fact), text_of(other))
                                 : "\n  " + name + ": was " + text_of(fact) + ", is " + text_of(other);
  }
  for (const auto& [name, fact] : is.items())
    if (!was.contains(name)) text += "\n  " + name + ": was not there, is " + text_of(fact);
  return text;
}

}  // namespace autoloss
