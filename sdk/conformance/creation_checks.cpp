#include <set>

#include "conformance/checks.hpp"
#include "conformance/text.hpp"

namespace autoloss::conformance {
namespace {

// Names of a list that describe() gave: present, well-formed, unique.
template <class Item>
void check_names(const Item* const* items, uint32_t count, const std::string& what) {
  require(count == 0 || items != nullptr, "describe() gives no list of " + what + "s (NULL)");
  std::set<std::string> names;
  for (uint32_t index = 0; index < count; ++index) {
    const Item* item = items[index];
    require(item != nullptr, "describe() gives a " + what + " that is NULL");
    require(item->struct_size >= sizeof(Item), "describe() gives a " + what + " without its struct_size");
    require(item->name != nullptr && is_name(item->name),
            "describe() gives a " + what + " whose name is not [a-z][a-z0-9_]*");
    require(item->description != nullptr && is_utf8(item->description),
            "describe() gives the " + what + " '" + item->name + "' no description in UTF-8");
    require(names.insert(item->name).second, "describe() gives two " + what + "s '" + item->name + "'");
  }
}

void check_action(const autoloss_action_info& action, const autoloss_task_info& info) {
  const std::string name = std::string("the action '") + action.name + "'";
  const bool joint = (action.flags & AUTOLOSS_ACTION_JOINT) != 0;
  require(joint ? action.loss == AUTOLOSS_NONE : action.loss < info.loss_count,
          name + (joint ? " is joint and names one loss" : " minimises a loss that is not described"));
  require(action.parameter_group != nullptr && is_utf8(action.parameter_group), name + " names no parameter group");
}

void check_metric(const autoloss_metric_info& metric, const autoloss_task_info& info) {
  const std::string name = std::string("the metric '") + metric.name + "'";
  require(metric.direction == AUTOLOSS_MINIMIZE || metric.direction == AUTOLOSS_MAXIMIZE,
          name + " is neither minimised nor maximised");
  require(metric.loss == AUTOLOSS_NONE || metric.loss < info.loss_count, name + " is a loss that is not described");
  require(metric.unit != nullptr && is_utf8(metric.unit), name + " has no unit; \"\" stands for none");
}

}  // namespace

void check_creates(Examinee& examinee) {
  Made made = examinee.subject().make(examinee.circumstances());
  const std::string advice = "; if it needs parameters, say which: --set KEY=VALUE";
  require(made.life != nullptr, "create() fails: " + text_of(made.call) + advice);
  const Call started = made.life->start();
  require(started.ok(), "begin() fails: " + text_of(started) + advice);
  Trace trace;
  made.life->advance(trace, kRounds);
  made.life->look(trace);
}

void check_describes(Examinee& examinee) {
  const auto task = examinee.task();
  const autoloss_task_info& info = task->info();
  require(info.action_count > 0, "describe() gives no action");
  require(info.metric_count > 0, "describe() gives no metric");
  check_names(info.actions, info.action_count, "action");
  check_names(info.losses, info.loss_count, "loss");
  check_names(info.metrics, info.metric_count, "metric");
  check_names(info.signals, info.signal_count, "signal");
  for (uint32_t index = 0; index < info.action_count; ++index) check_action(*info.actions[index], info);
  for (uint32_t index = 0; index < info.metric_count; ++index) check_metric(*info.metrics[index], info);
  require(info.primary_metric < info.metric_count && info.result_metric < info.metric_count,
          "describe() gives a primary or result metric that is not described");
  require((info.splits & AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID)) != 0,
          "describe() gives no validation split, which chooses the kept parameters");
}

void check_extensions(Examinee& examinee) {
  const auto extension = examinee.subject().extension();
  if (extension == nullptr) throw NotApplicable("it has no extensions (NULL)");
  for (const char* id : {"", "autoloss.", "autoloss.no_such_extension/1", "com.example.no_such_extension/1",
                         "autoloss.no_such_extension/1 and more"}) {
    const Under under("extension");
    require(extension(id) == nullptr, std::string("extension() knows '") + id + "', which does not exist");
  }
}

}  // namespace autoloss::conformance
