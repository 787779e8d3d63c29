// Every key of an experiment file, once: what its value has to be, what it means and where it is stored. Reading,
// defaults, messages, the resolved file and docs/experiment-reference.md all come from here.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/config/experiment.hpp"
#include "core/config/parameter.hpp"

namespace autoloss {

// A key of a table that is stored in a Target. Its default is the value of a fresh Target.
template <class Target>
struct Key {
  Parameter parameter;
  // Nothing: the reader takes the value apart itself.
  std::variant<std::monostate, int64_t Target::*, uint64_t Target::*, double Target::*, bool Target::*,
               std::string Target::*, std::vector<std::string> Target::*>
      member;

  bool is_stored() const { return !std::holds_alternative<std::monostate>(member); }
  void store(Target& target, const Value& value) const;
  Value load(const Target& target) const;
};

// A table of an experiment file.
template <class Target>
struct Section {
  std::string heading;      // "[method.NAME.train]"
  std::string description;  // Markdown
  std::string example;      // TOML
  std::vector<Key<Target>> keys;

  std::vector<Parameter> parameters() const {
    std::vector<Parameter> list;
    for (const Key<Target>& key : keys) list.push_back(key.parameter);
    return list;
  }
};

// Tables without a struct of their own.
struct RoleTables {};  // [train] and [guide] of an experiment

// For Experiment, RoleTables, ComponentConfig, EpisodeConfig, FeatureConfig, Method, TrainConfig, RewardConfig,
// TuneConfig, ReplayConfig, CompareConfig, Sweep, Distribution, PluginPin.
template <class Target>
const Section<Target>& section();

// docs/experiment-reference.md.
std::string reference_markdown();

template <class Target>
void Key<Target>::store(Target& target, const Value& value) const {
  std::visit(
      [&](const auto& place) {
        using Member = std::decay_t<decltype(place)>;
        if constexpr (std::is_same_v<Member, uint64_t Target::*>) {
          target.*place = static_cast<uint64_t>(std::get<int64_t>(value));
        } else if constexpr (!std::is_same_v<Member, std::monostate>) {
          target.*place = std::get<std::decay_t<decltype(target.*place)>>(value);
        }
      },
      member);
}

template <class Target>
Value Key<Target>::load(const Target& target) const {
  return std::visit(
      [&](const auto& place) -> Value {
        using Member = std::decay_t<decltype(place)>;
        if constexpr (std::is_same_v<Member, std::monostate>) {
          return parameter.standard;
        } else if constexpr (std::is_same_v<Member, uint64_t Target::*>) {
          return static_cast<int64_t>(target.*place);
        } else {
          return target.*place;
        }
      },
      member);
}

}  // namespace autoloss
