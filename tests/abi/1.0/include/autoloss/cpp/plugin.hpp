// The entry point of a plugin in C++: one line at the end of one of its files.
//   AUTOLOSS_PLUGIN("regression", "1.0.0", "", Tasks<RegressionTask>, Controllers<>)
#ifndef AUTOLOSS_CPP_PLUGIN_HPP
#define AUTOLOSS_CPP_PLUGIN_HPP

#include <autoloss/plugin.h>

#include <algorithm>
#include <array>
#include <autoloss/cpp/controller.hpp>
#include <autoloss/cpp/task.hpp>
#include <string_view>

namespace autoloss::sdk {

template <class... T>
struct Tasks {
  static constexpr uint32_t kCount = sizeof...(T);
  static constexpr std::array<std::string_view, sizeof...(T)> kIds{T::kId...};
  static const autoloss_task_type* const* list() {
    static const std::array<const autoloss_task_type*, sizeof...(T)> types{TaskComponent<T>::type()...};
    return types.data();
  }
};

template <class... C>
struct Controllers {
  static constexpr uint32_t kCount = sizeof...(C);
  static constexpr std::array<std::string_view, sizeof...(C)> kIds{C::kId...};
  static const autoloss_controller_type* const* list() {
    static const std::array<const autoloss_controller_type*, sizeof...(C)> types{ControllerComponent<C>::type()...};
    return types.data();
  }
};

#if defined(__clang__)
#define AUTOLOSS_COMPILER "clang " __clang_version__
#else
#define AUTOLOSS_COMPILER "gcc " __VERSION__
#endif

// The table of a library made of these components; libraries says what it brings along ("LibTorch 2.6.0", or "").
template <class TaskList, class ControllerList>
const autoloss_plugin* plugin_table(const char* name, const char* version, const char* libraries) {
  static const autoloss_plugin table{sizeof(autoloss_plugin),
                                     AUTOLOSS_ABI_MINOR,
                                     0,
                                     TaskList::kCount,
                                     ControllerList::kCount,
                                     0,
                                     name,
                                     version,
                                     AUTOLOSS_COMPILER,
                                     libraries,
                                     TaskList::list(),
                                     ControllerList::list()};
  return &table;
}

// The text of the section AUTOLOSS_COMPONENTS.
template <class TaskList, class ControllerList>
consteval auto components_text() {
  constexpr std::string_view kTask = "task ", kController = "controller ";
  constexpr std::size_t kSize = [=] {
    std::size_t size = 1;
    for (const std::string_view id : TaskList::kIds) size += kTask.size() + id.size() + 1;
    for (const std::string_view id : ControllerList::kIds) size += kController.size() + id.size() + 1;
    return size;
  }();
  std::array<char, kSize> text{};
  char* place = text.data();
  const auto line = [&place](std::string_view kind, std::string_view id) {
    place = std::copy(kind.begin(), kind.end(), place);
    place = std::copy(id.begin(), id.end(), place);
    *place++ = '\n';
  };
  for (const std::string_view id : TaskList::kIds) line(kTask, id);
  for (const std::string_view id : ControllerList::kIds) line(kController, id);
  return text;
}

}  // namespace autoloss::sdk

#define AUTOLOSS_PLUGIN(name, version, libraries, ...)                                    \
  AUTOLOSS_EXPORT const autoloss_plugin* autoloss_plugin_v1(void) noexcept {              \
    using namespace autoloss::sdk;                                                        \
    return plugin_table<__VA_ARGS__>(name, version, libraries);                           \
  }                                                                                       \
  namespace autoloss_plugin_detail {                                                      \
  using namespace autoloss::sdk;                                                          \
  __attribute__((section(AUTOLOSS_COMPONENTS), used)) static constexpr auto kComponents = \
      components_text<__VA_ARGS__>();                                                     \
  }

#endif
