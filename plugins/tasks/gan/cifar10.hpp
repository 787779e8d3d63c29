// The binary files of CIFAR-10 (Krizhevsky 2009), compressed with gzip or not.
#ifndef AUTOLOSS_GAN_CIFAR10_HPP
#define AUTOLOSS_GAN_CIFAR10_HPP

#include <span>
#include <string>

#include "plugins/tasks/gan/images.hpp"

namespace autoloss::gan {

// Appends the records of a file: a label, then 32 x 32 bytes each of red, green and blue. name stands for it in
// messages. Throws sdk::Error(AUTOLOSS_BAD_DATA) for no records, a part of one, and labels above 9.
void parse_cifar10(std::span<const uint8_t> bytes, const std::string& name, Images& images);

// Reads FOLDER/data_batch_*.bin as training images and FOLDER/test_batch*.bin as test images, in the order of their
// names, each with or without .gz. Throws as the above, and AUTOLOSS_NOT_FOUND where there is no file of a kind.
ImageSet read_cifar10(const std::string& folder);

}  // namespace autoloss::gan

#endif
