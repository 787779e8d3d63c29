#include <algorithm>
#include <array>
#include <autoloss/cpp/random.hpp>
#include <optional>

#include "conformance/checks.hpp"
#include "conformance/streams.hpp"

namespace autoloss::conformance {
namespace {

void require_status(const Call& call, int32_t expected, const std::string& what) {
  require(call.status == expected, what + ": expected " + status_text(expected) + ", found " + text_of(call));
}

std::unique_ptr<Life> not_begun(Examinee& examinee) {
  examinee.life();
  return examinee.subject().make(examinee.circumstances()).life;
}

constexpr int kRandomCalls = 1000;

// Names the calls made, for the message of a sequence that went wrong.
std::string sequence_text(uint64_t seed, int count) {
  return " (call " + std::to_string(count) + " of the sequence of --seed " + std::to_string(seed) + ")";
}

// What a task may be asked, in any order, and what it has to answer.
class TaskMonkey {
 public:
  TaskMonkey(TaskLife& task, bool saves, uint64_t seed)
      : task_(task), saves_(saves), seed_(seed), stream_(sdk::derive(seed, "random calls")) {}

  void run() {
    for (; count_ < kRandomCalls; ++count_) one_call();
  }

 private:
  void one_call() {
    switch (stream_.below(10)) {
      case 0:
        return begin();
      case 1:
        return measure();
      case 2:
        return keep();
      case 3:
        return recall();
      case 4:
        return saves_ ? save() : step();
      case 5:
        return saves_ ? load() : step();
      case 6:
        return task_.can_probe() ? probe() : step();
      case 7:
        return judge(task_.describe().ok(), "describe() fails");
      default:
        return step();
    }
  }

  void begin() {
    role_ = static_cast<uint32_t>(stream_.below(2));
    judge(task_.begin(role_).ok(), "begin() fails");
    running_ = true;
    recalled_ = false;
    kept_.fill(false);
    state_.reset();
  }
  void step() {
    const uint32_t action = some_action();
    need(task_.step(action), "step", action < task_.info().action_count);
  }
  void probe() {
    const uint32_t action = some_action();
    need(task_.probe(action), "probe", action < task_.info().action_count);
  }
  void measure() {
    const auto split = static_cast<uint32_t>(stream_.below(33));
    const std::vector<uint32_t> known = task_.splits(role_);
    need(task_.measure(split), "measure", std::find(known.begin(), known.end(), split) != known.end());
  }
  void keep() {
    const auto slot = static_cast<uint32_t>(stream_.below(AUTOLOSS_KEEP_SLOTS + 1));
    const Call call = task_.keep(slot);
    need(call, "keep", slot < AUTOLOSS_KEEP_SLOTS);
    if (call.ok()) kept_[slot] = true;
  }
  void recall() {
    const auto slot = static_cast<uint32_t>(stream_.below(AUTOLOSS_KEEP_SLOTS));
    const Call call = task_.recall(slot);
    const bool able = running_ && kept_[slot];
    judge(call.ok() == able || recalled_, std::string("recall() ") + (call.ok() ? "of nothing says OK" : "fails"));
    recalled_ = recalled_ || call.ok();
  }
  void save() {
    MemoryWriter writer;
    const Call call = task_.save(writer.get());
    need(call, "save", true);
    if (call.ok() && !recalled_) state_ = writer.bytes();
  }
  void load() {
    const bool spoilt = stream_.below(5) == 0;  // seldom: it ends the episode
    if (!spoilt && !state_.has_value()) return save();
    const bool sound = !spoilt;
    MemoryReader reader(sound ? *state_ : "no state");
    const Call call = task_.load(reader.get());
    if (sound) return need(call, "load", true);
    judge(!call.ok(), "load() of no state says OK");
    running_ = false;
  }

  uint32_t some_action() { return static_cast<uint32_t>(stream_.below(task_.info().action_count + 1)); }

