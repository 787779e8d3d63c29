// Problems, the queue, searches, profiles, the evolution strategy and training, on a task that can be worked by hand.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>

#include "../idle_components.hpp"
#include "core/study/evolution.hpp"
#include "core/study/guided.hpp"

namespace autoloss {
namespace {

ComponentConfig task_config() {
  ComponentConfig config;
  config.id = "number";
  config.values = test::number_values();
  return config;
}

TEST(Problem, DrawsEachRangeFromAStreamOfItsOwn) {
  ComponentConfig config = task_config();
  config.ranges["start"] = Range{Range::Kind::kUniform, 2, 4, {}, 0};
  const Problem one = make_problem(config, 1);
  const Problem same = make_problem(config, 1);
  const Problem other = make_problem(config, 2);
  config.ranges["breaks_at"] = Range{Range::Kind::kInteger, 5, 9, {}, 0};
  const Problem wider = make_problem(config, 1);

  EXPECT_EQ(one.values, same.values);
  EXPECT_NE(one.values, other.values);
  EXPECT_NE(one.data_seed, other.data_seed);
  EXPECT_EQ(one.values.at("start"), wider.values.at("start"));
  const double start = std::get<double>(one.drawn.at("start"));
  EXPECT_TRUE(start >= 2 && start < 4);
}

TEST(Executor, ServesEachItemOnceForAnyNumberOfWorkers) {
  const std::vector<uint64_t> groups{3, 3, 1, 1, 1, 2, 3};
  for (const int jobs : {1, 2, 5}) {
    Executor executor(jobs, test::number_task(), test::number_values(), nullptr);
    std::vector<std::atomic<int>> served(groups.size());
    executor.for_each(groups, [&](std::size_t index, Worker&) { ++served[index]; });
    for (const auto& count : served) EXPECT_EQ(count, 1);
  }
}

TEST(Executor, BeginsWithTheLongest) {
  Executor executor(1, test::number_task(), test::number_values(), nullptr);
  const std::vector<uint64_t> groups{1, 1, 2, 2};
  const std::vector<double> lengths{1, 2, 5, 7};
  std::vector<std::size_t> served;
  executor.for_each(
      groups, [&](std::size_t index, Worker&) { served.push_back(index); }, lengths);
  EXPECT_EQ(served, (std::vector<std::size_t>{3, 2, 1, 0}));
}

TEST(Executor, ThrowsWhatAnItemThrew) {
  Executor executor(3, test::number_task(), test::number_values(), nullptr);
  const std::vector<uint64_t> groups(20, 0);
  EXPECT_THROW(executor.for_each(groups, [](std::size_t, Worker&) { throw RunError("it broke"); }), RunError);
}

TEST(Worker, CountsAFailureThatAnEarlierProcessRecorded) {
  Ledger ledger;
  const Bookmark place(ledger);
  EpisodeOutcome failed;
  failed.failure = "it crashed";
  place.below("episode", 0).put(failed, std::string());
  Worker worker(test::number_task(), test::number_values(), nullptr);

  const std::vector<EpisodeOutcome> outcomes = worker.run(std::vector<EpisodeJob>(1), place);

  EXPECT_EQ(outcomes.front().failure, "it crashed");
  EXPECT_EQ(worker.failures(), (std::map<std::string, uint64_t>{{"it crashed", 1}}));
}

TEST(Profile, IsTheMeanShareOfThoseStillRunning) {
  MethodResults results(2);
  results[0].trace = {0, 0, 1, 1, 1};
  results[1].trace = {1, 1};
  const Profile profile = profile_of(results, 2, 2);
  EXPECT_EQ(profile.alive, (std::vector<double>{2, 1, 1}));
  EXPECT_EQ(profile.share, (std::vector<std::vector<double>>{{0.5, 0.5}, {0, 1}, {0, 1}}));
}

TEST(Evolution, ClimbsALinearSlope) {
  std::vector<double> parameters{0, 0};
  for (uint64_t round = 0; round < 50; ++round) {
    const auto tried = perturbations(4, 2, round);
    std::vector<double> worth;
    for (const Perturbation& one : tried) {
      const std::vector<double> there = perturbed(parameters, one, 0.1);
      worth.push_back(there[0] - 2 * there[1]);
    }
    evolve(parameters, tried, worth, 1);
  }
  EXPECT_GT(parameters[0], 1);
  EXPECT_LT(parameters[1], -2);
}

class StudyOfANumber : public ::testing::Test {
 protected:
  StudyOfANumber() {
    method_.name = "coin";
    method_.controller.id = "coin";
    method_.controller.values = {{"logit", 0.0}};
    method_.guide_episode = {.horizon = 20, .validate_every = 1, .patience = 5};
    method_.train_episode = method_.guide_episode;
  }
  MethodSetup setup() {
    const TaskShape& shape = executor_.shape();
    return {&method_,
            test::coin_controller(),
            {0, 1},
            {"down", "up"},
            FeatureSchema({"steps"}, Refresh::kValidation, shape),
            nullptr};
  }
  TrainPlan train_plan(const MethodSetup& setup) {
    TrainPlan plan;
    plan.setup = &setup;
    plan.measure = {0, false, false, true};
    plan.shape = &executor_.shape();
    plan.source = [](uint64_t key) { return make_problem(task_config(), key); };
    plan.key = 17;
    return plan;
  }

