// The checks as GoogleTest tests, one each, for a test program of an author:
//   int main(int count, char** words) {
//     testing::InitGoogleTest(&count, words);
//     autoloss::conformance::register_tests("build/ridge.so", {});
//     return RUN_ALL_TESTS();
//   }
#ifndef AUTOLOSS_CONFORMANCE_GTEST_HPP
#define AUTOLOSS_CONFORMANCE_GTEST_HPP

#include <gtest/gtest.h>

#include <algorithm>
#include <autoloss/conformance/conformance.hpp>
#include <utility>

namespace autoloss::conformance {

class ConformanceTest : public testing::Test {
 public:
  ConformanceTest(std::filesystem::path plugin, Planned planned, Options options)
      : plugin_(std::move(plugin)), planned_(std::move(planned)), options_(std::move(options)) {}
  void TestBody() override {
    const Outcome outcome = examine(plugin_, planned_, options_);
    if (outcome.verdict == Verdict::kNotApplicable) GTEST_SKIP() << outcome.reason;
    EXPECT_EQ(outcome.verdict, Verdict::kPassed) << planned_.check->purpose << "\n  but: " << outcome.reason;
  }

 private:
  std::filesystem::path plugin_;
  Planned planned_;
  Options options_;
};

// Registers every check of the library and of its components: library.exports, task_ridge.same_seed, ...
// Throws as plan() does.
inline void register_tests(const std::filesystem::path& plugin, const Options& options) {
  for (const Planned& planned : plan(plugin, options).checks) {
    std::string suite = planned.component.empty() ? "library" : planned.component;
    std::replace(suite.begin(), suite.end(), ' ', '_');
    testing::RegisterTest(suite.c_str(), planned.check->name, nullptr, nullptr, __FILE__, __LINE__,
                          [=]() -> ConformanceTest* { return new ConformanceTest(plugin, planned, options); });
  }
}

}  // namespace autoloss::conformance

#endif
