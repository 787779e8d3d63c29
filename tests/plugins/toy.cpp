// A task and controllers that are small enough to know by heart, for tests of the program around them.
//   toy_task    one number x that starts at 1; "shrink" multiplies it by 1 - rate, "grow" by 1 + rate; metric |x|.
//   toy_coin    takes each action with equal probability.
//   toy_learner as toy_coin; counts the trajectories it is given.
#include <autoloss/cpp/plugin.hpp>
#include <autoloss/cpp/random.hpp>
#include <cmath>

namespace {
using namespace autoloss::sdk;

class ToyTask : public Task {
 public:
  static constexpr const char* kId = "toy_task";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "One number that shrinks or grows";
  static constexpr const char* kLicence = "Apache-2.0";
  static const ParameterList& parameters() {
    static const ParameterList list = ParameterList{}
                                          .number("rate", 0.1, 1e-6, 1, "", "share of x that a step takes or adds")
                                          .integer("rows", 100, 1, 1000, "rows", "how many rows the data would have")
                                          .boolean("loud", false, "whether it would say more")
                                          .string("shape", "round", {"round", "square"}, "what it would look like")
                                          .path("data", "a file that it would read")
                                          .numbers("scales", {1, 2}, 0, 10, "", "some scales")
                                          .strings("names", {"a"}, {"a", "b", "c"}, "some names");
    return list;
  }

  ToyTask(const Host&, const Config& config) : rate_(config.number("rate")) {}
  TaskInfo info() const override {
    TaskInfo info;
    info.losses = {{"size", "how large x is"}, {"smallness", "how small x is"}};
    info.actions = {{"shrink", "x", "makes x smaller", 0, 1, false},
                    {"grow", "x", "makes x larger", 1, 1, false},
                    {"both", "x", "leaves x where it is", AUTOLOSS_NONE, 1, true}};
    info.metrics = {{"size", "", "|x|", AUTOLOSS_MINIMIZE, 0}};
    info.splits = AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TRAIN) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID) |
                  AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_SCORE) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TEST);
    return info;
  }
  void begin(const Episode& episode) override {
    rate_ = episode.config.number("rate");
    x_ = 1 + Stream(episode.data_seed).uniform();
  }
  StepResult step(uint32_t action) override {
    const StepResult result = probe(action);
    if (action == 0) x_ *= 1 - rate_;
    if (action == 1) x_ *= 1 + rate_;
    return result;
  }
  StepResult probe(uint32_t action) override {
    StepResult result;
    result.loss = action == 1 ? -x_ : x_;
    result.gradient_norm = 1;
    result.batches = 1;
    return result;
  }
  void measure(uint32_t, std::span<double> values) override { values[0] = std::abs(x_); }
  void keep(uint32_t slot) override { kept_[slot] = x_; }
  void recall(uint32_t slot) override { x_ = kept_[slot]; }
  void save(Writer& writer) const override { writer.value(x_); }
  void load(Reader& reader) override { x_ = reader.value<double>(); }

 private:
  double rate_;
  double x_ = 1;
  double kept_[AUTOLOSS_KEEP_SLOTS] = {};
};

class Coin : public Session {
 public:
  uint32_t act(const Observation& observation, std::span<double> probabilities) override {
    std::fill(probabilities.begin(), probabilities.end(), 1.0 / static_cast<double>(probabilities.size()));
    return pick(probabilities, observation.uniform);
  }
};

class ToyCoin : public Controller {
 public:
  static constexpr const char* kId = "toy_coin";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "Takes each action with equal probability";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const ParameterList& parameter_list() {
    static const ParameterList list = ParameterList{}.number("bias", 0.5, 0, 1, "", "a number that it ignores");
    return list;
  }
  ToyCoin(const Host&, const Config&, const ControllerSpec&) {}
  std::unique_ptr<Session> open() const override { return std::make_unique<Coin>(); }
};

class ToyLearner : public Controller {
 public:
  static constexpr const char* kId = "toy_learner";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "Counts what it could learn from";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const ParameterList& parameter_list() {
    static const ParameterList list = ParameterList{}
                                          .integer("hidden_units", 16, 1, 4096, "", "units that it would have")
                                          .number("learning_rate", 0.01, 1e-9, 10, "", "step that it would take");
    return list;
  }
  ToyLearner(const Host&, const Config&, const ControllerSpec&) {}
  std::unique_ptr<Session> open() const override { return std::make_unique<Coin>(); }
  LearnReport learn(const autoloss_batch& batch) override {
    seen_[0] += batch.trajectory_count;
    return {{"seen", seen_[0]}};
  }
  std::span<double> parameters() override { return seen_; }
  void save(Writer& writer) const override { writer.value(seen_[0]); }
  void load(Reader& reader) override { seen_[0] = reader.value<double>(); }

 private:
  std::array<double, 1> seen_{};
};

}  // namespace

AUTOLOSS_PLUGIN("toy", "1.0.0", "", Tasks<ToyTask>, Controllers<ToyCoin, ToyLearner>)
