// Does a plugin keep the contract? The checks that `autoloss conform` runs, for programs and tests of authors.
// docs/plugin-authors.md lists them.
#ifndef AUTOLOSS_CONFORMANCE_CONFORMANCE_HPP
#define AUTOLOSS_CONFORMANCE_CONFORMANCE_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace autoloss::conformance {

class Examinee;

// What a check is about. A check of kComponent is made of every task and of every controller.
enum class Scope { kLibrary, kComponent, kTask, kController };

struct Check {
  const char* name;
  const char* purpose;  // what holds where it passes
  Scope scope;
  void (*run)(Examinee& examinee);  // throws Breach or NotApplicable
};

// In the order in which they are made.
std::span<const Check> checks();

struct Options {
  uint64_t seed = 1;
  int time_limit_s = 60;              // of each check
  std::vector<std::string> only;      // names of checks; empty: all
  std::vector<std::string> settings;  // "KEY=VALUE", "ID.KEY=VALUE": parameters, where the defaults will not do
  std::function<bool()> stopped;      // asked when a signal arrives: true ends the check that is under way
};

// A check of the library (component is empty), or of one of its components.
struct Planned {
  const Check* check = nullptr;
  std::string component;  // "task ridge"
};

struct Plan {
  std::string name, version;  // the plugin's; its file's name and "" where it cannot say
  std::vector<Planned> checks;
};

enum class Verdict { kPassed, kFailed, kNotApplicable };

struct Outcome {
  Planned planned;
  Verdict verdict = Verdict::kPassed;
  std::string reason;  // "" where it passed
};

// Asks the library, in a process of its own, what it holds. One that cannot be asked is left with the checks of
// libraries. Throws std::invalid_argument: a name in `only` that is no check, a setting that no component has or that
// is of the wrong type.
Plan plan(const std::filesystem::path& plugin, const Options& options);

// Makes one check, in a process of its own: whatever the plugin does there, the caller goes on.
Outcome examine(const std::filesystem::path& plugin, const Planned& planned, const Options& options);

}  // namespace autoloss::conformance

#endif
