#include "plugins/controllers/ppo/settings.hpp"

#include <utility>

#include "plugins/shared/gradient.hpp"
#include "plugins/shared/network_settings.hpp"
#include "plugins/shared/softmax.hpp"

namespace autoloss::controllers {
namespace {

// Where the three sets differ.
struct Defaults {
  const char* activation;
  double discount;
  double value_clip;
  int64_t buffer_size;
  int64_t updates;
  int64_t sync_every;
  double learning_rate, learning_rate_end;
};

sdk::ParameterList parameters_with(const Defaults& defaults) {
  sdk::ParameterList list = add_gradient_clip(
      add_entropy_bonus(
          add_network(sdk::ParameterList{}, 32, defaults.activation)
              .number("output_scale", 0.01, 0, 1e3, "",
                      "length of the actor's last weights; small: every action starts about equally probable")
              .number("discount", defaults.discount, 0, 1, "", "what a reward counts one decision earlier")
              .number("gae_lambda", 0.95, 0, 1, "",
                      "advantages: 0 trusts the critic behind the next reward, 1 the rewards alone")
              .number("clip", 0.2, 1e-6, 1e6, "",
                      "how far a decision's probability may move, as a share of what it was, before it counts no more")
              .number("value_clip", defaults.value_clip, 0, 1e12, "",
                      "likewise for the critic's value, plus and minus this; 0: anywhere")
              .number("value_weight", 0.5, 0, 1e6, "", "weight of the critic's loss beside the actor's"),
          0.01)
          .boolean("normalize_advantages", true, "advantages of a minibatch get mean 0 and standard deviation 1"),
      0.5);
  return add_adam(
      std::move(list)
          .number("target_kl", 0, 0, 1e6, "nats",
                  "a minibatch that finds the policy moved by more ends the learning from a batch; 0: none does")
          .integer("buffer_size", defaults.buffer_size, 0, 10000000, "decisions",
                   "how many are kept to learn from again; 0: those of the latest batch")
          .integer("batch_size", 64, 1, 1000000, "decisions", "of an update")
          .integer("epochs", 4, 1, 1000, "", "passes over what is kept, for each batch, where updates is 0")
          .integer("updates", defaults.updates, 0, 1000000, "", "for each batch; 0: as many as the epochs take")
          .integer("sync_every", defaults.sync_every, 1, 1000000, "updates",
                   "after which the policy that acts becomes the one that learns"),
      {.learning_rate = defaults.learning_rate,
       .learning_rate_end = defaults.learning_rate_end,
       .beta1 = 0.9,
       .beta2 = 0.999,
       .epsilon = 1e-5});
}

}  // namespace

PpoSettings ppo_settings(const sdk::Config& config) {
  const auto count = [&](const char* key) { return static_cast<std::size_t>(config.integer(key)); };
  return {config.number("discount"),
          config.number("gae_lambda"),
          config.number("clip"),
          config.number("value_clip"),
          config.number("value_weight"),
          config.number("entropy_bonus"),
          config.boolean("normalize_advantages"),
          config.number("gradient_clip"),
          config.number("target_kl"),
          count("buffer_size"),
          count("batch_size"),
          count("epochs"),
          count("updates"),
          count("sync_every")};
}

const sdk::ParameterList& ppo_reference_parameters() {
  static const sdk::ParameterList list = parameters_with({.activation = "tanh",
                                                          .discount = 0.99,
                                                          .value_clip = 0.2,
                                                          .buffer_size = 0,
                                                          .updates = 0,
                                                          .sync_every = 1,
                                                          .learning_rate = 2.5e-4,
                                                          .learning_rate_end = 0});
  return list;
}

const sdk::ParameterList& ppo_paper_parameters() {
  static const sdk::ParameterList list = parameters_with({.activation = "relu",
                                                          .discount = 0.95,
                                                          .value_clip = 0,
                                                          .buffer_size = 2000,
                                                          .updates = 10,
                                                          .sync_every = 10,
                                                          .learning_rate = 1e-3,
                                                          .learning_rate_end = 1});
  return list;
}

const sdk::ParameterList& ppo_release_parameters() {
  static const sdk::ParameterList list = parameters_with({.activation = "tanh",
                                                          .discount = 0.9,
                                                          .value_clip = 0,
                                                          .buffer_size = 200,
                                                          .updates = 10,
                                                          .sync_every = 1,
                                                          .learning_rate = 1e-3,
                                                          .learning_rate_end = 1});
  return list;
}

}  // namespace autoloss::controllers
