#include "core/plugin/memory_stream.hpp"

#include <algorithm>
#include <cstring>

namespace autoloss {

autoloss_writer memory_writer(std::string& bytes) {
  return {sizeof(autoloss_writer), 0, &bytes, [](void* context, const void* source, uint64_t size) noexcept -> int32_t {
            try {
              static_cast<std::string*>(context)->append(static_cast<const char*>(source), size);
              return AUTOLOSS_OK;
            } catch (...) {
              return AUTOLOSS_IO_ERROR;
            }
          }};
}

MemoryReader::MemoryReader(const std::string& bytes)
    : bytes_(bytes), reader_{sizeof(autoloss_reader), 0, this, [](void* context, void* buffer, uint64_t size) noexcept {
                               auto& self = *static_cast<MemoryReader*>(context);
                               const std::size_t count = std::min<std::size_t>(size, self.bytes_.size() - self.place_);
                               std::memcpy(buffer, self.bytes_.data() + self.place_, count);
                               self.place_ += count;
                               return static_cast<int64_t>(count);
                             }} {}

}  // namespace autoloss
