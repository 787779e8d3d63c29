// The host that a plugin meets here: it says nothing, records nothing, and cancels on demand.
#pragma once

#include <autoloss/host.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "conformance/padded.hpp"

namespace autoloss::conformance {

// Lives longer than the instances that are given it.
class TestHost {
 public:
  // How large the table looks to the plugin.
  enum class Size {
    kToday,   // the size that this library knows
    kOldest,  // that of 1.0, the page behind it out of bounds
    kLarger,  // that of a later minor version, whose new fields hold nonsense
  };
  explicit TestHost(Size size = Size::kToday)
      : larger_(size == Size::kLarger ? kPadding / 2 : 0), guarded_(fill(*larger_.get()), kOldestSize), size_(size) {
    guarded_.as<autoloss_host>()->struct_size = kOldestSize;
    guarded_.as<autoloss_host>()->abi_minor = 0;
  }
  TestHost(const TestHost&) = delete;
  TestHost& operator=(const TestHost&) = delete;

  const autoloss_host* get() { return size_ == Size::kOldest ? guarded_.as<autoloss_host>() : larger_.get(); }
  void cancel(bool wanted) { cancelled_ = wanted; }

 private:
  static constexpr uint32_t kOldestSize = offsetof(autoloss_host, extension) + sizeof(autoloss_host::extension);

  const autoloss_host* fill(autoloss_host& table) {
    if (const char* folder = std::getenv("AUTOLOSS_DATA")) data_directory_ = folder;
    table.abi_minor = AUTOLOSS_ABI_MINOR + (larger_->struct_size > sizeof(autoloss_host) ? 1 : 0);
    table.context = this;
    table.log = [](void*, int32_t, const char*) noexcept {};
    table.progress = [](void*, double, const char*) noexcept {};
    table.is_cancelled = [](void* context) noexcept -> int32_t { return of(context).cancelled_ ? 1 : 0; };
    table.data_directory = [](void* context) noexcept { return of(context).data_directory_.c_str(); };
    table.cache_directory = [](void*) noexcept { return ""; };
    table.write_artifact = [](void*, const char*, const char*, const void*, uint64_t,
                              autoloss_error*) noexcept -> int32_t { return AUTOLOSS_UNSUPPORTED; };
    table.extension = [](void*, const char*) noexcept -> const void* { return nullptr; };
    return &table;
  }
  static TestHost& of(void* context) { return *static_cast<TestHost*>(context); }

  std::string data_directory_;
  std::atomic<bool> cancelled_{false};
  Padded<autoloss_host> larger_;
  GuardedBytes guarded_;
  Size size_;
};

}  // namespace autoloss::conformance
