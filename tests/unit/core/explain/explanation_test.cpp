#include "core/explain/explanation.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "../idle_components.hpp"
#include "../report/temporary_folder.hpp"
#include "core/errors.hpp"
#include "core/explain/explanation_page.hpp"
#include "core/file.hpp"

namespace autoloss {
namespace {

// p(second) = sigmoid(x), the first feature.
class Sigmoid : public sdk::Controller {
 public:
  static constexpr const char* kId = "sigmoid";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "looks at one feature";
  static constexpr const char* kLicence = "Apache-2.0";
  static constexpr bool kLearns = false;
  static const sdk::ParameterList& parameter_list() {
    static const sdk::ParameterList list;
    return list;
  }
  Sigmoid(const sdk::Host&, const sdk::Config&, const sdk::ControllerSpec&) {}
  class Look : public sdk::Session {
   public:
    uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) override {
      probabilities[1] = 1 / (1 + std::exp(-observation.features[0]));
      probabilities[0] = 1 - probabilities[1];
      return sdk::pick(probabilities, observation.uniform);
    }
  };
  std::unique_ptr<sdk::Session> open() const override { return std::make_unique<Look>(); }
  void load(sdk::Reader& reader) override { reader.tag("sigmoid"); }
  void save(sdk::Writer& writer) const override { writer.tag("sigmoid"); }
};

const Component<autoloss_controller_type> kSigmoid{sdk::ControllerComponent<Sigmoid>::type(), nullptr};

ControllerFile trained() {
  ControllerFile file;
  file.id = "sigmoid";
  file.method = "mine";
  file.features = {"x", "idle"};
  file.definitions = {"what it looks at", "what it does not"};
  file.quantiles = {{-2, -1, -1, 0, 1, 1, 2}, {3, 3, 3, 3, 3, 3, 3}};
  file.actions = {"first", "second"};
  file.training = {{"horizon", int64_t{100}}};
  file.sample = {{0, 0, 79}, {-2, 3, 2, 3, 0, 3}};
  file.state = ControllerInstance(kSigmoid, {}, file.features, file.actions, 0, nullptr).save();
  return file;
}

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

TEST(Explanation, IsThePolicyAtWhatItSaw) {
  const Explanation explanation = explain(trained(), kSigmoid, nullptr);

  ASSERT_EQ(explanation.along.size(), 2u);  // steps 0 and 1, and 78 and 79: 40 parts of 80 steps
  EXPECT_EQ(explanation.along[0].count, 2u);
  EXPECT_DOUBLE_EQ(explanation.along[0].mean[1], 0.5);
  EXPECT_NEAR(explanation.along[0].low[1], sigmoid(-2) + 0.05 * (sigmoid(2) - sigmoid(-2)), 1e-12);
  EXPECT_EQ(explanation.along[1].from, 78);
  EXPECT_DOUBLE_EQ(explanation.along[1].mean[0], 0.5);
}

TEST(Explanation, MovesOneFeatureAtATime) {
  const Explanation explanation = explain(trained(), kSigmoid, nullptr);

  EXPECT_EQ(explanation.median, (std::vector<double>{0, 3}));
  ASSERT_EQ(explanation.responses.size(), 2u);
  const Explanation::Response& looked_at = explanation.responses[0];
  ASSERT_EQ(looked_at.at.size(), 101u);
  EXPECT_EQ(looked_at.at.front(), -2);
  EXPECT_EQ(looked_at.at.back(), 2);
  for (std::size_t point = 0; point < 101; ++point)
    EXPECT_DOUBLE_EQ(looked_at.probability[point][1], sigmoid(looked_at.at[point]));
  EXPECT_EQ(explanation.responses[1].at, (std::vector<double>{3}));
  EXPECT_DOUBLE_EQ(explanation.responses[1].probability[0][1], 0.5);
}

TEST(Explanation, RefusesAStateOfAnotherController) {
  ControllerFile file = trained();
  file.state = "?";
  EXPECT_THROW(explain(file, kSigmoid, nullptr), ConfigError);
}

TEST(Explanation, RefusesAControllerThatSawNothing) {
  ControllerFile file = trained();
  file.sample = {};
  EXPECT_THROW(explain(file, kSigmoid, nullptr), ConfigError);
}

TEST(Explanation, LeavesAPageAndItsNumbers) {
  const test::TemporaryFolder folder;
  const ControllerFile file = trained();
  write_explanation(explain(file, kSigmoid, nullptr), file, folder.path(), "/no/such/program");

  const std::string page = read_file(folder.path() / "explanation.html");
  EXPECT_THAT(page, testing::HasSubstr("Probabilities against x"));
  EXPECT_THAT(page, testing::HasSubstr("/no/such/program"));
  const auto json = nlohmann::json::parse(read_file(folder.path() / "explanation.json"));
  EXPECT_EQ(json["responses"][0]["feature"], "x");
  EXPECT_EQ(json["card"]["method"], "mine");
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "plots/feature-0-x.csv"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "plots/along-the-training.gp"));
}

}  // namespace
}  // namespace autoloss
