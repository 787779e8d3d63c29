#include "core/isolate/serve.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <thread>

#include "core/errors.hpp"
#include "core/isolate/calls.hpp"
#include "core/isolate/component_server.hpp"
#include "core/isolate/lane_server.hpp"
#include "core/isolate/switchboard.hpp"
#include "core/plugin/crash_stack.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {
namespace {

Switchboard* board = nullptr;

extern "C" void name_culprit() {
  if (board != nullptr) board->facts().culprit.store(served_lane() + 1);
}

extern "C" void name_culprit_and_die(int signal) {
  name_culprit();
  ::signal(signal, SIG_DFL);
  raise(signal);
}

// Says through which lane this process ends, if it is through one.
void name_culprits() {
  std::atexit(name_culprit);
  for (const int signal : kCrashSignals) {
    struct sigaction action = {};
    action.sa_handler = name_culprit_and_die;
    action.sa_flags = SA_ONSTACK;
    sigaction(signal, &action, nullptr);
  }
}

// The socket closes when the other process ends, however it does.
void end_with_the_other_process() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::thread([] {
    pollfd other{kSocketFile, POLLRDHUP, 0};
    while (poll(&other, 1, -1) <= 0) continue;
    _exit(0);
  }).detach();
}

// Before others, when memory is short.
void offer_to_the_memory_killer() {
  const int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  [[maybe_unused]] const ssize_t written = write(file, "1000", 4);
  close(file);
}

void set_up_process() {
  close_range(kSwitchboardFile + 1, ~0u, 0);
  fcntl(kSocketFile, F_SETFD, FD_CLOEXEC);
  fcntl(kSwitchboardFile, F_SETFD, FD_CLOEXEC);
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  offer_to_the_memory_killer();
  end_with_the_other_process();
  name_culprits();
}

bool is_socket(int file) {
  struct stat found {};
  return fstat(file, &found) == 0 && S_ISSOCK(found.st_mode);
}

template <class Type>
const Type& component_of(const LoadedPlugin& plugin, const Type* const* types, uint32_t count, const std::string& id) {
  for (uint32_t index = 0; index < count; ++index)
    if (types[index]->id == id) return *types[index];
  throw PluginError(plugin.file.string() + ": holds no component '" + id + "' any more");
}

}  // namespace

int serve_plugin(const std::vector<std::string>& words) {
  if (words.size() < 3 || !is_socket(kSocketFile))
    throw ConfigError(std::string("autoloss ") + kServeCommand + " is started by autoloss --isolate alone");
  set_up_process();
  const CrashStack stack;
  board = new Switchboard(kSwitchboardFile);  // for good: handlers and threads of lanes use it to the end

  const bool writable = words.size() > 3 && words[3] == kAllowWritable;
  const auto plugin = load_plugin(words[1], writable);
  const autoloss_plugin& table = *plugin->table;
  if (words[0] == "task")
    serve_task(component_of(*plugin, table.tasks, table.task_count, words[2]), *board);
  else
    serve_controller(component_of(*plugin, table.controllers, table.controller_count, words[2]), *board);
  return 0;
}

}  // namespace autoloss
