// The points of an experiment file: values of a swept key, or distributions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/config/document.hpp"
#include "core/config/experiment.hpp"

namespace autoloss {

// A point before its experiment is read.
struct WrittenPoint {
  Point point;
  Node over;    // what it lays over the file
  Place place;  // where the file says it
};

struct WrittenPoints {
  std::string key;  // of Sweep
  std::vector<WrittenPoint> points;
};

// Reads [sweep] and [distribution.NAME]; nothing without either. Throws ConfigError: both at once, no key, no values.
std::optional<WrittenPoints> read_points(const Node& root);

// The file as it stands at a point: without points, and with what the point lays over it.
Node at_point(const Node& root, const WrittenPoint& point);

}  // namespace autoloss
