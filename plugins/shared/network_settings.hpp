// The shape of a controller's network, as experiment files give it.
#pragma once

#include <autoloss/cpp/config.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/shared/perceptron.hpp"

namespace autoloss::controllers {

struct NetworkSettings {
  int64_t hidden_units;
  int64_t hidden_layers;
  std::string activation;
};

// Publishes the settings as parameters, with one hidden layer and these defaults; activation: a literal.
inline sdk::ParameterList&& add_network(sdk::ParameterList&& list, int64_t hidden_units, const char* activation) {
  return std::move(list)
      .integer("hidden_units", hidden_units, 1, 4096, "", "width of each hidden layer")
      .integer("hidden_layers", 1, 0, 8, "", "number of hidden layers; 0: the logits are linear in the features")
      .string("activation", activation, {"relu", "leaky_relu", "tanh"},
              "of the hidden layers; the leaky one has slope 0.2 below 0");
}

inline NetworkSettings network_settings(const sdk::Config& config) {
  return {config.integer("hidden_units"), config.integer("hidden_layers"), config.string("activation")};
}

inline Perceptron make_network(const NetworkSettings& settings, std::size_t inputs, std::size_t outputs) {
  std::vector<std::size_t> widths{inputs};
  widths.insert(widths.end(), static_cast<std::size_t>(settings.hidden_layers),
                static_cast<std::size_t>(settings.hidden_units));
  widths.push_back(outputs);
  const Activation activation = settings.activation == "leaky_relu" ? Activation::kLeakyRelu
                                : settings.activation == "tanh"     ? Activation::kTanh
                                                                    : Activation::kRelu;
  return {std::move(widths), activation};
}

// "softmax_mlp/1 6-16-2 relu": saved parameters mean nothing to a network of another shape.
inline std::string state_kind(const std::string& revision, const Perceptron& network, const NetworkSettings& settings) {
  std::string kind = revision;
  for (std::size_t layer = 0; layer < network.widths().size(); ++layer)
    kind.append(layer == 0 ? " " : "-").append(std::to_string(network.widths()[layer]));
  return kind.append(" ").append(settings.activation);
}

}  // namespace autoloss::controllers
