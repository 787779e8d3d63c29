// Controllers whose sessions remember nothing: an action follows from the one observation alone.
#pragma once

#include <autoloss/cpp/controller.hpp>
#include <memory>
#include <span>

namespace autoloss::controllers {

// Base of such a controller C, which has uint32_t act(const Observation&, std::span<double> probabilities) const.
template <class C>
class Stateless : public sdk::Controller {
 public:
  std::unique_ptr<sdk::Session> open() const override { return std::make_unique<View>(static_cast<const C&>(*this)); }

 private:
  class View : public sdk::Session {
   public:
    explicit View(const C& controller) : controller_(controller) {}
    uint32_t act(const sdk::Observation& observation, std::span<double> probabilities) override {
      return controller_.act(observation, probabilities);
    }

   private:
    const C& controller_;
  };
};

// The features of a schedule that looks at nothing: none, where the host would else give its own.
inline std::span<const char* const> no_features() {
  static constexpr const char* kNone[] = {nullptr};
  return {kNone, 0};
}

}  // namespace autoloss::controllers
