// Arrays whose first element starts a cache line, as vector loads want it.
#ifndef AUTOLOSS_SHARED_TRAINING_ALIGNED_HPP
#define AUTOLOSS_SHARED_TRAINING_ALIGNED_HPP

#include <cstddef>
#include <new>
#include <vector>

namespace autoloss::training {

inline constexpr std::align_val_t kCacheLine{64};

template <class T>
struct CacheLineAllocator {
  using value_type = T;
  CacheLineAllocator() = default;
  template <class U>
  CacheLineAllocator(const CacheLineAllocator<U>&) noexcept {}

  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kCacheLine)); }
  void deallocate(T* place, std::size_t) noexcept { ::operator delete(place, kCacheLine); }
  bool operator==(const CacheLineAllocator&) const = default;
};

using AlignedFloats = std::vector<float, CacheLineAllocator<float>>;

}  // namespace autoloss::training

#endif
