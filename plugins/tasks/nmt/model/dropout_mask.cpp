#include "plugins/tasks/nmt/model/dropout_mask.hpp"

#include <autoloss/cpp/random.hpp>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "plugins/tasks/nmt/model/dropout_mask.cpp"
// The first of these includes this file again, once for each set of instructions.
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace autoloss::nmt {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A hash of 32 bits (Wellons: prospecting for hash functions, 2018: lowbias32).
template <class D, class V>
HWY_INLINE V Hash(D d, V x) {
  x = hn::Xor(x, hn::ShiftRight<16>(x));
  x = hn::Mul(x, hn::Set(d, 0x7FEB352Du));
  x = hn::Xor(x, hn::ShiftRight<15>(x));
  x = hn::Mul(x, hn::Set(d, 0x846CA68Bu));
  return hn::Xor(x, hn::ShiftRight<16>(x));
}

template <class D>
HWY_INLINE void FillAt(D d, uint32_t low, uint32_t high, int32_t most, float kept, float* mask, std::size_t place) {
  const hn::RebindToUnsigned<D> bits;
  const hn::RebindToSigned<D> whole;
  const auto index = hn::Iota(bits, static_cast<uint32_t>(place));
  const auto first = Hash(bits, hn::Xor(index, hn::Set(bits, low)));
  const auto drawn = hn::BitCast(whole, hn::ShiftRight<1>(Hash(bits, hn::Add(first, hn::Set(bits, high)))));
  const auto stays = hn::RebindMask(d, hn::Gt(drawn, hn::Set(whole, most)));
  hn::StoreU(hn::IfThenElseZero(stays, hn::Set(d, kept)), d, mask + place);
}

void Fill(uint32_t low, uint32_t high, int32_t most, float kept, float* mask, std::size_t count) {
  const hn::ScalableTag<float> wide;
  const hn::CappedTag<float, 1> single;
  std::size_t place = 0;
  for (; place + hn::Lanes(wide) <= count; place += hn::Lanes(wide)) FillAt(wide, low, high, most, kept, mask, place);
  for (; place < count; ++place) FillAt(single, low, high, most, kept, mask, place);
}

}  // namespace HWY_NAMESPACE
}  // namespace autoloss::nmt
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace autoloss::nmt {

HWY_EXPORT(Fill);

void dropout_mask(uint64_t key, double probability, float* mask, std::size_t count) {
  const uint64_t mixed = sdk::mix(key);
  // Of 31 bits, the largest number that is left out.
  const auto most = static_cast<int32_t>(std::lround(probability * 2147483648.0)) - 1;
  HWY_DYNAMIC_DISPATCH(Fill)
  (static_cast<uint32_t>(mixed), static_cast<uint32_t>(mixed >> 32), most, static_cast<float>(1 / (1 - probability)),
   mask, count);
}

}  // namespace autoloss::nmt
#endif
