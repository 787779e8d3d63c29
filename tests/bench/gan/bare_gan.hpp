// What a user of LibTorch would write: the networks of the task's defaults, torch::optim::Adam, and no more.
#ifndef AUTOLOSS_BENCH_BARE_GAN_HPP
#define AUTOLOSS_BENCH_BARE_GAN_HPP

#include <memory>

namespace autoloss::bench {

class BareGan {
 public:
  explicit BareGan(long images);
  ~BareGan();
  void discriminator_step();
  void generator_step();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace autoloss::bench

#endif
