// A plugin of one task, to read from the top and to change. docs/plugin-authors.md walks through it.
#include <autoloss/cpp/plugin.hpp>
#include <vector>

namespace {

using namespace autoloss::sdk;

// Linear regression on noisy data whose weights are fitted at some steps and shrunk at others. How often to shrink is
// what a schedule decides.
class RidgeTask final : public Task {
 public:
  static constexpr const char* kId = "ridge";
  static constexpr const char* kVersion = "0.1.0";
  static constexpr const char* kDescription = "linear regression, fitted and shrunk in turn";
  static constexpr const char* kLicence = "Apache-2.0";
  static const ParameterList& parameters() {
    static const ParameterList list =
        ParameterList{}
            .integer("rows", 40, 1, 1000000, "rows", "rows in each split")
            .integer("dimensions", 30, 1, 10000, "", "inputs of a row")
            .number("noise", 3, 0, 1e6, "", "standard deviation of the noise in the targets")
            .number("learning_rate", 0.01, 1e-9, 10, "", "step size of gradient descent");
    return list;
  }

  RidgeTask(const Host&, const Config&) {}

  TaskInfo info() const override {
    TaskInfo info;
    info.losses = {{"mse", "mean squared error on the training rows"},
                   {"norm", "half the squared norm of the weights"}};
    info.actions = {{"fit", "weights", "a step down the error", 0, weights_.size()},
                    {"shrink", "weights", "a step towards zero", 1, weights_.size()}};
    info.metrics = {{"mse", "", "mean squared error", AUTOLOSS_MINIMIZE, 0}};
    info.splits = AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TRAIN) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID) |
                  AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_SCORE) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TEST);
    return info;
  }

  // A fresh model on the data set of this seed. Parameters are read here: they may differ from episode to episode.
  void begin(const Episode& episode) override {
    dimensions_ = static_cast<std::size_t>(episode.config.integer("dimensions"));
    learning_rate_ = episode.config.number("learning_rate");
    weights_.assign(dimensions_, 0.0);
    kept_.assign(AUTOLOSS_KEEP_SLOTS, {});

    Stream truth(derive(episode.data_seed, "truth"));
    true_weights_.resize(dimensions_);
    for (double& weight : true_weights_) weight = truth.normal();
    // The guided role has rows of its own: a controller must not have trained on them.
    const uint64_t key = derive(derive(episode.data_seed, "rows"), episode.role);
    for (std::size_t split = 0; split < kSplits; ++split)
      draw(rows_[split], derive(key, split), static_cast<std::size_t>(episode.config.integer("rows")),
           episode.config.number("noise"));
  }

  StepResult step(uint32_t action) override {
    const StepResult result = probe(action);
    for (std::size_t k = 0; k < dimensions_; ++k) weights_[k] -= learning_rate_ * gradient_[k];
    return result;
  }

  StepResult probe(uint32_t action) override {
    StepResult result;
    result.loss = action == 0 ? error(rows_[AUTOLOSS_SPLIT_TRAIN], &gradient_) : norm(&gradient_);
    result.batches = action == 0 ? 1 : 0;
    double square = 0;
    for (const double slope : gradient_) square += slope * slope;
    result.gradient_norm = std::sqrt(square);
    result.diverged = !std::isfinite(result.loss);
    return result;
  }

  void measure(uint32_t split, std::span<double> values) override { values[0] = error(rows_[split], nullptr); }

  void keep(uint32_t slot) override { kept_[slot] = weights_; }
  void recall(uint32_t slot) override {
    if (kept_[slot].empty()) throw Error(AUTOLOSS_INVALID_STATE, "nothing was kept in this slot");
    weights_ = kept_[slot];
  }

  void save(Writer& writer) const override {
    writer.tag("ridge 1");
    writer.values(weights_);
    for (const std::vector<double>& kept : kept_) {
      writer.value<uint8_t>(kept.empty() ? 0 : 1);
      if (!kept.empty()) writer.values(kept);
    }
  }
  void load(Reader& reader) override {
    reader.tag("ridge 1");
    weights_ = reader.values<double>(dimensions_);
    for (std::vector<double>& kept : kept_)
      kept = reader.value<uint8_t>() != 0 ? reader.values<double>(dimensions_) : std::vector<double>{};
  }

 private:
  struct Rows {
    std::vector<double> inputs;  // row by row
    std::vector<double> targets;
  };
  static constexpr std::size_t kSplits = 4;  // numbered as in the contract

  void draw(Rows& rows, uint64_t key, std::size_t count, double noise) const {
    Stream stream(key);
    rows.inputs.resize(count * dimensions_);
    rows.targets.resize(count);
    for (double& input : rows.inputs) input = stream.normal();
    for (std::size_t row = 0; row < count; ++row)
      rows.targets[row] = predict(rows, row, true_weights_) + noise * stream.normal();
  }

  double predict(const Rows& rows, std::size_t row, const std::vector<double>& weights) const {
    double sum = 0;
    for (std::size_t k = 0; k < dimensions_; ++k) sum += rows.inputs[row * dimensions_ + k] * weights[k];
    return sum;
  }

  // Mean squared error of the current weights, and its gradient if asked for.
  double error(const Rows& rows, std::vector<double>* gradient) const {
    if (gradient != nullptr) gradient->assign(dimensions_, 0.0);
    const std::size_t count = rows.targets.size();
    double sum = 0;
    for (std::size_t row = 0; row < count; ++row) {
      const double residual = predict(rows, row, weights_) - rows.targets[row];
      sum += residual * residual;
      if (gradient == nullptr) continue;
      for (std::size_t k = 0; k < dimensions_; ++k)
        (*gradient)[k] += 2 * residual * rows.inputs[row * dimensions_ + k] / static_cast<double>(count);
    }
    return sum / static_cast<double>(count);
  }

  double norm(std::vector<double>* gradient) const {
    *gradient = weights_;
    double square = 0;
    for (const double weight : weights_) square += weight * weight;
    return square / 2;
  }

  std::size_t dimensions_ = 0;
  double learning_rate_ = 0;
  std::vector<double> weights_, true_weights_, gradient_;
  std::vector<std::vector<double>> kept_;
  std::array<Rows, kSplits> rows_;
};

}  // namespace

AUTOLOSS_PLUGIN("ridge", "0.1.0", "", Tasks<RidgeTask>, Controllers<>)
