// A project for a plugin of the user's own: one of the examples that come with the SDK, under another name.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace autoloss::host {

// A file of a project that is to be written.
struct ProjectFile {
  std::string name;
  std::string content;
};

// The folder of the examples, of an installed program and of a build tree. Throws RunError if it is not there.
std::filesystem::path examples_directory();

// The files of an example, renamed: each word `example` is `name`, and RidgeTask becomes OtherTask.
std::vector<ProjectFile> project_files(const std::filesystem::path& example, const std::string& name);

// `text` with each word `from` in place of `to`, in both forms: two_blocks, TwoBlocks.
std::string renamed(const std::string& text, const std::string& from, const std::string& to);

// Throws ConfigError for a name that cannot be that of a component, a CMake target and a class.
void check_project_name(const std::string& name);

// Writes a folder that must not exist: all of its files or none. Throws ConfigError, RunError.
void write_project(const std::filesystem::path& folder, const std::vector<ProjectFile>& files);

}  // namespace autoloss::host