  // A call that has to be served where an episode runs and its argument is one that there is. After recall() only
  // measure() and save() are promised to be.
  void need(const Call& call, const std::string& slot, bool argument_known) {
    if (!running_) return judge(!call.ok(), slot + "() without an episode says OK");
    if (!argument_known) return judge(!call.ok(), slot + "() of what does not exist says OK");
    const bool promised = !recalled_ || slot == "measure" || slot == "save";
    judge(call.ok() || !promised, slot + "() fails with " + text_of(call));
  }
  void judge(bool kept, const std::string& breach) const { require(kept, breach + sequence_text(seed_, count_)); }

  TaskLife& task_;
  bool saves_;
  uint64_t seed_;
  sdk::Stream stream_;
  int count_ = 0;
  uint32_t role_ = AUTOLOSS_ROLE_GUIDED;
  bool running_ = true;
  bool recalled_ = false;
  std::array<bool, AUTOLOSS_KEEP_SLOTS> kept_{};
  std::optional<std::string> state_;
};

// Likewise for a controller: sessions are opened, asked and closed in any order, and what needs them closed happens
// between.
class ControllerMonkey {
 public:
  ControllerMonkey(ControllerLife& controller, bool saves, uint64_t seed)
      : controller_(controller), saves_(saves), seed_(seed), stream_(sdk::derive(seed, "random calls")) {}

  void run() {
    for (; count_ < kRandomCalls; ++count_) one_call();
    while (!sessions_.empty()) close();
  }

 private:
  void one_call() {
    const uint64_t choice = stream_.below(8);
    if (choice == 0 && sessions_.size() < 6) return open();
    if (choice == 1 && !sessions_.empty()) return close();
    if (!sessions_.empty()) return act();
    Trace trace;
    switch (choice) {
      case 2:
        return controller_.advance(trace);
      case 3:
        if (saves_) save_and_load();
        return;
      case 4:
        if (controller_.has_parameters()) get_and_set();
        return;
      default:
        return open();
    }
  }
  void open() {
    autoloss_controller_session* session = nullptr;
    judge(controller_.open(session), "open");
    sessions_.push_back(session);
  }
  void close() {
    const auto chosen = sessions_.begin() + static_cast<std::ptrdiff_t>(stream_.below(sessions_.size()));
    controller_.close(*chosen);
    sessions_.erase(chosen);
  }
  void act() {
    const uint64_t step = stream_.below(1000);
    judge(controller_.act(sessions_[stream_.below(sessions_.size())], controller_.view(stream_.below(4), step), step),
          "act");
  }
  void save_and_load() {
    MemoryWriter writer;
    judge(controller_.save(writer.get()), "save");
    MemoryReader reader(writer.bytes());
    judge(controller_.load(reader.get()), "load");
  }
  void get_and_set() {
    judge(controller_.get_parameters(controller_.info().parameter_count), "get_parameters");
    judge(controller_.set_parameters(controller_.parameters()), "set_parameters");
  }
  void judge(const Call& call, const std::string& slot) const {
    require(call.ok(), slot + "() fails with " + text_of(call) + sequence_text(seed_, count_));
  }

