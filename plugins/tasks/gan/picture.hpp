// Pictures for people.
#ifndef AUTOLOSS_GAN_PICTURE_HPP
#define AUTOLOSS_GAN_PICTURE_HPP

#include <string>

#include "plugins/tasks/gan/images.hpp"

namespace autoloss::gan {

// The images side by side, `columns` in a row, as a PNG file; grey or colour, each pixel `zoom` times as large.
std::string png_grid(const Images& images, int64_t columns, int64_t zoom);

}  // namespace autoloss::gan

#endif
