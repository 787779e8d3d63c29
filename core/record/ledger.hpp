// What a study has done so far, by place in its tree of work: what a checkpoint holds and a resumed study finds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/archive.hpp"

namespace autoloss {

// States by place: "prepare/autoloss/0", and below it "prepare/autoloss/0/update/12/3". Each is right by itself: a
// study that begins again and takes up what it finds ends with the numbers of one that was never stopped. [thread-safe]
class Ledger {
 public:
  using Entries = std::map<std::string, std::string>;

  std::optional<std::string> find(const std::string& place) const;
  // Remembers a state and forgets all below its place: it contains them.
  void put(const std::string& place, std::string state);
  // Forgets what is at a place and below it.
  void forget(const std::string& place);
  Entries entries() const;
  void restore(Entries entries);

  // Steps between two checkpoints; 0: steps do not matter. write: makes one, on the thread that asks; may throw.
  void checkpoint_every(uint64_t steps, std::function<void()> write);
  uint64_t step_interval() const { return step_interval_; }
  // Counts steps taken; whether a checkpoint is due by them, which one of the threads is told once.
  bool count_steps(uint64_t steps);
  void write_checkpoint() const { write_(); }

 private:
  void erase_below(const std::string& place);

  mutable std::mutex mutex_;
  Entries entries_;
  uint64_t step_interval_ = 0;
  uint64_t steps_ = 0;  // since the last checkpoint by steps
  std::function<void()> write_;
};

// A place in the tree, as code that works there holds it. Without a ledger nothing is remembered or found. Cheap to
// copy. [thread-safe]
class Bookmark {
 public:
  Bookmark() = default;
  explicit Bookmark(Ledger& ledger) : ledger_(&ledger) {}

  bool remembers() const { return ledger_ != nullptr; }
  Ledger* ledger() const { return ledger_; }
  Bookmark below(std::string_view name) const;
  Bookmark below(std::string_view name, std::size_t index) const;

  // Takes up what was put here; false when nothing was.
  template <class... Values>
  bool find(Values&... values) const {
    const auto state = ledger_ != nullptr ? ledger_->find(place_) : std::nullopt;
    if (state) from_state(*state, values...);
    return state.has_value();
  }
  template <class... Values>
  void put(const Values&... values) const {
    if (ledger_ != nullptr) ledger_->put(place_, to_state(values...));
  }
  void forget() const {
    if (ledger_ != nullptr) ledger_->forget(place_);
  }

 private:
  Ledger* ledger_ = nullptr;
  std::string place_;
};

// Who runs long asks here, between steps, whether its state is wanted. Not thread-safe: one each.
class Attention {
 public:
  explicit Attention(const Bookmark& place);

  // Steps to take at most before asking again.
  uint64_t patience() const;
  // Whether the state is to be put now, after so many steps more.
  bool calls(uint64_t steps);
  // The state is put: writes a checkpoint if that is why it was wanted, and throws Interrupted if the user asked to
  // stop.
  void answered();

 private:
  Ledger* ledger_;
  uint32_t seen_;
  bool write_ = false;
};

}  // namespace autoloss
