// A controller as a class: derive from Controller (it learns) or Schedule (it does not), and name it in
// AUTOLOSS_PLUGIN.
#ifndef AUTOLOSS_CPP_CONTROLLER_HPP
#define AUTOLOSS_CPP_CONTROLLER_HPP

#include <autoloss/controller.h>

#include <algorithm>
#include <autoloss/cpp/config.hpp>
#include <autoloss/cpp/host.hpp>
#include <autoloss/cpp/random.hpp>
#include <autoloss/cpp/stream.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace autoloss::sdk {

// What a controller will see and choose from; see autoloss_controller_spec.
struct ControllerSpec {
  std::vector<std::string> features, actions;
  uint64_t seed = 0;
};

// What to base an action on; see autoloss_observation.
struct Observation {
  std::span<const double> features;
  uint64_t step, horizon;
  double uniform;
  const double* logit_noise;  // or nullptr
};

// Picks index k with probability probabilities[k], from one uniform number in [0, 1).
inline uint32_t pick(std::span<const double> probabilities, double uniform) noexcept {
  double sum = 0;
  for (std::size_t action = 0; action + 1 < probabilities.size(); ++action) {
    sum += probabilities[action];
    if (uniform < sum) return static_cast<uint32_t>(action);
  }
  return static_cast<uint32_t>(probabilities.size() - 1);
}

// One training that a controller guides.
class Session {
 public:
  virtual ~Session() = default;
  // Writes the probability of each action and returns the one picked. Allocates nothing.
  virtual uint32_t act(const Observation& observation, std::span<double> probabilities) = 0;
  // The critic's expected return at the last observation; 0 without a critic.
  virtual double value() const { return 0; }
  // Of what it remembers of earlier observations, where C::kSessionsRemember is true. load() fails and leaves it as it
  // was, or succeeds.
  virtual void save(Writer&) const {}
  virtual void load(Reader&) {}
};

// The names and numbers that learn() reports.
using LearnReport = std::vector<autoloss_named_value>;

// The slots of autoloss_controller_type; each means what it means there. Throw Error to fail a call.
class Controller {
 public:
  virtual ~Controller() = default;
  virtual std::unique_ptr<Session> open() const = 0;
  virtual uint32_t logit_count() const { return 0; }
  virtual LearnReport learn(const autoloss_batch&) { throw Error(AUTOLOSS_UNSUPPORTED, "a schedule does not learn"); }
  virtual std::span<double> parameters() { return {}; }  // the policy's, as one vector in memory
  virtual void save(Writer&) const {}
  virtual void load(Reader&) {}
};

// The C descriptor of a controller class C, which has: static const ParameterList& parameter_list(); a constructor
// (const Host&, const Config&, const ControllerSpec&); the constants kId, kVersion, kDescription, kLicence, kLearns;
// and may have a static std::span<const char* const> default_features() and the constant kSessionsRemember: whether
// act() depends on earlier observations too; its sessions then save and load what they remember.
template <class C>
class ControllerComponent {
 public:
  static const autoloss_controller_type* type() {
    static const autoloss_controller_type table = make_type();
    return &table;
  }

 private:
  struct Instance {
    Instance(const autoloss_host* host, const autoloss_config* config, const ControllerSpec& asked)
        : spec(asked), controller(Host(host), Config(config), spec) {}
    ControllerSpec spec;
    C controller;
  };
  struct OpenSession {
    std::unique_ptr<Session> session;
    std::size_t feature_count;
    std::vector<double> probabilities;  // what act() writes before it may yet fail
  };
  static Instance& of(autoloss_controller* controller) { return *reinterpret_cast<Instance*>(controller); }

