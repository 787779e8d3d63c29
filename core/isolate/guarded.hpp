// What stands between the C contract and the code of this program.
#pragma once

#include <autoloss/host.h>

#include <cstdio>
#include <exception>

#include "core/isolate/message.hpp"

namespace autoloss {

// Runs a slot; what it throws becomes a status with a message.
template <class Slot>
int32_t guarded(autoloss_error* error, Slot slot) noexcept {
  try {
    return slot();
  } catch (const std::exception& failure) {
    if (error != nullptr && AUTOLOSS_HAS(autoloss_error, error, message))
      std::snprintf(error->message, sizeof(error->message), "%s", failure.what());
    return AUTOLOSS_INTERNAL;
  }
}

// What a component in another process is told about the host once and for all.
inline void pack_host(Packer& packer, const autoloss_host* host) {
  packer.value<uint8_t>(host != nullptr ? 1 : 0);
  const auto folder = [&](const char* (*slot)(void*)) {
    packer.text(host != nullptr && slot != nullptr ? slot(host->context) : "");
  };
  folder(host != nullptr ? host->data_directory : nullptr);
  folder(host != nullptr ? host->cache_directory : nullptr);
  packer.value<uint8_t>(host != nullptr && host->write_artifact != nullptr ? 1 : 0);
}

}  // namespace autoloss
