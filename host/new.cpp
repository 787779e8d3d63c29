#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/nearest.hpp"
#include "core/plugin/registry.hpp"
#include "host/command.hpp"
#include "host/project.hpp"

namespace autoloss::host {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

// An example that projects are made from.
struct Template {
  const char* kind;
  const char* language;
  const char* example;
};
constexpr Template kTemplates[] = {
    {"task", "c++", "ridge"}, {"task", "c", "two_blocks"}, {"controller", "c++", "bandit"}};

void add_new_options(po::options_description& options) {
  options.add_options()("language", po::value<std::string>()->default_value("c++")->value_name("LANGUAGE"),
                        "of the source: c++ or, for a task, c");
}

const Template& template_for(const std::string& kind, const std::string& language) {
  std::vector<std::string> kinds, languages;
  for (const Template& known : kTemplates) {
    if (kind == known.kind && language == known.language) return known;
    if (std::find(kinds.begin(), kinds.end(), known.kind) == kinds.end()) kinds.emplace_back(known.kind);
    if (kind == known.kind) languages.emplace_back(known.language);
  }
  if (languages.empty()) throw ConfigError("there is no '" + kind + "' to write\n  kinds: " + listed(kinds));
  throw ConfigError("--language: there is no " + kind + " in '" + language + "'\n  languages: " + listed(languages));
}

// A component of that name that is there already could not be told from the new one.
void check_that_id_is_free(const Registry& registry, const std::string& kind, const std::string& id) {
  const std::vector<std::string> ids = kind == "task" ? registry.task_ids() : registry.controller_ids();
  if (std::find(ids.begin(), ids.end(), id) != ids.end())
    throw ConfigError("there is a " + kind + " '" + id + "' already\n  choose another name; see: autoloss plugins");
}

// What a shell has to be told for CMake to find the SDK; "" where CMake looks by itself.
std::string prefix_option() {
  const fs::path prefix = examples_directory().parent_path().parent_path().parent_path();
  return prefix == "/usr" || prefix == "/usr/local" ? "" : " -DCMAKE_PREFIX_PATH=\"" + prefix.string() + "\"";
}

void show(const std::string& name, const std::vector<ProjectFile>& files, bool json) {
  if (json) {
    nlohmann::ordered_json names = nlohmann::ordered_json::array();
    for (const ProjectFile& file : files) names.push_back(file.name);
    std::cout << nlohmann::ordered_json{{"directory", name}, {"files", names}}.dump(2) << "\n";
    return;
  }
  for (const ProjectFile& file : files) std::cout << name << "/" << file.name << "\n";
  std::cout << "\nbuild it, check it, run it:\n"
            << "  cmake -S " << name << " -B " << name << "/build" << prefix_option() << "\n"
            << "  cmake --build " << name << "/build\n"
            << "  ctest --test-dir " << name << "/build\n"
            << "  autoloss run " << name << "/" << name << ".toml --plugin-path " << name << "/build\n";
}

ExitCode new_project(const Arguments& arguments) {
  const std::string& kind = arguments.positional()[0];
  const std::string& name = arguments.positional()[1];
  const std::string language = arguments.text("language");
  const Template& chosen = template_for(kind, language);
  check_project_name(name);
  check_that_id_is_free(Registry(arguments.plugin_path()), kind, name);
  const std::vector<ProjectFile> files = project_files(examples_directory() / chosen.example, name);
  write_project(name, files);
  show(name, files, arguments.json());
  return ExitCode::kDone;
}

}  // namespace

Command new_command() {
  Command command;
  command.name = "new";
  command.summary = "write a project for a task or a controller of your own";
  command.arguments = "task|controller NAME";
  command.description =
      "Writes the folder NAME: source, CMake project, experiment file and a test that runs the conformance checks. It\n"
      "builds and runs without an edit; then make it yours. Nothing is overwritten.";
  command.least_arguments = command.most_arguments = 2;
  command.add_options = add_new_options;
  command.examples = {
      {"autoloss new task my_task", "a task in C++, in the folder my_task"},
      {"autoloss new task my_task --language c", "in plain C"},
      {"autoloss new controller my_controller", "a controller that learns, in C++"},
  };
  command.run = new_project;
  return command;
}

}  // namespace autoloss::host
