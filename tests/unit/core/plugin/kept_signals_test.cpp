#include "core/plugin/kept_signals.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/plugin/registry.hpp"

namespace autoloss {
namespace {

using Handler = void (*)(int);
void ours(int) {}
void of_a_library(int) {}

Handler handler_of(int number) {
  struct sigaction action = {};
  sigaction(number, nullptr, &action);
  return action.sa_handler;
}

TEST(KeptSignalHandlers, ArePutBackWhateverALibraryInstalls) {
  const Handler before = signal(SIGUSR1, ours);
  const Handler other = handler_of(SIGUSR2);
  {
    const KeptSignalHandlers kept;
    signal(SIGUSR1, of_a_library);
    signal(SIGUSR2, of_a_library);
  }
  EXPECT_EQ(handler_of(SIGUSR1), &ours);
  EXPECT_EQ(handler_of(SIGUSR2), other);
  signal(SIGUSR1, before);
}

TEST(KeptSignalHandlers, OutliveTheLoadingOfAPlugin) {
  const Handler before = signal(SIGUSR1, ours);
  const Handler of_crashes = handler_of(SIGSEGV);

  load_plugin(std::string(AUTOLOSS_TEST_PLUGINS) + "/handlers/handlers.so");

  EXPECT_EQ(handler_of(SIGUSR1), &ours);
  EXPECT_EQ(handler_of(SIGSEGV), of_crashes);
  signal(SIGUSR1, before);
}

}  // namespace
}  // namespace autoloss
