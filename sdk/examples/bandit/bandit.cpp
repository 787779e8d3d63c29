// A plugin of one controller that learns, to read from the top and to change. docs/plugin-authors.md walks through it.
#include <algorithm>
#include <autoloss/cpp/plugin.hpp>
#include <vector>

namespace {

using namespace autoloss::sdk;

// Each action is an arm. A training is cut into phases, and each phase has a table of what its arms are worth: a moving
// average of the advantages of the episodes that took them. It takes the best arm, or with probability epsilon any.
class BanditController final : public Controller {
 public:
  static constexpr const char* kId = "bandit";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "the best action so far, now and then any; by phase of the training";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = true;
  static const ParameterList& parameter_list() {
    static const ParameterList list = ParameterList{}
                                          .number("epsilon", 0.2, 0, 1, "", "how often any action is taken")
                                          .number("rate", 0.3, 1e-9, 1, "", "share that a batch has in a worth")
                                          .integer("phases", 4, 1, 1000, "phases", "parts of a training");
    return list;
  }

  // Features are computed by the host. This one is the share of the training that is over.
  static std::span<const char* const> default_features() {
    static constexpr std::array<const char*, 1> kNames{"progress"};
    return kNames;
  }

  BanditController(const Host&, const Config& config, const ControllerSpec& spec)
      : epsilon_(config.number("epsilon")),
        rate_(config.number("rate")),
        phases_(static_cast<std::size_t>(config.integer("phases"))),
        actions_(spec.actions.size()),
        features_(spec.features.size()),
        worth_(phases_ * actions_, 0.0) {
    const auto progress = std::find(spec.features.begin(), spec.features.end(), "progress");
    progress_ = static_cast<std::size_t>(progress - spec.features.begin());
  }

  std::unique_ptr<Session> open() const override { return std::make_unique<Guiding>(*this); }

  LearnReport learn(const autoloss_batch& batch) override {
    std::vector<double> sum(worth_.size(), 0.0), count(worth_.size(), 0.0);
    for (uint32_t index = 0; index < batch.trajectory_count; ++index) {
      const autoloss_trajectory& trajectory = *batch.trajectories[index];
      for (uint64_t decision = 0; decision < trajectory.decision_count; ++decision) {
        const std::size_t arm =
            first_arm({trajectory.features + decision * features_, features_}) + trajectory.actions[decision];
        sum[arm] += trajectory.advantages != nullptr ? trajectory.advantages[decision] : trajectory.advantage;
        ++count[arm];
      }
    }
    for (std::size_t arm = 0; arm < worth_.size(); ++arm)
      if (count[arm] > 0) worth_[arm] += rate_ * (sum[arm] / count[arm] - worth_[arm]);
    return {{"best_worth", *std::max_element(worth_.begin(), worth_.end())}};
  }

  std::span<double> parameters() override { return worth_; }

  void save(Writer& writer) const override {
    writer.tag("bandit 1");
    writer.values(worth_);
  }
  void load(Reader& reader) override {
    reader.tag("bandit 1");
    worth_ = reader.values<double>(worth_.size());
  }

 private:
  // Sessions run at the same time: what they share is only read while one is open.
  struct Guiding final : Session {
    explicit Guiding(const BanditController& of) : bandit(of) {}
    uint32_t act(const Observation& observation, std::span<double> probabilities) override {
      const auto arms = bandit.worth_.begin() + static_cast<std::ptrdiff_t>(bandit.first_arm(observation.features));
      const auto best = std::max_element(arms, arms + static_cast<std::ptrdiff_t>(bandit.actions_)) - arms;
      const double any = bandit.epsilon_ / static_cast<double>(bandit.actions_);
      std::fill(probabilities.begin(), probabilities.end(), any);
      probabilities[static_cast<std::size_t>(best)] += 1 - bandit.epsilon_;
      return pick(probabilities, observation.uniform);
    }
    const BanditController& bandit;
  };

  // Place of a phase's first arm in the table. Without the feature all of a training is one phase.
  std::size_t first_arm(std::span<const double> features) const {
    if (progress_ >= features.size()) return 0;
    const double place = std::clamp(features[progress_], 0.0, 1.0) * static_cast<double>(phases_);
    return std::min(static_cast<std::size_t>(place), phases_ - 1) * actions_;
  }

  double epsilon_, rate_;
  std::size_t phases_, actions_, features_;
  std::size_t progress_ = 0;  // place of the feature; that of none if it is not there
  std::vector<double> worth_;
};

}  // namespace

AUTOLOSS_PLUGIN("bandit", "0.1.0", "", Tasks<>, Controllers<BanditController>)
