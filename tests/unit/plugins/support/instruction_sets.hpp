// Tests of vector code, run with each set of instructions that this processor has.
#ifndef AUTOLOSS_TESTS_INSTRUCTION_SETS_HPP
#define AUTOLOSS_TESTS_INSTRUCTION_SETS_HPP

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <string>

namespace autoloss::test {

class EachInstructionSet : public ::testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { use(GetParam()); }
  void TearDown() override { use(0); }

 private:
  static void use(int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

}  // namespace autoloss::test

#define AUTOLOSS_FOR_EACH_INSTRUCTION_SET(Suite)                                                          \
  INSTANTIATE_TEST_SUITE_P(Instructions, Suite, ::testing::ValuesIn(hwy::SupportedAndGeneratedTargets()), \
                           [](const auto& info) { return std::string(hwy::TargetName(info.param)); })

#endif
