#include "conformance/provoke.hpp"

#include "conformance/streams.hpp"

namespace autoloss::conformance {
namespace {

void provoke_task(TaskLife& task, std::vector<Provoked>& provoked) {
  const auto add = [&](const char* slot, const Call& call) {
    provoked.push_back({slot, call, task.outputs_untouched()});
  };
  add("step", task.step(task.info().action_count));
  if (task.can_probe()) add("probe", task.probe(AUTOLOSS_NONE));
  add("measure", task.measure(31));
  provoked.push_back({"keep", task.keep(AUTOLOSS_KEEP_SLOTS)});
  provoked.push_back({"recall", task.recall(AUTOLOSS_KEEP_SLOTS)});
}

void provoke_controller(ControllerLife& controller, std::vector<Provoked>& provoked) {
  const std::size_t features = controller.view(0, 0).features.size();
  if (features > 0) {
    autoloss_controller_session* session = nullptr;
    if (controller.open(session).ok()) {
      const Call call = controller.act_on_features(session, features - 1);
      provoked.push_back({"act", call, controller.outputs_untouched()});
      controller.close(session);
    }
  }
  if (controller.has_parameters()) {
    const Call call = controller.get_parameters(controller.info().parameter_count + 1);
    provoked.push_back({"get_parameters", call, controller.outputs_untouched()});
  }
}

}  // namespace

std::vector<Provoked> provoke(Examinee& examinee, const Manner& manner) {
  std::vector<Provoked> provoked;
  Circumstances with = examinee.circumstances();
  with.manner = manner;
  const auto life = examinee.life(with);
  if (auto* task = dynamic_cast<TaskLife*>(life.get())) provoke_task(*task, provoked);
  if (auto* controller = dynamic_cast<ControllerLife*>(life.get())) provoke_controller(*controller, provoked);
  if (examinee.subject().saves()) {
    const MemoryReader nonsense("this is no state");
    provoked.push_back({"load", life->load(nonsense.get())});
  }

  with.configuration.settings().clear();
  const Made made = examinee.subject().make(with);
  provoked.push_back({"create", made.call, made.untouched});
  std::erase_if(provoked, [](const Provoked& one) { return one.call.ok(); });
  return provoked;
}

}  // namespace autoloss::conformance