  static int32_t create(const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                        autoloss_controller** controller, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      ControllerSpec asked;
      asked.features.assign(spec->feature_names, spec->feature_names + spec->feature_count);
      asked.actions.assign(spec->action_names, spec->action_names + spec->action_count);
      asked.seed = spec->seed;
      if (asked.actions.empty()) throw Error(AUTOLOSS_INVALID_ARGUMENT, "a controller needs one action at least");
      check_config(C::parameter_list(), config);
      *controller = reinterpret_cast<autoloss_controller*>(new Instance(host, config, asked));
    });
  }
  static void destroy(autoloss_controller* controller) noexcept { delete reinterpret_cast<Instance*>(controller); }

  static int32_t describe(autoloss_controller* controller, autoloss_controller_info* info,
                          autoloss_error* error) noexcept {
    return guarded(error, [&] {
      C& self = of(controller).controller;
      // Field by field: the struct of an older host ends before one that was appended since.
      info->logit_count = self.logit_count();
      info->parameter_count = self.parameters().size();
    });
  }

  static int32_t open(autoloss_controller* controller, autoloss_controller_session** session,
                      autoloss_error* error) noexcept {
    return guarded(error, [&] {
      const Instance& self = of(controller);
      auto opened = std::make_unique<OpenSession>(OpenSession{self.controller.open(), self.spec.features.size(),
                                                              std::vector<double>(self.spec.actions.size())});
      *session = reinterpret_cast<autoloss_controller_session*>(opened.release());
    });
  }
  static void close(autoloss_controller_session* session) noexcept { delete reinterpret_cast<OpenSession*>(session); }

  static int32_t act(autoloss_controller_session* session, const autoloss_observation* observation,
                     autoloss_decision* decision, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      auto& self = *reinterpret_cast<OpenSession*>(session);
      if (observation->feature_count != self.feature_count)
        throw Error(AUTOLOSS_INVALID_ARGUMENT, "the observation has " + std::to_string(observation->feature_count) +
                                                   " features where the controller was made for " +
                                                   std::to_string(self.feature_count));
      const uint32_t action = self.session->act(
          Observation{std::span<const double>(observation->features, observation->feature_count), observation->step,
                      observation->horizon, observation->uniform, observation->logit_noise},
          self.probabilities);
      decision->value = self.session->value();
      decision->action = action;
      std::copy(self.probabilities.begin(), self.probabilities.end(), decision->probabilities);
    });
  }

  static int32_t learn(autoloss_controller* controller, const autoloss_batch* batch, autoloss_learn_result* result,
                       autoloss_error* error) noexcept {
    return guarded(error, [&] {
      const LearnReport report = of(controller).controller.learn(*batch);
      if (result == nullptr) return;
      result->count = 0;
      for (const autoloss_named_value& item : report)
        if (result->count < result->capacity) result->values[result->count++] = item;
    });
  }

  static std::span<double> parameters_of(autoloss_controller* controller, uint64_t count) {
    const std::span<double> parameters = of(controller).controller.parameters();
    if (parameters.size() != count)
      throw Error(AUTOLOSS_INVALID_ARGUMENT, "the controller has " + std::to_string(parameters.size()) +
                                                 " parameters, not " + std::to_string(count));
    return parameters;
  }
  static int32_t get_parameters(autoloss_controller* controller, double* values, uint64_t count,
                                autoloss_error* error) noexcept {
    return guarded(error, [&] {
      const std::span<double> parameters = parameters_of(controller, count);
      std::copy(parameters.begin(), parameters.end(), values);
    });
  }
  static int32_t set_parameters(autoloss_controller* controller, const double* values, uint64_t count,
                                autoloss_error* error) noexcept {
    return guarded(error, [&] { std::copy(values, values + count, parameters_of(controller, count).begin()); });
  }

  static int32_t save(autoloss_controller* controller, const autoloss_writer* writer, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Writer out(writer);
      of(controller).controller.save(out);
    });
  }
  // The state goes into a copy first: a damaged one leaves the instance as it was.
  static int32_t load(autoloss_controller* controller, const autoloss_reader* reader, autoloss_error* error) noexcept {
    return guarded(error, [&] {
      C loaded = of(controller).controller;
      Reader in(reader);
      loaded.load(in);
      in.end();
      of(controller).controller = std::move(loaded);
    });
  }

  static int32_t save_session(autoloss_controller_session* session, const autoloss_writer* writer,
                              autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Writer out(writer);
      reinterpret_cast<OpenSession*>(session)->session->save(out);
    });
  }
  static int32_t load_session(autoloss_controller_session* session, const autoloss_reader* reader,
                              autoloss_error* error) noexcept {
    return guarded(error, [&] {
      Reader in(reader);
      reinterpret_cast<OpenSession*>(session)->session->load(in);
      in.end();
    });
  }

  static autoloss_controller_type make_type() {
    const ParameterList& parameters = C::parameter_list();
    autoloss_controller_type table{};
    table.struct_size = sizeof(table);
    table.parameter_count = parameters.size();
    table.id = C::kId;
    table.version = C::kVersion;
    table.description = C::kDescription;
    table.licence = C::kLicence;
    table.parameters = parameters.data();
    if constexpr (requires { C::default_features(); }) {
      table.default_features = C::default_features().data();
      table.default_feature_count = static_cast<uint32_t>(C::default_features().size());
    }
    table.create = create;
    table.destroy = destroy;
    table.describe = describe;
    table.open = open;
    table.close = close;
    table.act = act;
    if constexpr (C::kLearns) {
      table.learn = learn;
      table.get_parameters = get_parameters;
      table.set_parameters = set_parameters;
    }
    table.save = save;
    table.load = load;
    if constexpr (requires { requires C::kSessionsRemember; }) {
      table.save_session = save_session;
      table.load_session = load_session;
    }
    return table;
  }
};

}  // namespace autoloss::sdk

#endif
