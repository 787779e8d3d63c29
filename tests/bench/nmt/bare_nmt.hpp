// The small network of the task nmt the way a user of LibTorch writes it: its modules' operators, autograd, its Adam.
#ifndef AUTOLOSS_BENCH_BARE_NMT_HPP
#define AUTOLOSS_BENCH_BARE_NMT_HPP

#include <memory>

#include "plugins/tasks/nmt/model/batch.hpp"

namespace autoloss::bench {

// Not thread-safe. Draws from LibTorch's global generator.
class BareNmt {
 public:
  BareNmt(int64_t source_tokens, int64_t target_tokens, int64_t tags);
  ~BareNmt();
  void translation_step(const nmt::Batch& batch);
  void tagging_step(const nmt::Batch& batch);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace autoloss::bench

#endif
