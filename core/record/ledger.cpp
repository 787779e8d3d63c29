#include "core/record/ledger.hpp"

#include <limits>

#include "core/cancel.hpp"

namespace autoloss {

std::optional<std::string> Ledger::find(const std::string& place) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(place);
  return found == entries_.end() ? std::nullopt : std::optional(found->second);
}

void Ledger::put(const std::string& place, std::string state) {
  const std::lock_guard lock(mutex_);
  erase_below(place);
  entries_[place] = std::move(state);
}

void Ledger::forget(const std::string& place) {
  const std::lock_guard lock(mutex_);
  erase_below(place);
  entries_.erase(place);
}

void Ledger::erase_below(const std::string& place) {
  const std::string below = place + "/";
  auto last = entries_.lower_bound(below);
  const auto first = last;
  while (last != entries_.end() && last->first.starts_with(below)) ++last;
  entries_.erase(first, last);
}

Ledger::Entries Ledger::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

void Ledger::restore(Entries entries) {
  const std::lock_guard lock(mutex_);
  entries_ = std::move(entries);
}

void Ledger::checkpoint_every(uint64_t steps, std::function<void()> write) {
  const std::lock_guard lock(mutex_);
  step_interval_ = steps;
  write_ = std::move(write);
}

bool Ledger::count_steps(uint64_t steps) {
  if (step_interval_ == 0) return false;
  const std::lock_guard lock(mutex_);
  steps_ += steps;
  if (steps_ < step_interval_) return false;
  steps_ = 0;
  return true;
}

Bookmark Bookmark::below(std::string_view name) const {
  Bookmark bookmark = *this;
  if (ledger_ == nullptr) return bookmark;
  if (!bookmark.place_.empty()) bookmark.place_ += '/';
  bookmark.place_ += name;
  return bookmark;
}

Bookmark Bookmark::below(std::string_view name, std::size_t index) const {
  return ledger_ == nullptr ? *this : below(name).below(std::to_string(index));
}

Attention::Attention(const Bookmark& place) : ledger_(place.ledger()), seen_(attention()) {}

uint64_t Attention::patience() const {
  const uint64_t interval = ledger_ != nullptr ? ledger_->step_interval() : 0;
  return interval > 0 ? interval : std::numeric_limits<uint64_t>::max();
}

bool Attention::calls(uint64_t steps) {
  write_ = ledger_ != nullptr && ledger_->count_steps(steps);
  const uint32_t now = attention();
  const bool called = now != seen_;
  seen_ = now;
  return called || write_ || cancelled();
}

void Attention::answered() {
  if (write_) ledger_->write_checkpoint();
  if (cancelled()) throw Interrupted(cancel_code());
}

}  // namespace autoloss
