// Runs that are killed between two checkpoints.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace autoloss::test {

// The number of a run's newest checkpoint; 0: there is none.
int newest_checkpoint(const std::filesystem::path& run);

// Begins `autoloss run EXPERIMENT --out OUT`, with a checkpoint each `steps` task steps, and kills it once it has
// written `count` of them. A run that is done before is left as it is.
void kill_after(int count, int steps, const std::string& experiment, const std::string& out,
                const std::filesystem::path& folder);

// Expects files of two runs to be there and equal to the byte.
void expect_equal_files(const std::filesystem::path& left, const std::filesystem::path& right,
                        const std::vector<std::string>& files);

}  // namespace autoloss::test
