// What a check is made of: a library that is loaded when it is first asked for.
#pragma once

#include <autoloss/conformance/conformance.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "conformance/breach.hpp"
#include "conformance/controller_life.hpp"
#include "conformance/subject.hpp"
#include "conformance/task_life.hpp"

namespace autoloss::conformance {

class Examinee {
 public:
  // component: "task ridge"; "" for the library.
  Examinee(std::filesystem::path file, std::string component, const Options& options);
  Examinee(const Examinee&) = delete;
  Examinee& operator=(const Examinee&) = delete;

  const std::filesystem::path& file() const { return file_; }
  uint64_t seed() const { return options_.seed; }

  // Each loads the library, once; it stays. Throws Breach.
  using EntryPoint = const autoloss_plugin* (*)();
  EntryPoint entry();
  const autoloss_plugin& table();                        // unchecked
  std::vector<std::unique_ptr<Subject>> all_subjects();  // of a table that keeps the contract
  const Subject& subject();

  // With the defaults and the user's settings.
  Circumstances circumstances(uint64_t seed);
  Circumstances circumstances() { return circumstances(seed()); }

  // An instance, begun. Throws NotApplicable where none can be made, which is for the check "creates" to report, and
  // Breach where one can be made in usual circumstances but not in these.
  std::unique_ptr<Life> life(const Circumstances& circumstances);
  std::unique_ptr<Life> life(uint64_t seed) { return life(circumstances(seed)); }
  std::unique_ptr<Life> life() { return life(circumstances()); }
  std::unique_ptr<TaskLife> task() { return cast<TaskLife>(life()); }
  std::unique_ptr<ControllerLife> controller() { return cast<ControllerLife>(life()); }

  // Throws std::invalid_argument for settings that are of the wrong type or that no component has.
  void check_settings();

 private:
  template <class LifeType>
  static std::unique_ptr<LifeType> cast(std::unique_ptr<Life> life) {
    return std::unique_ptr<LifeType>(static_cast<LifeType*>(life.release()));
  }
  bool apply(const std::string& setting, const Subject& subject, Configuration& configuration) const;

  std::filesystem::path file_;
  std::string component_;
  Options options_;
  EntryPoint entry_ = nullptr;
  std::unique_ptr<Subject> subject_;
};

}  // namespace autoloss::conformance
