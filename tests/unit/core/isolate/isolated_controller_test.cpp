// A controller in a process of its own does what it does in this one, and is made anew, as it was, when it crashes.
#include <gmock/gmock.h>

#include <optional>

#include "core/errors.hpp"
#include "core/plugin/controller_instance.hpp"
#include "tests/unit/core/isolate/isolated_registry.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr double kFeatures[] = {0.5, 0.25};

std::unique_ptr<ControllerInstance> made(const Registry& registry, const ValueMap& values = {}) {
  return std::make_unique<ControllerInstance>(registry.controller("faulty_controller"), values,
                                              std::vector<std::string>{"a", "b"},
                                              std::vector<std::string>{"left", "right"}, 1, nullptr);
}

LearnReport learn(ControllerInstance& controller) {
  const double probabilities[] = {1, 1};
  const uint32_t actions[] = {0, 1};
  const double features[] = {1, 2, 3, 4};
  autoloss_trajectory trajectory{};
  trajectory.struct_size = sizeof(trajectory);
  trajectory.decision_count = 2;
  trajectory.features = features;
  trajectory.actions = actions;
  trajectory.probabilities = probabilities;
  trajectory.values = probabilities;
  return controller.learn({trajectory, trajectory}, 0.5);
}

TEST(IsolatedController, GuidesManySessionsAtOnce) {
  const test::IsolatedRegistry registry;
  const auto controller = made(registry);
  std::optional<ControllerSession> first(*controller), second(*controller);

  EXPECT_EQ(first->act(kFeatures, 0, 10, 0.5, nullptr), 0u);
  EXPECT_EQ(second->act(kFeatures, 3, 10, 0.5, nullptr), 1u);
  EXPECT_THAT(second->probabilities(), ElementsAre(0, 1));
  first.reset();
  ControllerSession third(*controller);  // on the lane that is free again
  EXPECT_EQ(third.act(kFeatures, 1, 10, 0.5, nullptr), 1u);
}

TEST(IsolatedController, LearnsAndShowsItsParameters) {
  const test::IsolatedRegistry registry;
  const auto controller = made(registry);

  EXPECT_THAT(learn(*controller), ElementsAre(Pair("seen", 2.0)));
  EXPECT_THAT(controller->parameters(), ElementsAre(2.0));
  controller->set_parameters({7});
  const std::string state = controller->save();
  const auto other = made(registry);
  other->load(state);
  EXPECT_THAT(other->parameters(), ElementsAre(7.0));
}

TEST(IsolatedController, RefusesAStateThatIsNone) {
  const test::IsolatedRegistry registry;
  EXPECT_THROW(made(registry)->load("bad"), ConfigError);
}

TEST(IsolatedController, GoesOnAsItWasWhenASessionCrashes) {
  const test::IsolatedRegistry registry;
  const test::TemporaryFolder folder;
  const auto controller =
      made(registry, {{"slot", "act"}, {"at", int64_t{1}}, {"once", (folder.path() / "crashed").string()}});
  learn(*controller);
  {
    ControllerSession session(*controller);
    session.act(kFeatures, 0, 10, 0.5, nullptr);
    try {
      session.act(kFeatures, 1, 10, 0.5, nullptr);
      FAIL() << "no crash";
    } catch (const PluginCrashed& crash) {
      EXPECT_TRUE(crash.at_fault());
      EXPECT_THAT(crash.what(),
                  AllOf(HasSubstr("controller 'faulty_controller' of "), HasSubstr("SIGSEGV"), HasSubstr("in act()")));
    }
  }
  ControllerSession session(*controller);
  EXPECT_EQ(session.act(kFeatures, 1, 10, 0.5, nullptr), 1u);
}

TEST(IsolatedController, BlamesTheSessionThatCrashedAlone) {
  const test::IsolatedRegistry registry;
  const auto controller = made(registry, {{"slot", "act"}, {"at", int64_t{1}}});
  ControllerSession bystander(*controller), culprit(*controller);
  bystander.act(kFeatures, 0, 10, 0.5, nullptr);
  culprit.act(kFeatures, 0, 10, 0.5, nullptr);
  EXPECT_THROW(culprit.act(kFeatures, 1, 10, 0.5, nullptr), PluginCrashed);

  try {
    bystander.act(kFeatures, 1, 10, 0.5, nullptr);
    FAIL() << "their process is gone";
  } catch (const PluginCrashed& crash) {
    EXPECT_FALSE(crash.at_fault());
  }
}

TEST(IsolatedController, LearnsAgainFromWhereItWasWhenThatCrashes) {
  const test::IsolatedRegistry registry;
  const test::TemporaryFolder folder;
  const auto controller =
      made(registry, {{"slot", "learn"}, {"at", int64_t{1}}, {"once", (folder.path() / "crashed").string()}});

  EXPECT_THAT(learn(*controller), ElementsAre(Pair("seen", 2.0)));
  EXPECT_THAT(learn(*controller), ElementsAre(Pair("seen", 4.0)));  // crashes, and is tried again
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "crashed"));
}

TEST(IsolatedController, GivesUpLearningAfterTheRetries) {
  Isolation isolation;
  isolation.retries = 1;
  const test::IsolatedRegistry registry(isolation);
  const auto controller = made(registry, {{"slot", "learn"}});
  EXPECT_THROW(learn(*controller), PluginCrashed);
  EXPECT_THAT(controller->parameters(), ElementsAre(0.0));  // it is as it was
}

}  // namespace
}  // namespace autoloss
