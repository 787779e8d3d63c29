#include "core/plugin/contract.hpp"

#include <gtest/gtest.h>

#include "core/plugin/library_peek.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {
namespace {

// A plugin of one task with one parameter that keeps the contract until a test changes it.
class ContractTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto toy = load_plugin(std::string(AUTOLOSS_TEST_PLUGINS) + "/toy/toy.so");
    task_ = *toy->table->tasks[0];
    parameter_ = {};
    parameter_.struct_size = sizeof(parameter_);
    parameter_.type = AUTOLOSS_TYPE_NUMBER;
    parameter_.key = "rate";
    parameter_.unit = "";
    parameter_.description = "how fast";
    parameter_.default_number = 0.5;
    parameter_.most = 1;
    task_.parameters = parameters_;
    task_.parameter_count = 1;
    plugin_ = *toy->table;
    plugin_.tasks = tasks_;
    plugin_.task_count = 1;
    plugin_.controller_count = 0;
  }

  std::string breach() const {
    try {
      check_contract(plugin_);
      return "";
    } catch (const Unusable& reason) {
      return reason.what();
    }
  }

  autoloss_parameter parameter_{};
  autoloss_task_type task_{};
  autoloss_plugin plugin_{};
  const autoloss_parameter* parameters_[2] = {&parameter_, &parameter_};
  const autoloss_task_type* tasks_[2] = {&task_, &task_};
};

TEST_F(ContractTest, AcceptsAPluginThatKeepsIt) {
  EXPECT_EQ(breach(), "");
}

TEST_F(ContractTest, AcceptsLargerStructsOfALaterMinor) {
  plugin_.abi_minor = AUTOLOSS_ABI_MINOR + 1;
  plugin_.struct_size += 8;
  task_.struct_size += 8;
  parameter_.struct_size += 8;

  EXPECT_EQ(breach(), "");
}

TEST_F(ContractTest, RefusesAPluginThatNeedsALaterHost) {
  plugin_.least_host_minor = AUTOLOSS_ABI_MINOR + 1;

  EXPECT_EQ(breach(), "needs version 1.1 of the plugin contract or a later one; this program knows 1.0");
}

TEST_F(ContractTest, RefusesATableThatIsTooSmall) {
  plugin_.struct_size = 12;

  EXPECT_EQ(breach(), "its table has struct_size 12, too small for version 1.0");
}

TEST_F(ContractTest, RefusesATaskThatIsTooSmall) {
  task_.struct_size = 4;

  EXPECT_EQ(breach(), "the list of tasks holds a struct of struct_size 4, too small for version 1.0");
}

TEST_F(ContractTest, RefusesAMalformedId) {
  task_.id = "My Task";

  EXPECT_EQ(breach(), "the list of tasks holds the id 'My Task'; ids are [a-z][a-z0-9_]*");
}

TEST_F(ContractTest, RefusesTwoTasksWithOneId) {
  plugin_.task_count = 2;

  EXPECT_EQ(breach(), "its table holds two tasks 'toy_task'");
}

TEST_F(ContractTest, RefusesAMissingSlot) {
  task_.measure = nullptr;

  EXPECT_EQ(breach(), "task 'toy_task' lacks the slot measure() (NULL)");
}

TEST_F(ContractTest, RefusesSaveWithoutLoad) {
  task_.load = nullptr;

  EXPECT_EQ(breach(), "task 'toy_task' has one of save() and load() without the other");
}

TEST_F(ContractTest, RefusesAParameterCalledId) {
  parameter_.key = "id";

  EXPECT_EQ(breach(), "task 'toy_task' has a parameter with the key 'id'; keys are [a-z][a-z0-9_]* and never 'id'");
}

TEST_F(ContractTest, RefusesTwoParametersWithOneKey) {
  task_.parameter_count = 2;

  EXPECT_EQ(breach(), "task 'toy_task' has two parameters 'rate'");
}

TEST_F(ContractTest, RefusesADefaultOutsideItsRange) {
  parameter_.default_number = 2;

  EXPECT_EQ(breach(), "task 'toy_task': parameter 'rate' has a default outside its range");
}

TEST_F(ContractTest, RefusesAnUnknownType) {
  parameter_.type = 99;

  EXPECT_EQ(breach(), "task 'toy_task': parameter 'rate' is of type 99, which version 1.0 does not know");
}

TEST_F(ContractTest, RefusesADefaultThatIsNoneOfItsChoices) {
  static const char* const kChoices[] = {"fast", "slow"};
  parameter_.type = AUTOLOSS_TYPE_STRING;
  parameter_.choices = kChoices;
  parameter_.choice_count = 2;
  parameter_.default_string = "other";

  EXPECT_EQ(breach(), "task 'toy_task': parameter 'rate' has a default that is none of its choices");
}

}  // namespace
}  // namespace autoloss