  ControllerLife& controller_;
  bool saves_;
  uint64_t seed_;
  sdk::Stream stream_;
  int count_ = 0;
  std::vector<autoloss_controller_session*> sessions_;
};

void check_before_begin(TaskLife& task, bool saves) {
  require_status(task.step(0), AUTOLOSS_INVALID_STATE, "step() before begin()");
  if (task.can_probe()) require_status(task.probe(0), AUTOLOSS_INVALID_STATE, "probe() before begin()");
  require_status(task.measure(AUTOLOSS_SPLIT_VALID), AUTOLOSS_INVALID_STATE, "measure() before begin()");
  require_status(task.keep(0), AUTOLOSS_INVALID_STATE, "keep() before begin()");
  require_status(task.recall(0), AUTOLOSS_INVALID_STATE, "recall() before begin()");
  if (!saves) return;
  MemoryWriter writer;
  MemoryReader reader("no state");
  require_status(task.save(writer.get()), AUTOLOSS_INVALID_STATE, "save() before begin()");
  require_status(task.load(reader.get()), AUTOLOSS_INVALID_STATE, "load() before begin()");
}

void check_indices(TaskLife& task) {
  const uint32_t actions = task.info().action_count;
  for (const uint32_t action : {actions, AUTOLOSS_NONE})
    require_status(task.step(action), AUTOLOSS_INVALID_ARGUMENT, "step(" + std::to_string(action) + ")");
  if (task.can_probe())
    require_status(task.probe(actions), AUTOLOSS_INVALID_ARGUMENT, "probe(" + std::to_string(actions) + ")");
  for (const uint32_t split : {31u, 32u, AUTOLOSS_NONE})
    require_status(task.measure(split), AUTOLOSS_INVALID_ARGUMENT, "measure(" + std::to_string(split) + ")");
  require_status(task.keep(AUTOLOSS_KEEP_SLOTS), AUTOLOSS_INVALID_ARGUMENT, "keep() in a slot that does not exist");
  require_status(task.recall(AUTOLOSS_KEEP_SLOTS), AUTOLOSS_INVALID_ARGUMENT, "recall() of a slot that does not exist");
  require_status(task.recall(0), AUTOLOSS_INVALID_STATE, "recall() of a slot where nothing was kept");
}

}  // namespace

void check_call_order(Examinee& examinee) {
  const bool saves = examinee.subject().saves();
  const auto life = not_begun(examinee);
  auto& task = static_cast<TaskLife&>(*life);
  require(task.describe().ok(), "describe() before begin() fails");
  check_before_begin(task, saves);

  require(task.begin(AUTOLOSS_ROLE_CONTROLLER).ok(), "begin() fails for a controller's training");
  check_indices(task);
  if ((task.info().splits & AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TEST)) != 0)
    require_status(task.measure(AUTOLOSS_SPLIT_TEST), AUTOLOSS_INVALID_STATE,
                   "measure() of the test split in a controller's training");

  require(task.keep(0).ok(), "keep() fails");
  require(task.begin(AUTOLOSS_ROLE_GUIDED).ok(), "begin() fails a second time");
  require_status(task.recall(0), AUTOLOSS_INVALID_STATE, "recall() of what was kept before begin()");
}

void check_wrong_sizes(Examinee& examinee) {
  const auto controller = examinee.controller();
  const std::size_t features = controller->view(0, 0).features.size();
  if (features > 0) {
    autoloss_controller_session* session = nullptr;
    require(controller->open(session).ok(), "open() fails");
    const Call call = controller->act_on_features(session, features - 1);
    require(call.ok() || call.status == AUTOLOSS_INVALID_ARGUMENT,
            "act() on a feature too few: expected INVALID_ARGUMENT, found " + text_of(call));
    controller->close(session);
  }
  if (!controller->has_parameters()) return;
  const std::size_t count = controller->info().parameter_count;
  for (const std::size_t wrong : {count - 1, count + 1}) {
    require_status(controller->get_parameters(wrong), AUTOLOSS_INVALID_ARGUMENT,
                   "get_parameters() of " + std::to_string(wrong) + " instead of " + std::to_string(count));
    require_status(controller->set_parameters(std::vector<double>(wrong)), AUTOLOSS_INVALID_ARGUMENT,
                   "set_parameters() of " + std::to_string(wrong) + " instead of " + std::to_string(count));
  }
}

void check_random_calls_of_task(Examinee& examinee) {
  const auto task = examinee.task();
  TaskMonkey(*task, examinee.subject().saves(), examinee.seed()).run();
}

void check_random_calls_of_controller(Examinee& examinee) {
  const auto controller = examinee.controller();
  ControllerMonkey(*controller, examinee.subject().saves(), examinee.seed()).run();
}

}  // namespace autoloss::conformance
