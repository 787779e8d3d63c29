// Files in parts, each with a checksum: a first line that names the format, a line "NAME SIZE SHA256" for each part,
// then the parts. Controllers and checkpoints are such files.
#pragma once

#include <string>
#include <vector>

namespace autoloss {

struct Part {
  std::string name;
  std::string content;
};

std::string join_parts(const std::string& first_line, const std::vector<Part>& parts);

// The contents of the parts of these names, which the file must have, and no others.
//   file  its name, for errors. what: "a controller file". instead: what to do about one of another format.
// Throws ConfigError that says where and how it is damaged: another format, truncated, altered.
std::vector<std::string> split_parts(const std::string& bytes, const std::string& first_line,
                                     const std::vector<std::string>& names, const std::string& file,
                                     const std::string& what, const std::string& instead);

}  // namespace autoloss
