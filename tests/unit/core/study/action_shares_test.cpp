#include "core/study/action_shares.hpp"

#include <gmock/gmock.h>

namespace autoloss {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ShareHistograms, CountTrainingsByTheirShareInEachSlice) {
  MethodResults results(2);
  results[0].trace = {1, 1, 0, 0, 1, 0};  // shares of action 1: 2/4, then 1/2
  results[1].trace = {1, 1, 1, 1};        // 4/4, then it has ended

  const auto slices = share_histograms(results, 1, 4, 4);

  EXPECT_THAT(slices, ElementsAre(ElementsAre(0, 0, 1, 1), ElementsAre(0, 0, 1, 0)));
}

TEST(ShareHistograms, AreNoneWithoutTraces) {
  EXPECT_THAT(share_histograms(MethodResults(3), 0, 10, 4), IsEmpty());
}

}  // namespace
}  // namespace autoloss
