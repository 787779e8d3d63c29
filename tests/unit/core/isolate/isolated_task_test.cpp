// A task in a process of its own does what it does in this one; what it does to its process stays there.
#include "core/isolate/isolated_task.hpp"

#include <gmock/gmock.h>

#include "core/errors.hpp"
#include "core/plugin/host_services.hpp"
#include "core/plugin/task_instance.hpp"
#include "tests/unit/core/isolate/isolated_registry.hpp"
#include "tests/unit/core/report/temporary_folder.hpp"

namespace autoloss {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// A task that has begun an episode.
std::unique_ptr<TaskInstance> begun(const Registry& registry, const std::string& id, const ValueMap& values,
                                    const autoloss_host* host = nullptr) {
  auto task = std::make_unique<TaskInstance>(registry.task(id), values, host);
  EpisodeSetup setup;
  setup.data_seed = 5;
  setup.values = &values;
  task->begin(setup);
  return task;
}

std::string crash_of(const Isolation& isolation, const ValueMap& values) {
  const test::IsolatedRegistry registry(isolation);
  const auto task = begun(registry, "faulty_task", values);
  try {
    for (int step = 0; step < 100; ++step) task->step(0);
  } catch (const PluginCrashed& crash) {
    EXPECT_TRUE(crash.at_fault());
    EXPECT_THROW(task->step(0), PluginCrashed);  // and stays so
    return crash.what();
  }
  return "";
}

TEST(IsolatedTask, DescribesItself) {
  const TaskShape isolated = TaskInstance(test::IsolatedRegistry().task("faulty_task"), {}, nullptr).shape();

  ASSERT_EQ(isolated.actions.size(), 2u);
  EXPECT_EQ(isolated.actions[1].name, "grow");
  EXPECT_EQ(isolated.actions[1].loss, 1u);
  EXPECT_THAT(isolated.losses, ElementsAre("size", "smallness"));
  EXPECT_EQ(isolated.metrics[0].name, "size");
  EXPECT_THAT(isolated.signals, ElementsAre("x"));
  EXPECT_TRUE(isolated.has_split(AUTOLOSS_SPLIT_TEST));
  EXPECT_FALSE(isolated.has_split(AUTOLOSS_SPLIT_VALID_FIRST));
}

TEST(IsolatedTask, StepsAndMeasuresAsInThisProcess) {
  const test::IsolatedRegistry isolated;
  const Registry plain({test::plugin_folder("faulty")});
  const auto task = begun(isolated, "faulty_task", {}), expected = begun(plain, "faulty_task", {});

  for (const uint32_t action : {0u, 1u, 0u}) {
    const TaskStep step = task->step(action), same = expected->step(action);
    EXPECT_EQ(step.loss, same.loss);
    EXPECT_EQ(step.gradient_norm, same.gradient_norm);
    EXPECT_EQ(step.batches, same.batches);
    EXPECT_EQ(step.signals[0], same.signals[0]);
  }
  std::vector<double> values(1), same(1);
  task->keep(2);
  task->step(0);
  task->recall(2);
  task->measure(AUTOLOSS_SPLIT_VALID, values);
  expected->measure(AUTOLOSS_SPLIT_VALID, same);
  EXPECT_EQ(values, same);
  EXPECT_EQ(task->probe(1).loss, expected->probe(1).loss);
}

TEST(IsolatedTask, SavesAndLoadsStatesLargerThanAMessage) {
  const test::IsolatedRegistry registry;
  const auto first = begun(registry, "faulty_task", {}), second = begun(registry, "faulty_task", {});
  first->step(0);

  const std::string state = first->save();
  second->load(state);

  EXPECT_GT(state.size(), 200000u);
  EXPECT_EQ(second->save(), state);
  EXPECT_EQ(second->step(1).loss, first->step(1).loss);
}

TEST(IsolatedTask, ReachesTheHost) {
  test::TemporaryFolder folder;
  std::vector<std::string> said;
  const HostServices host([&](int32_t, const std::string& line) { said.push_back(line); }, folder.path());

  const ArtifactLabel label("x");
  begun(test::IsolatedRegistry(), "faulty_task", {}, host.get());

  EXPECT_THAT(said, ElementsAre("faulty: begins"));
  EXPECT_EQ(folder.content("x-begun.txt"), "begun");
}

TEST(IsolatedTask, ThrowsWhatTheTaskRefuses) {
  const test::IsolatedRegistry registry;
  TaskInstance task(registry.task("faulty_task"), {}, nullptr);
  try {
    task.step(0);
    FAIL() << "there is no episode";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("task 'faulty_task'"), HasSubstr("(step())")));
  }
}

TEST(IsolatedTask, NamesPluginSlotAndSignalOfACrash) {
  EXPECT_THAT(
      crash_of({}, {{"slot", "step"}, {"at", int64_t{3}}}),
      AllOf(HasSubstr("task 'faulty_task' of "), HasSubstr("/faulty.so was ended by SIGSEGV"), HasSubstr("in step()")));
  EXPECT_THAT(crash_of({}, {{"slot", "step"}, {"how", "abort"}}), HasSubstr("SIGABRT"));
  EXPECT_THAT(crash_of({}, {{"slot", "step"}, {"how", "kill"}}), HasSubstr("SIGKILL"));
}

TEST(IsolatedTask, NamesTheExitCodeOfAPluginThatEndsItsProcess) {
  EXPECT_THAT(crash_of({}, {{"slot", "step"}, {"how", "exit"}}),
              HasSubstr("ended its process with exit code 0 in step()"));
}

TEST(IsolatedTask, EndsACallThatTakesTooLong) {
  Isolation isolation;
  isolation.step_timeout_s = 0.3;
  EXPECT_THAT(crash_of(isolation, {{"slot", "step"}, {"how", "loop"}}),
              HasSubstr("did not return within 0.3 s in step() (--step-timeout)"));
}

TEST(IsolatedTask, EndsAProcessThatUsesTooMuchMemory) {
  Isolation isolation;
  isolation.memory_limit_bytes = 100u << 20;
  EXPECT_THAT(crash_of(isolation, {{"slot", "step"}, {"how", "allocate"}}),
              AllOf(HasSubstr("MiB in step(), more than 100 MiB (--memory-limit)")));
}

TEST(IsolatedTask, SaysSoWhenItCrashesAsItIsCreated) {
  try {
    TaskInstance(test::IsolatedRegistry().task("faulty_task"), {{"slot", "create"}}, nullptr);
    FAIL() << "created";
  } catch (const PluginCrashed& crash) {
    EXPECT_THAT(crash.what(), HasSubstr("in create()"));
    EXPECT_EQ(crash.exit_code(), ExitCode::kPartFailed);
  }
}

TEST(IsolatedTask, SaysSoWhenThereIsNoProgramToServeIt) {
  Isolation isolation;
  isolation.program = "/nonexistent/autoloss";
  Registry registry({test::plugin_folder("faulty")});
  registry.make_instances_by(std::make_unique<IsolatedInstances>(isolation));
  EXPECT_THROW(TaskInstance(registry.task("faulty_task"), {}, nullptr), AutolossError);
}

}  // namespace
}  // namespace autoloss
