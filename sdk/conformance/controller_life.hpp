// A controller under examination.
#pragma once

#include <autoloss/controller.h>

#include <string>
#include <vector>

#include "conformance/life.hpp"

namespace autoloss::conformance {

// What the controllers here choose from.
inline constexpr uint32_t kActionCount = 2;

// The features that a controller is given: those it asks for, else some of no meaning.
std::vector<std::string> feature_names_for(const autoloss_controller_type& type);

struct Decision {
  uint32_t action = 0;
  double value = 0;
  std::vector<double> probabilities;
};

class ControllerLife : public Life {
 public:
  ControllerLife(const autoloss_controller_type& type, autoloss_controller* controller, Circumstances circumstances);
  ~ControllerLife() override;

  Call start() override;
  void advance(Trace& trace) override;
  using Life::advance;
  void look(Trace& trace) override;
  Call save(const autoloss_writer* writer) override;
  Call load(const autoloss_reader* reader) override;

  // What a session is shown at a step of the training of this round.
  struct View {
    std::vector<double> features;
    double uniform = 0;
    std::vector<double> noise;  // empty: none
  };
  View view(uint64_t training, uint64_t step) const;

  // Single calls.
  Call describe();  // into info()
  Call open(autoloss_controller_session*& session);
  void close(autoloss_controller_session* session);
  Call act(autoloss_controller_session* session, const View& view, uint64_t step);  // into decision()
  bool sessions_remember() const { return type_.save_session != nullptr; }
  Call save_session(autoloss_controller_session* session, const autoloss_writer* writer);
  Call load_session(autoloss_controller_session* session, const autoloss_reader* reader);
  // `count` features, which end where the next page begins.
  Call act_on_features(autoloss_controller_session* session, std::size_t count);
  // What a session was shown, and what it did.
  struct Training {
    std::vector<View> views;
    std::vector<Decision> decisions;
  };
  Call learn(const std::vector<Training>& trainings) { return learn(trainings, true); }  // into report()
  Call learn_silently(const std::vector<Training>& trainings) { return learn(trainings, false); }
  Call get_parameters(std::size_t count);  // into parameters()
  Call set_parameters(const std::vector<double>& values);

  bool learns() const { return type_.learn != nullptr; }
  bool has_parameters() const { return type_.get_parameters != nullptr && info_->parameter_count > 0; }
  // A session that guides a training of some steps. Throws Breach.
  Training guide(uint64_t training);

  const autoloss_controller_info& info() const { return *info_.get(); }
  const Decision& decision() const { return decision_; }
  const std::vector<double>& parameters() const { return parameters_; }
  const std::vector<autoloss_named_value>& report() const { return report_; }
  bool outputs_untouched() const { return untouched_; }  // of the last call

 private:
  Call learn(const std::vector<Training>& trainings, bool reports);
  Call act_on(autoloss_controller_session* session, const autoloss_observation& observation);
  Padded<autoloss_observation> observation(const double* features, std::size_t count, double uniform,
                                           uint64_t step) const;

  const autoloss_controller_type& type_;
  autoloss_controller* controller_;
  std::size_t feature_count_;
  Padded<autoloss_controller_info> info_;
  Decision decision_;
  std::vector<double> parameters_;
  std::vector<autoloss_named_value> report_;
  bool untouched_ = false;
};

}  // namespace autoloss::conformance
