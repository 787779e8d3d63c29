#include <gtest/gtest.h>

#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <vector>

namespace autoloss::sdk {
namespace {

// The known answers that the authors publish with their library (Random123, kat_vectors).
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, 0, 0), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({~0u, ~0u, ~0u, ~0u}, ~0u, ~0u), (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Stream, IsReadOnFromAnyPlaceItWasIn) {
  Stream stream(7);
  for (int skipped = 0; skipped < 5; ++skipped) stream.next_u32();
  Stream other(7);
  other.seek(stream.place());
  for (int index = 0; index < 20; ++index) EXPECT_EQ(stream.next_u32(), other.next_u32());
}

TEST(Stream, OfAnotherKeyOrPurposeIsAnother) {
  EXPECT_NE(Stream(1).next_u64(), Stream(2).next_u64());
  EXPECT_NE(derive(1, "data"), derive(1, "init"));
  EXPECT_NE(derive(1, "data"), derive(2, "data"));
  EXPECT_NE(derive(1, uint64_t{0}), derive(1, uint64_t{1}));
}

TEST(Stream, HasTheMomentsOfItsDistributions) {
  Stream stream(3);
  constexpr int kDraws = 200000;
  double uniform = 0, normal = 0, square = 0;
  std::vector<int> faces(6, 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    uniform += stream.uniform() / kDraws;
    const double z = stream.normal();
    normal += z / kDraws;
    square += z * z / kDraws;
    ++faces[stream.below(6)];
  }
  // Five standard errors each.
  EXPECT_NEAR(uniform, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(normal, 0, 5 / std::sqrt(kDraws));
  EXPECT_NEAR(square, 1, 5 * std::sqrt(2.0 / kDraws));
  for (const int count : faces) EXPECT_NEAR(count, kDraws / 6.0, 5 * std::sqrt(kDraws * 5.0 / 36));
}

}  // namespace
}  // namespace autoloss::sdk
