// Components that crash where a test asks for it, for tests of what becomes of the rest.
//   faulty_task        one number x that shrinks; see the parameters.
//   faulty_controller  takes the actions in turn; counts the trajectories it learns from.
#include <signal.h>
#include <unistd.h>

#include <autoloss/cpp/plugin.hpp>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace {
using namespace autoloss::sdk;

ParameterList fault_parameters() {
  return ParameterList{}
      .string("slot", "", {"", "create", "begin", "step", "measure", "open", "act", "learn"}, "where it crashes")
      .string("how", "segfault", {"segfault", "abort", "loop", "allocate", "exit", "kill"}, "and in which way")
      .integer("at", 0, 0, 1000000, "calls", "how many calls of the slot go well before, in each episode")
      .number("share", 1, 0, 1, "", "share of the episodes that crash")
      .path("once", "a file: crashes while there is none, and makes it");
}

class Fault {
 public:
  explicit Fault(const Config& config)
      : slot_(config.string("slot")),
        how_(config.string("how")),
        once_(config.path("once")),
        at_(config.integer("at")),
        share_(config.number("share")) {}

  void begin(uint64_t seed) {
    calls_ = 0;
    meant_ = Stream(derive(seed, "fault")).uniform() < share_;
  }
  void enter(const char* slot) {
    if (slot_ != slot || !meant_ || calls_++ < at_) return;
    if (!once_.empty()) {
      if (std::ifstream(once_)) return;
      std::ofstream made(once_);
    }
    crash();
  }

 private:
  // It is meant to: a sanitizer is not to see it coming.
  __attribute__((no_sanitize("undefined"))) void crash() const {
    if (how_ == "segfault") *static_cast<volatile int*>(nullptr) = 0;
    if (how_ == "abort") std::abort();
    if (how_ == "exit") std::exit(0);
    if (how_ == "kill") ::raise(SIGKILL);
    while (how_ == "loop") pause();  // an endless loop, but easy on the processor
    if (how_ == "allocate") allocate();
  }
  // As fast as it can be watched: a few hundred MiB a second.
  static void allocate() {
    constexpr std::size_t kPiece = std::size_t{1} << 22;
    while (true) {
      char* volatile piece = static_cast<char*>(std::malloc(kPiece));  // volatile: no compiler does without it
      if (piece == nullptr) continue;
      std::memset(piece, 1, kPiece);
      usleep(5000);
    }
  }

  std::string slot_, how_, once_;
  int64_t at_;
  double share_;
  int64_t calls_ = 0;
  bool meant_ = true;
};

class FaultyTask : public Task {
 public:
  static constexpr const char* kId = "faulty_task";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "One number that shrinks, until it crashes";
  static constexpr const char* kLicence = "Apache-2.0";
  static const ParameterList& parameters() {
    static const ParameterList list = fault_parameters();
    return list;
  }

  FaultyTask(const Host& host, const Config& config) : host_(host), fault_(config) { fault_.enter("create"); }
  TaskInfo info() const override {
    TaskInfo info;
    info.losses = {{"size", "how large x is"}, {"smallness", "how small x is"}};
    info.actions = {{"shrink", "x", "makes x smaller", 0, 1, false}, {"grow", "x", "makes x larger", 1, 1, false}};
    info.metrics = {{"size", "", "|x|", AUTOLOSS_MINIMIZE, 0}};
    info.signals = {{"x", "the number"}};
    info.splits = AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TRAIN) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID) |
                  AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_SCORE) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TEST);
    return info;
  }
  void begin(const Episode& episode) override {
    fault_ = Fault(episode.config);
    fault_.begin(episode.data_seed);
    fault_.enter("begin");
    x_ = 1 + Stream(episode.data_seed).uniform();
    host_.log(AUTOLOSS_LOG_INFO, "faulty: begins");
    host_.write_artifact("begun.txt", "text/plain", "begun", 5);
  }
  StepResult step(uint32_t action) override {
    fault_.enter("step");
    const StepResult result = probe(action);
    x_ *= action == 0 ? 0.9 : 1.1;
    return result;
  }
  StepResult probe(uint32_t action) override {
    StepResult result;
    result.loss = action == 1 ? -x_ : x_;
    result.gradient_norm = 1;
    result.batches = 1;
    return result;
  }
  void signals(std::span<double> values) const override { values[0] = x_; }
  void measure(uint32_t, std::span<double> values) override {
    fault_.enter("measure");
    values[0] = std::abs(x_);
  }
  void keep(uint32_t slot) override { kept_[slot] = x_; }
  void recall(uint32_t slot) override { x_ = kept_[slot]; }
  // More than fits into one message between two processes.
  void save(Writer& writer) const override {
    for (int copy = 0; copy < kCopies; ++copy) writer.value(x_ + copy);
  }
  void load(Reader& reader) override {
    for (int copy = 0; copy < kCopies; ++copy) {
      const double value = reader.value<double>() - copy;
      if (copy == 0) x_ = value;
    }
  }

 private:
  static constexpr int kCopies = 30000;
  Host host_;
  Fault fault_;
  double x_ = 1;
  double kept_[AUTOLOSS_KEEP_SLOTS] = {};
};

class Turns : public Session {
 public:
  explicit Turns(Fault fault) : fault_(std::move(fault)) {}
  uint32_t act(const Observation& observation, std::span<double> probabilities) override {
    if (observation.step == 0) fault_.begin(static_cast<uint64_t>(observation.uniform * 1e9));
    fault_.enter("act");
    const auto action = static_cast<uint32_t>(observation.step % probabilities.size());
    std::fill(probabilities.begin(), probabilities.end(), 0.0);
    probabilities[action] = 1;
    return action;
  }

 private:
  Fault fault_;
};

class FaultyController : public Controller {
 public:
  static constexpr const char* kId = "faulty_controller";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "Takes the actions in turn, until it crashes";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const ParameterList& parameter_list() {
    static const ParameterList list = fault_parameters();
    return list;
  }
  FaultyController(const Host&, const Config& config, const ControllerSpec&) : fault_(config) {
    fault_.enter("create");
  }
  std::unique_ptr<Session> open() const override {
    Fault(fault_).enter("open");
    return std::make_unique<Turns>(fault_);
  }
  LearnReport learn(const autoloss_batch& batch) override {
    fault_.enter("learn");
    seen_[0] += batch.trajectory_count;
    return {{"seen", seen_[0]}};
  }
  std::span<double> parameters() override { return seen_; }
  void save(Writer& writer) const override { writer.value(seen_[0]); }
  void load(Reader& reader) override { seen_[0] = reader.value<double>(); }

 private:
  Fault fault_;
  std::array<double, 1> seen_{};
};

}  // namespace

AUTOLOSS_PLUGIN("faulty", "1.0.0", "", Tasks<FaultyTask>, Controllers<FaultyController>)
