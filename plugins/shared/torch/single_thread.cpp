#include "plugins/shared/torch/single_thread.hpp"

#include <dlfcn.h>

#include "plugins/shared/torch/torch.hpp"

namespace autoloss::torch_parts {
namespace {

// The OpenMP library that libtorch_cpu is linked to, which it alone may see.
struct OpenMp {
  int (*most_threads)() = nullptr;
  void (*set_threads)(int) = nullptr;

  OpenMp() {
    Dl_info library{};
    if (dladdr(reinterpret_cast<const void*>(&at::get_num_threads), &library) == 0) return;
    void* handle = dlopen(library.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    if (handle == nullptr) return;
    most_threads = reinterpret_cast<int (*)()>(dlsym(handle, "omp_get_max_threads"));
    set_threads = reinterpret_cast<void (*)(int)>(dlsym(handle, "omp_set_num_threads"));
  }
  bool known() const { return most_threads != nullptr && set_threads != nullptr; }
};

const OpenMp& open_mp() {
  static const OpenMp functions;
  return functions;
}

}  // namespace

SingleThread::SingleThread() {
  if (!open_mp().known()) return;
  // LibTorch sets a thread's number when it first computes on it; after this call it leaves it alone.
  at::get_num_threads();
  before_ = open_mp().most_threads();
  open_mp().set_threads(1);
}

SingleThread::~SingleThread() {
  if (before_ > 0) open_mp().set_threads(before_);
}

}  // namespace autoloss::torch_parts
