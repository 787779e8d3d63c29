// Files of images: IDX and CIFAR-10. Whatever the bytes, they are read or refused with a message.
#include <autoloss/cpp/error.hpp>
#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/shared/idx.hpp"
#include "plugins/tasks/gan/cifar10.hpp"

namespace {

template <class Read>
void attempt(Read&& read) {
  try {
    read();
  } catch (const autoloss::sdk::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::span<const uint8_t> bytes(data, size);
  attempt([&] { autoloss::shared::parse_idx_images(bytes, "images"); });
  attempt([&] { autoloss::shared::parse_idx_labels(bytes, "labels"); });
  attempt([&] {
    autoloss::gan::Images images{{3, 32}, {}, {}};
    autoloss::gan::parse_cifar10(bytes, "batch", images);
  });
  return 0;
}
