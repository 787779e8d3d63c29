// Writes generated rows to standard output for programs that judge them: for each seed from 0, the training partition
// and then the test partition, each as its inputs (float32, row by row) and its labels (uint32), in the machine's byte
// order.
//   print_classification_rows SEEDS [PARAMETER=VALUE]...
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "plugins/tasks/classification/source_maker.hpp"
#include "tests/unit/plugins/support/configuration.hpp"

namespace autoloss::classification {
namespace {

const sdk::ParameterList& parameters() {
  static const sdk::ParameterList list = add_data_parameters(sdk::ParameterList{});
  return list;
}

uint32_t type_of(const std::string& key) {
  for (uint32_t index = 0; index < parameters().size(); ++index)
    if (key == parameters().data()[index]->key) return parameters().data()[index]->type;
  throw std::invalid_argument("no parameter " + key);
}

void set(test::Configuration& configuration, std::string_view argument) {
  const std::size_t sign = argument.find('=');
  if (sign == std::string_view::npos)
    throw std::invalid_argument("PARAMETER=VALUE belongs here, not " + std::string(argument));
  const std::string key(argument.substr(0, sign)), value(argument.substr(sign + 1));
  switch (type_of(key)) {
    case AUTOLOSS_TYPE_INTEGER:
      configuration.integer(key.c_str(), std::stoll(value));
      break;
    case AUTOLOSS_TYPE_NUMBER:
      configuration.number(key.c_str(), std::stod(value));
      break;
    case AUTOLOSS_TYPE_BOOLEAN:
      configuration.boolean(key.c_str(), value == "true");
      break;
    default:
      configuration.string(key.c_str(), value);
  }
}

template <class Value>
void write(const std::vector<Value>& values) {
  if (std::fwrite(values.data(), sizeof(Value), values.size(), stdout) != values.size())
    throw std::runtime_error("writing failed");
}

void print(uint64_t seeds, const DataSettings& settings) {
  SourceMaker maker;
  for (uint64_t seed = 0; seed < seeds; ++seed) {
    const auto source = maker.make(settings, Partition::kTaskTrain, seed);
    for (const Partition partition : {Partition::kTaskTrain, Partition::kTest}) {
      const Rows rows = source->rows(partition);
      write(rows.inputs);
      write(rows.labels);
    }
  }
}

}  // namespace
}  // namespace autoloss::classification

int main(int count, char** arguments) {
  using namespace autoloss;
  if (count < 2) {
    std::fprintf(stderr, "usage: print_classification_rows SEEDS [PARAMETER=VALUE]...\n");
    return 2;
  }
  try {
    test::Configuration configuration(classification::parameters());
    for (int i = 2; i < count; ++i) classification::set(configuration, arguments[i]);
    const sdk::Config config(configuration.get());
    classification::print(std::stoull(arguments[1]), classification::read_data_settings(config));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "print_classification_rows: %s\n", error.what());
    return 1;
  }
}
