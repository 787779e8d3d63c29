#include "plugins/tasks/gan/digits.hpp"

#include <algorithm>
#include <array>
#include <autoloss/cpp/random.hpp>
#include <cmath>
#include <limits>

namespace autoloss::gan {
namespace {

struct Point {
  double x, y;
};
using Stroke = std::vector<Point>;  // a line through these points, in a square of side 1, y downwards
using Glyph = std::vector<Stroke>;

constexpr double kPi = 3.14159265358979323846;

// Part of an ellipse, angles in half turns, clockwise from the right.
Stroke arc(Point centre, double width, double height, double from, double to) {
  constexpr int kPieces = 10;
  Stroke stroke;
  for (int piece = 0; piece <= kPieces; ++piece) {
    const double angle = kPi * (from + (to - from) * piece / kPieces);
    stroke.push_back({centre.x + width * std::cos(angle), centre.y + height * std::sin(angle)});
  }
  return stroke;
}

const std::array<Glyph, kClasses>& glyphs() {
  static const std::array<Glyph, kClasses> list{
      Glyph{arc({.5, .5}, .22, .34, 0, 2)},
      Glyph{{{.38, .28}, {.53, .16}, {.53, .84}}},
      Glyph{arc({.5, .36}, .2, .2, 1, 2.2), {{.66, .48}, {.3, .84}, {.72, .84}}},
      Glyph{arc({.48, .33}, .2, .17, 1.15, 2.5), arc({.48, .67}, .22, .17, -.5, .85)},
      Glyph{{{.6, .84}, {.6, .16}, {.28, .62}, {.76, .62}}},
      Glyph{{{.7, .16}, {.36, .16}, {.33, .46}}, arc({.48, .63}, .22, .2, -.75, .8)},
      Glyph{{{.62, .15}, {.42, .35}, {.31, .6}}, arc({.5, .64}, .19, .2, 0, 2)},
      Glyph{{{.28, .18}, {.72, .18}, {.44, .84}}},
      Glyph{arc({.5, .33}, .17, .16, 0, 2), arc({.5, .67}, .21, .18, 0, 2)},
      Glyph{arc({.5, .36}, .19, .2, 0, 2), {{.69, .36}, {.67, .6}, {.56, .85}}},
  };
  return list;
}

// How one image differs from the glyph.
class Hand {
 public:
  explicit Hand(uint64_t key) : stream_(key) {
    const double angle = stream_.uniform(-.22, .22), shear = stream_.uniform(-.25, .25);
    const double width = stream_.uniform(.8, 1.15), height = stream_.uniform(.8, 1.12);
    xx_ = width * std::cos(angle);
    xy_ = height * (shear - std::sin(angle));
    yx_ = width * std::sin(angle);
    yy_ = height * std::cos(angle);
    shift_ = {stream_.uniform(-.07, .07), stream_.uniform(-.07, .07)};
    thickness_ = stream_.uniform(.035, .08);
    bend_ = {stream_.uniform(-.06, .06), stream_.uniform(-.06, .06)};
  }

  double thickness() const { return thickness_; }
  Point moved(Point point) const {
    const double x = point.x - .5 + bend_.x * std::sin(2 * kPi * point.y);
    const double y = point.y - .5 + bend_.y * std::sin(2 * kPi * point.x);
    return {.5 + xx_ * x + xy_ * y + shift_.x, .5 + yx_ * x + yy_ * y + shift_.y};
  }

 private:
  sdk::Stream stream_;
  double xx_, xy_, yx_, yy_;
  Point shift_{}, bend_{};
  double thickness_;
};

double squared_distance(Point point, Point from, Point to) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / std::max(dx * dx + dy * dy, 1e-12);
  const double share = std::clamp(along, 0.0, 1.0);
  const double x = point.x - from.x - share * dx, y = point.y - from.y - share * dy;
  return x * x + y * y;
}

double distance(Point point, const Glyph& glyph) {
  double least = std::numeric_limits<double>::infinity();
  for (const Stroke& stroke : glyph)
    for (std::size_t piece = 1; piece < stroke.size(); ++piece)
      least = std::min(least, squared_distance(point, stroke[piece - 1], stroke[piece]));
  return std::sqrt(least);
}

void draw(const Glyph& glyph, double thickness, int64_t size, std::vector<uint8_t>& pixels) {
  const double pixel = 1.0 / static_cast<double>(size);
  for (int64_t y = 0; y < size; ++y)
    for (int64_t x = 0; x < size; ++x) {
      const Point centre{(static_cast<double>(x) + .5) * pixel, (static_cast<double>(y) + .5) * pixel};
      const double ink = std::clamp((thickness - distance(centre, glyph)) / pixel + .5, 0.0, 1.0);
      pixels.push_back(static_cast<uint8_t>(std::lround(255 * ink)));
    }
}

}  // namespace

Images draw_digits(uint64_t seed, int64_t first, int64_t count, int64_t size) {
  const uint64_t key = sdk::derive(seed, "digits");
  Images images{{1, size}, {}, {}};
  images.pixels.reserve(static_cast<std::size_t>(count * size * size));
  for (int64_t index = first; index < first + count; ++index) {
    const auto digit = static_cast<uint8_t>(index % kClasses);
    const Hand hand(sdk::derive(key, static_cast<uint64_t>(index)));
    Glyph glyph = glyphs()[digit];
    for (Stroke& stroke : glyph)
      for (Point& point : stroke) point = hand.moved(point);
    draw(glyph, hand.thickness(), size, images.pixels);
    images.labels.push_back(digit);
  }
  return images;
}

}  // namespace autoloss::gan
