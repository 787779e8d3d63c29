// Random numbers as a pure function of a key and a counter: a stream is named, not seeded in passing, so that equal
// experiments draw equal numbers whatever runs beside them.
// Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011).
#ifndef AUTOLOSS_CPP_RANDOM_HPP
#define AUTOLOSS_CPP_RANDOM_HPP

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace autoloss::sdk {

using PhiloxBlock = std::array<uint32_t, 4>;

// The bijection itself: ten rounds on a 128-bit counter under a 64-bit key.
constexpr PhiloxBlock philox(PhiloxBlock counter, uint32_t key_low, uint32_t key_high) noexcept {
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = uint64_t{0xD2511F53u} * counter[0];
    const uint64_t product1 = uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<uint32_t>(product1 >> 32) ^ counter[1] ^ key_low, static_cast<uint32_t>(product1),
               static_cast<uint32_t>(product0 >> 32) ^ counter[3] ^ key_high, static_cast<uint32_t>(product0)};
    key_low += 0x9E3779B9u;
    key_high += 0xBB67AE85u;
  }
  return counter;
}

// Mixes 64 bits so that close inputs give unrelated outputs (the finalizer of SplitMix64, Steele, Lea, Flood 2014).
constexpr uint64_t mix(uint64_t value) noexcept {
  value += 0x9E3779B97F4A7C15u;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

// The key of a stream below another: by purpose, by index, or both. derive(derive(seed, "data"), 7).
constexpr uint64_t derive(uint64_t key, uint64_t index) noexcept {
  return mix(mix(key) ^ (index + 0x632BE59BD9B4E019u));
}
constexpr uint64_t derive(uint64_t key, std::string_view purpose) noexcept {
  uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a
  for (const char c : purpose) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return derive(key, hash);
}

// The stream of a key, read in order. Cheap to make and to copy; its place is its whole state. Not thread-safe.
class Stream {
 public:
  explicit constexpr Stream(uint64_t key = 0) noexcept : key_(key) {}

  constexpr uint32_t next_u32() noexcept {
    const uint64_t block = place_ / 4;
    if (place_ % 4 == 0 || !filled_) {
      buffer_ = philox({static_cast<uint32_t>(block), static_cast<uint32_t>(block >> 32), 0, 0},
                       static_cast<uint32_t>(key_), static_cast<uint32_t>(key_ >> 32));
      filled_ = true;
    }
    return buffer_[place_++ % 4];
  }
  constexpr uint64_t next_u64() noexcept {
    const uint64_t low = next_u32();
    return low | (uint64_t{next_u32()} << 32);
  }
  // In [0, 1), a multiple of 2^-53.
  constexpr double uniform() noexcept { return static_cast<double>(next_u64() >> 11) * 0x1p-53; }
  constexpr double uniform(double least, double most) noexcept { return least + (most - least) * uniform(); }
  // In [0, bound), bound > 0 (Lemire's multiplication; the bias is below bound / 2^64).
  constexpr uint64_t below(uint64_t bound) noexcept {
    __extension__ using Wide = unsigned __int128;
    return static_cast<uint64_t>((static_cast<Wide>(next_u64()) * bound) >> 64);
  }
  // Standard normal (Box and Muller 1958), one a call so that the place alone is the state.
  double normal() noexcept {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(6.283185307179586476925286766559 * uniform());
  }

  constexpr uint64_t key() const noexcept { return key_; }
  constexpr uint64_t place() const noexcept { return place_; }
  // Goes to a place that place() returned: what a saved state needs.
  constexpr void seek(uint64_t place) noexcept {
    place_ = place;
    filled_ = false;
  }

 private:
  uint64_t key_;
  uint64_t place_ = 0;
  PhiloxBlock buffer_{};
  bool filled_ = false;
};

}  // namespace autoloss::sdk

#endif
