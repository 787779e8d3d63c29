// Decisions and updates of the controllers, through the plugins as they are built and the core's own sessions.
#include <autoloss/plugin.h>
#include <benchmark/benchmark.h>
#include <dlfcn.h>

#include <autoloss/cpp/random.hpp>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/plugin/controller_instance.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kFeatures = 6;

// The first component of the plugin of that name, which stands where the executable's own plugins stand.
Component<autoloss_controller_type> component_of(const std::string& id) {
  const auto executable = std::filesystem::read_symlink("/proc/self/exe");
  const auto file = executable.parent_path().parent_path() / "lib/autoloss/plugins" / (id + ".so");
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(dlerror());
  const auto entry = reinterpret_cast<decltype(&autoloss_plugin_v1)>(dlsym(library, AUTOLOSS_ENTRY_POINT));
  return {entry()->controllers[0], nullptr};
}

ControllerInstance make(const std::string& id, const ValueMap& values, std::size_t features = kFeatures) {
  std::vector<std::string> names;
  for (std::size_t index = 0; index < features; ++index) names.push_back(std::to_string(index));
  return {component_of(id), values, names, {"first", "second"}, 1, nullptr};
}

// Budget: a decision costs at most .2 us on one core; 6 features, 2 actions, 16 hidden units. That of ppo, with 32
// hidden units in each of two networks, at most 1 us.
void BM_Decision(benchmark::State& state, const char* id, const ValueMap& values) {
  const auto controller = make(id, values);
  ControllerSession session(controller);
  sdk::Stream stream(7);
  std::vector<double> features(kFeatures);
  for (double& feature : features) feature = stream.normal();

  uint64_t step = 0;
  for (auto _ : state) {
    features[0] = static_cast<double>(step % 100) / 100;
    benchmark::DoNotOptimize(session.act(features, step, 20000, 0.4, nullptr));
    ++step;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(BM_Decision, bernoulli_linear, "bernoulli_linear", ValueMap{});
BENCHMARK_CAPTURE(BM_Decision, softmax_mlp_relu, "softmax_mlp", ValueMap{});
BENCHMARK_CAPTURE(BM_Decision, softmax_mlp_leaky_relu, "softmax_mlp",
                  ValueMap{{"activation", std::string("leaky_relu")}});
BENCHMARK_CAPTURE(BM_Decision, softmax_mlp_tanh, "softmax_mlp", ValueMap{{"activation", std::string("tanh")}});
BENCHMARK_CAPTURE(BM_Decision, ppo_tanh, "ppo", ValueMap{});
BENCHMARK_CAPTURE(BM_Decision, ppo_relu, "ppo", ValueMap{{"activation", std::string("relu")}});
BENCHMARK_CAPTURE(BM_Decision, fixed_ratio, "fixed_ratio", ValueMap{});
BENCHMARK_CAPTURE(BM_Decision, bernoulli_constant, "bernoulli_constant", ValueMap{});
BENCHMARK_CAPTURE(BM_Decision, anneal, "anneal", ValueMap{});

// An update of 64 episodes of 1,000 decisions; counts decisions. It stays far below what the episodes cost: some .1 s.
void BM_Learn(benchmark::State& state, const char* id) {
  constexpr std::size_t kEpisodes = 64;
  constexpr std::size_t kDecisions = 1000;
  auto controller = make(id, {});
  sdk::Stream stream(7);
  std::vector<double> features(kDecisions * kFeatures);
  for (double& feature : features) feature = stream.normal();
  std::vector<uint32_t> actions(kDecisions);
  for (uint32_t& action : actions) action = static_cast<uint32_t>(stream.below(2));
  std::vector<autoloss_trajectory> trajectories(kEpisodes);
  for (autoloss_trajectory& trajectory : trajectories) {
    trajectory = {};
    trajectory.struct_size = sizeof(trajectory);
    trajectory.decision_count = kDecisions;
    trajectory.features = features.data();
    trajectory.actions = actions.data();
    trajectory.advantage = stream.normal();
  }

  for (auto _ : state) benchmark::DoNotOptimize(controller.learn(trajectories, 0.5));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kEpisodes * kDecisions));
}
BENCHMARK_CAPTURE(BM_Learn, bernoulli_linear, "bernoulli_linear")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Learn, softmax_mlp, "softmax_mlp")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Learn, ppo, "ppo")->Unit(benchmark::kMillisecond);

// Budget: an update of ppo on a minibatch of 64 decisions takes at most 200 us on one core; 6 features, 2 actions, 32
// hidden units in each network. Counts updates: 100 a call, so that what a batch costs beside them shows little.
void BM_PpoUpdate(benchmark::State& state, const char* activation) {
  constexpr int64_t kUpdates = 100;
  constexpr std::size_t kDecisions = 64;
  auto controller = make("ppo", {{"activation", std::string(activation)}, {"updates", kUpdates}});
  sdk::Stream stream(7);
  std::vector<double> features(kDecisions * kFeatures), rewards(kDecisions);
  for (double& feature : features) feature = stream.normal();
  for (double& reward : rewards) reward = stream.normal();
  std::vector<uint32_t> actions(kDecisions);
  for (uint32_t& action : actions) action = static_cast<uint32_t>(stream.below(2));
  std::vector<autoloss_trajectory> trajectories(1);
  trajectories[0].struct_size = sizeof(autoloss_trajectory);
  trajectories[0].decision_count = kDecisions;
  trajectories[0].features = features.data();
  trajectories[0].actions = actions.data();
  trajectories[0].rewards = rewards.data();

  for (auto _ : state) benchmark::DoNotOptimize(controller.learn(trajectories, 0.5));
  state.counters["update"] = benchmark::Counter(static_cast<double>(state.iterations() * kUpdates),
                                                benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(BM_PpoUpdate, tanh, "tanh")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_PpoUpdate, relu, "relu")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace autoloss
