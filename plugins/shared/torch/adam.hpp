// Adam (Kingma and Ba 2015) on the parameters of a group.
#ifndef AUTOLOSS_SHARED_TORCH_ADAM_HPP
#define AUTOLOSS_SHARED_TORCH_ADAM_HPP

#include <autoloss/cpp/stream.hpp>

#include "plugins/shared/torch/parameter_group.hpp"

namespace autoloss::torch_parts {

struct AdamSettings {
  double learning_rate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
};

// The moments and the number of steps of one group. Computes what torch::optim::Adam does.
class Adam {
 public:
  Adam() = default;
  Adam(const AdamSettings& settings, const ParameterGroup& group);

  // Moves the group, the one it was made for, along a gradient of ParameterGroup::gradient().
  void step(const ParameterGroup& group, const at::Tensor& gradient);

  // For schedules of the rate.
  void set_learning_rate(double rate) { settings_.learning_rate = rate; }

  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);  // Error(AUTOLOSS_BAD_DATA) for the moments of another group

 private:
  AdamSettings settings_;
  at::Tensor mean_, square_;
  int64_t steps_ = 0;
};

}  // namespace autoloss::torch_parts

#endif
