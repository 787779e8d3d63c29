#include "core/study/cadence.hpp"

namespace autoloss {
namespace {

class Episodic final : public Cadence {
 public:
  Episodic(const TrainSetup& setup, EpisodeRunner& runner)
      : setup_(setup), runner_(runner), baseline_(setup.config().baseline_decay) {}

  Experience collect(const ControllerInstance& controller, uint64_t update_key, double progress,
                     const Bookmark& place) override {
    const TrainConfig& config = setup_.config();
    const std::vector<Problem> problems = setup_.problems(update_key, config.data_sets);
    std::vector<EpisodeOutcome> outcomes = runner_.run(jobs(problems, controller, update_key, progress), place);
    Experience experience;
    for (const EpisodeOutcome& outcome : outcomes) {
      experience.cost.add(outcome.result);
      experience.rewards.push_back(setup_.reward(outcome.result));
    }
    const std::vector<double> credit =
        advantages(config, experience.rewards, static_cast<std::size_t>(config.rollouts), baseline_);
    for (std::size_t index = 0; index < outcomes.size(); ++index) {
      ExperiencedPart part;
      part.group = index / static_cast<std::size_t>(config.rollouts);
      part.advantage = credit[index];
      part.episode_return = experience.rewards[index].value_or(config.reward.least);
      if (config.reward.shaping > 0) part.advantages = shaped(outcomes[index], credit[index]);
      part.decisions = std::move(outcomes[index].trajectory);
      experience.parts.push_back(std::move(part));
    }
    return experience;
  }

  std::optional<std::string> save(const ControllerInstance&) override { return to_state(baseline_); }
  void load(const std::string& state, const ControllerInstance&) override { from_state(state, baseline_); }

 private:
  std::vector<EpisodeJob> jobs(const std::vector<Problem>& problems, const ControllerInstance& controller,
                               uint64_t update_key, double progress) const {
    std::vector<EpisodeJob> jobs;
    for (std::size_t group = 0; group < problems.size(); ++group) {
      for (int64_t index = 0; index < setup_.config().rollouts; ++index) {
        EpisodeJob job = setup_.job(problems[group], controller, group,
                                    sdk::derive(sdk::derive(update_key, "rollout"), jobs.size()));
        job.exploration = setup_.exploration(progress);
        job.keep_trajectory = true;
        job.history = setup_.config().reward.shaping > 0;
        jobs.push_back(job);
      }
    }
    return jobs;
  }

  // Each decision is credited with the episode's advantage and the shaping reward of the validation that followed it.
  std::vector<double> shaped(const EpisodeOutcome& outcome, double advantage) const {
    const std::vector<double> rewards =
        shaping_rewards(outcome.result.valid_history, setup_.config().reward, setup_.maximize());
    std::vector<double> result;
    for (const uint64_t step : outcome.trajectory.starts) {
      const auto validation =
          static_cast<std::size_t>(step) / static_cast<std::size_t>(setup_.method().train_episode.validate_every);
      result.push_back(advantage + (validation < rewards.size() ? rewards[validation] : 0));
    }
    return result;
  }

  const TrainSetup& setup_;
  EpisodeRunner& runner_;
  MovingBaseline baseline_;
};

}  // namespace

std::unique_ptr<Cadence> episodic_cadence(const TrainSetup& setup, EpisodeRunner& runner) {
  return std::make_unique<Episodic>(setup, runner);
}

}  // namespace autoloss
