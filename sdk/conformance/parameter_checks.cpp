#include <algorithm>
#include <cmath>
#include <limits>

#include "conformance/checks.hpp"

namespace autoloss::conformance {
namespace {

void need_parameters(Examinee& examinee) {
  if (examinee.subject().parameters().empty()) throw NotApplicable("it has no parameters");
}

// Makes an instance and begins. Where a component reads its parameters is its own business.
Call make_and_start(Examinee& examinee, const Circumstances& with) {
  Made made = examinee.subject().make(with);
  return made.life == nullptr ? made.call : made.life->start();
}

// Spoils a good configuration, and requires that it be refused.
template <class Spoil>
void require_refusal(Examinee& examinee, const std::string& what, Spoil&& spoil) {
  Circumstances with = examinee.circumstances();
  spoil(with.configuration);
  const Call call = make_and_start(examinee, with);
  require(call.status == AUTOLOSS_INVALID_ARGUMENT,
          what + ": expected INVALID_ARGUMENT from create(), found " + text_of(call));
}

void run(Life& life, Trace& trace) {
  life.advance(trace, kRounds);
  life.look(trace);
}

Trace ordinary_trace(Examinee& examinee) {
  Trace trace;
  run(*examinee.life(), trace);
  return trace;
}

std::string shown(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof(buffer), "%g", value);
  return buffer;
}

// A value below or above a range; nothing if the range leaves no room.
double beyond(double end, double direction) {
  return end + direction * std::max(1.0, std::abs(end));
}

void set_number(Setting& setting, double value) {
  setting.integer = std::isfinite(value) && std::abs(value) < 9e18 ? static_cast<int64_t>(value) : 0;
  setting.number = value;
  setting.numbers = {value};
}

void require_refusal_of(Examinee& examinee, const autoloss_parameter& parameter, double value) {
  require_refusal(examinee, "parameter '" + std::string(parameter.key) + "' = " + shown(value),
                  [&](Configuration& configuration) { set_number(configuration.at(parameter.key), value); });
}

bool is_number(uint32_t type) {
  return type == AUTOLOSS_TYPE_INTEGER || type == AUTOLOSS_TYPE_NUMBER || type == AUTOLOSS_TYPE_NUMBERS;
}

void check_range_of(Examinee& examinee, const autoloss_parameter& parameter) {
  if (is_number(parameter.type)) {
    const double limit = parameter.type == AUTOLOSS_TYPE_INTEGER ? 4e18 : std::numeric_limits<double>::max() / 4;
    if (parameter.least > -limit) require_refusal_of(examinee, parameter, beyond(parameter.least, -1));
    if (parameter.most < limit) require_refusal_of(examinee, parameter, beyond(parameter.most, +1));
    if (parameter.type != AUTOLOSS_TYPE_INTEGER)
      require_refusal_of(examinee, parameter, std::numeric_limits<double>::quiet_NaN());
  }
  const bool chosen = parameter.type == AUTOLOSS_TYPE_STRING || parameter.type == AUTOLOSS_TYPE_STRINGS;
  if (chosen && parameter.choice_count > 0)
    require_refusal(examinee, "parameter '" + std::string(parameter.key) + "' = 'no such choice'",
                    [&](Configuration& configuration) {
                      Setting& setting = configuration.at(parameter.key);
                      setting.string = "no such choice";
                      setting.strings = {"no such choice"};
                    });
}

}  // namespace

void check_missing_parameter(Examinee& examinee) {
  need_parameters(examinee);
  examinee.life();
  for (const autoloss_parameter* parameter : examinee.subject().parameters())
    require_refusal(examinee, "without parameter '" + std::string(parameter->key) + "'",
                    [&](Configuration& configuration) {
                      std::erase_if(configuration.settings(),
                                    [&](const Setting& setting) { return setting.key == parameter->key; });
                    });
  require_refusal(examinee, "without any parameter",
                  [](Configuration& configuration) { configuration.settings().clear(); });
}

void check_parameter_order(Examinee& examinee) {
  if (examinee.subject().parameters().size() < 2) throw NotApplicable("it has fewer than two parameters");
  const Trace expected = ordinary_trace(examinee);
  Circumstances with = examinee.circumstances();
  std::reverse(with.configuration.settings().begin(), with.configuration.settings().end());
  Trace found;
  run(*examinee.life(with), found);
  expected.require_equal(found, "the order of the parameters counts", "as published", "reversed");
}

void check_unknown_parameter(Examinee& examinee) {
  const Trace expected = ordinary_trace(examinee);
  Circumstances with = examinee.circumstances();
  Setting unknown;
  unknown.key = "no_such_parameter";
  unknown.type = AUTOLOSS_TYPE_NUMBER;
  unknown.number = 7;
  with.configuration.settings().insert(with.configuration.settings().begin(), unknown);
  Made made = examinee.subject().make(with);
  const Call call = made.life == nullptr ? made.call : made.life->start();
  require(call.ok() || call.status == AUTOLOSS_INVALID_ARGUMENT,
          "an unknown parameter: expected INVALID_ARGUMENT or OK from create(), found " + text_of(call));
  if (!call.ok()) return;
  Trace found;
  run(*made.life, found);
  expected.require_equal(found, "an unknown parameter counts", "without it", "with it");
}

void check_parameter_type(Examinee& examinee) {
  need_parameters(examinee);
  examinee.life();
  for (const autoloss_parameter* parameter : examinee.subject().parameters()) {
    const bool text = parameter->type == AUTOLOSS_TYPE_STRING || parameter->type == AUTOLOSS_TYPE_PATH;
    require_refusal(examinee, "parameter '" + std::string(parameter->key) + "' of another type",
                    [&](Configuration& configuration) {
                      configuration.at(parameter->key).type = text ? AUTOLOSS_TYPE_NUMBER : AUTOLOSS_TYPE_STRING;
                    });
  }
}

void check_parameter_range(Examinee& examinee) {
  need_parameters(examinee);
  examinee.life();
  for (const autoloss_parameter* parameter : examinee.subject().parameters()) check_range_of(examinee, *parameter);
}

}  // namespace autoloss::conformance