  Executor executor_{2, test::number_task(), test::number_values(), nullptr};
  Method method_;
  EventList events_;
};

double weight_of(const TrainedController& trained) {
  ControllerInstance controller(test::coin_controller(), {{"logit", 0.0}}, {"steps"}, {"down", "up"}, 0, nullptr);
  controller.load(trained.state);
  return controller.parameters()[0];
}

TEST_F(StudyOfANumber, LearnsToGoDown) {
  for (const char* trainer : {"policy_gradient", "evolution"}) {
    method_.train = TrainConfig{};
    method_.train->trainer = trainer;
    method_.train->updates = 30;
    method_.train->starts = 1;
    method_.train->average_last = 0;
    method_.train->data_sets = 2;
    method_.train->explore = "draw";
    method_.train->selection_every = 10;
    method_.train->selection_problems = 4;
    const MethodSetup bound = setup();
    const TrainedController trained = train_controller(train_plan(bound), executor_, events_, nullptr);
    EXPECT_LT(weight_of(trained), -0.5) << trainer;
    EXPECT_EQ(trained.episodes, 30u * 16 + 3 * 4) << trainer;
  }
}

// What guides without a draw is evolved without one: controllers that differ in next to nothing act alike.
TEST_F(StudyOfANumber, EvolvesAGreedyMethodGreedily) {
  for (const bool greedy : {true, false}) {
    method_.controller.values = {{"logit", 0.5}};
    method_.greedy = greedy;
    method_.train = TrainConfig{};
    method_.train->trainer = "evolution";
    method_.train->evolution_scale = 1e-9;
    method_.train->updates = 1;
    method_.train->starts = 1;
    method_.train->data_sets = 1;
    method_.train->selection_every = 0;
    const MethodSetup bound = setup();
    events_ = {};
    train_controller(train_plan(bound), executor_, events_, nullptr);
    const double spread = nlohmann::json::parse(events_.lines().front()).at("return_sd");
    EXPECT_EQ(spread == 0, greedy) << spread;
  }
}

TEST_F(StudyOfANumber, TrainsEquallyForAnyNumberOfWorkers) {
  method_.train = TrainConfig{};
  method_.train->updates = 5;
  method_.train->selection_every = 0;
  const MethodSetup bound = setup();
  const TrainedController two = train_controller(train_plan(bound), executor_, events_, nullptr);
  Executor alone(1, test::number_task(), test::number_values(), nullptr);
  const std::vector<std::string> lines = std::exchange(events_, {}).lines();
  const TrainedController one = train_controller(train_plan(bound), alone, events_, nullptr);
  EXPECT_EQ(one.state, two.state);
  EXPECT_EQ(lines, events_.lines());
}

TEST_F(StudyOfANumber, SurvivesProblemsThatDiverge) {
  method_.train = TrainConfig{};
  method_.train->updates = 3;
  method_.train->selection_every = 1;
  method_.train->selection_problems = 2;
  const MethodSetup bound = setup();
  TrainPlan plan = train_plan(bound);
  plan.source = [](uint64_t key) {
    Problem problem = make_problem(task_config(), key);
    problem.values = test::number_values(5, 0);
    return problem;
  };
  const TrainedController trained = train_controller(plan, executor_, events_, nullptr);
  EXPECT_EQ(trained.diverged, trained.episodes);
  EXPECT_EQ(weight_of(trained), 0);  // nothing was learned from nothing
}

TEST_F(StudyOfANumber, SearchesAGridOnEachProblemAndCountsIt) {
  method_.tune = TuneConfig{};
  method_.tune->parameters["controller.logit"] = Range{Range::Kind::kUniform, -50, 50, {}, 3};
  std::vector<ReadyMethod> methods;
  methods.push_back({.setup = setup()});
  const std::vector<Problem> problems{make_problem(task_config(), 1), make_problem(task_config(), 2)};
  GuidePlan plan;
  plan.problems = &problems;
  plan.measure = {0, false, false, true};
  plan.shape = &executor_.shape();

  const MethodResults results = guide_methods(methods, plan, executor_, nullptr, events_)[0];

  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].chosen.at("controller.logit"), Value(-50.0));
  EXPECT_EQ(results[0].value, 0);
  EXPECT_EQ(results[0].steps, 10u);  // five down, five more until patience is over
  EXPECT_GE(results[0].search_steps, 10u);
}

TEST_F(StudyOfANumber, TunesOnceOnTheScoreRows) {
  method_.tune = TuneConfig{};
  method_.tune->per = "once";
  method_.tune->search = "random";
  method_.tune->trials = 12;
  method_.tune->problems = 3;
  method_.tune->parameters["controller.logit"] = Range{Range::Kind::kUniform, -5, 5, {}, 0};
  const ProblemSource source = [](uint64_t key) { return make_problem(task_config(), key); };
  const TunedOnce tuned = tune_once(setup(), {0, false, false, true}, source, 3, executor_, events_, {});
  EXPECT_LT(std::get<double>(tuned.best.controller.at("logit")), 0);
  EXPECT_EQ(events_.lines().size(), 12u);
  EXPECT_GT(tuned.steps, 0u);
}

TEST_F(StudyOfANumber, RefusesToTuneWhatIsNotThere) {
  method_.tune = TuneConfig{};
  method_.tune->parameters["controller.luck"] = Range{Range::Kind::kUniform, 0, 1, {}, 3};
  EXPECT_THROW(candidates(method_, test::number_values(), 1), ConfigError);
}

}  // namespace
}  // namespace autoloss
