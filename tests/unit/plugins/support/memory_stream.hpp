// A saved state in memory.
#ifndef AUTOLOSS_TESTS_MEMORY_STREAM_HPP
#define AUTOLOSS_TESTS_MEMORY_STREAM_HPP

#include <algorithm>
#include <autoloss/cpp/stream.hpp>
#include <cstring>
#include <string>

namespace autoloss::test {

template <class Item>
std::string saved(const Item& item) {
  std::string bytes;
  autoloss_writer writer{sizeof(autoloss_writer), 0, &bytes,
                         [](void* context, const void* data, uint64_t size) noexcept -> int32_t {
                           static_cast<std::string*>(context)->append(static_cast<const char*>(data), size);
                           return AUTOLOSS_OK;
                         }};
  sdk::Writer out(&writer);
  item.save(out);
  return bytes;
}

template <class Item>
void load(Item& item, std::string bytes) {
  autoloss_reader reader{sizeof(autoloss_reader), 0, &bytes,
                         [](void* context, void* buffer, uint64_t size) noexcept -> int64_t {
                           auto& left = *static_cast<std::string*>(context);
                           const std::size_t count = std::min<std::size_t>(size, left.size());
                           std::memcpy(buffer, left.data(), count);
                           left.erase(0, count);
                           return static_cast<int64_t>(count);
                         }};
  sdk::Reader in(&reader);
  item.load(in);
  in.end();
}

}  // namespace autoloss::test

#endif
