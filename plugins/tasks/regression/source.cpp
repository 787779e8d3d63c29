#include "plugins/tasks/regression/source.hpp"

namespace autoloss::regression {
namespace {

std::vector<float> cut(const std::vector<float>& from, std::size_t begin, std::size_t end) {
  return {from.begin() + static_cast<std::ptrdiff_t>(begin), from.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace

Rows Rows::slice(std::size_t begin, std::size_t end) const {
  Rows part{end - begin, dimensions, cut(inputs, begin * dimensions, end * dimensions), cut(targets, begin, end), {}};
  if (!noise.empty()) part.noise = cut(noise, begin, end);
  return part;
}

}  // namespace autoloss::regression
