// Files that may be compressed.
#ifndef AUTOLOSS_SHARED_GZIP_HPP
#define AUTOLOSS_SHARED_GZIP_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace autoloss::shared {

// The contents of a file, expanded if it is a gzip file and as they are if not. Throws sdk::Error:
// AUTOLOSS_NOT_FOUND (it cannot be opened), AUTOLOSS_IO_ERROR, AUTOLOSS_BAD_DATA (a gzip file that is damaged or cut
// short, or contents of more than `most` bytes).
std::vector<uint8_t> read_gzip(const std::string& path, std::size_t most);

}  // namespace autoloss::shared

#endif
