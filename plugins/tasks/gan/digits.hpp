// Digits drawn by the program, for a first run without any file.
#ifndef AUTOLOSS_GAN_DIGITS_HPP
#define AUTOLOSS_GAN_DIGITS_HPP

#include "plugins/tasks/gan/images.hpp"

namespace autoloss::gan {

// Images first to first + count of the endless set of that seed: digit strokes under a random affine map, with random
// thickness, bent a little; light on dark. Image i depends on seed, i and size alone; its class is i mod 10.
Images draw_digits(uint64_t seed, int64_t first, int64_t count, int64_t size);

}  // namespace autoloss::gan

#endif
