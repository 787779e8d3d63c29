// Tables of components whose instances live elsewhere.
#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>

namespace autoloss {

// A table as this program knows it: slots that the component's has not are NULL, those that this program does not know
// are left out.
template <class Type>
Type as_known(const Type& type) {
  Type known{};
  std::memcpy(&known, &type, std::min<std::size_t>(type.struct_size, sizeof(Type)));
  known.struct_size = sizeof(Type);
  return known;
}

// That of a component, made when it is first asked for. Lives as long as the process, as the component's own does.
template <class Type>
const Type& proxy_table(const Type& type, Type (*make)(const Type&)) {
  static std::mutex mutex;
  static auto& tables = *new std::map<const Type*, std::unique_ptr<const Type>>;
  const std::lock_guard lock(mutex);
  auto& table = tables[&type];
  if (!table) table = std::make_unique<const Type>(make(type));
  return *table;
}

}  // namespace autoloss
