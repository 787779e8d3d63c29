#include "core/isolate/isolated_task.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "core/isolate/contract_copies.hpp"
#include "core/isolate/guarded.hpp"
#include "core/isolate/plugin_process.hpp"
#include "core/isolate/proxy_tables.hpp"

namespace autoloss {
namespace {

class IsolatedTask {
 public:
  IsolatedTask(const Isolation& isolation, const Component<autoloss_task_type>& component, const autoloss_host* host)
      : process_(isolation, {component.plugin->file, true, component.type->id}, host), line_(process_.main_line()) {}

  int32_t create(const autoloss_host* host, const autoloss_config& config, autoloss_error* error) {
    Packer request = line_.request(Call::kCreate);
    pack_host(request, host);
    pack(request, config);
    return process_.call(line_, error);
  }

  void destroy() {
    line_.request(Call::kDestroy);
    process_.call(line_, nullptr);
  }

  int32_t describe(autoloss_task_info& info, autoloss_error* error) {
    line_.request(Call::kDescribe);
    const int32_t status = process_.call(line_, error);
    if (status != AUTOLOSS_OK) return status;
    const uint32_t room = info.struct_size;
    info = info_.emplace(line_.answer().rest()).get();
    info.struct_size = room;
    return AUTOLOSS_OK;
  }

  int32_t begin(const autoloss_episode& episode, autoloss_error* error) {
    Packer request = line_.request(Call::kBegin);
    pack(request, episode);
    return process_.call(line_, error);
  }

  int32_t step(Call call, uint32_t action, autoloss_step_result& result, autoloss_error* error) {
    line_.request(call).value(action).value(result.signal_count).list(result.signals, result.signal_count);
    const int32_t status = process_.call(line_, error);
    if (status != AUTOLOSS_OK) return status;
    Unpacker answer = line_.answer();
    result.flags = answer.value<uint32_t>();
    result.loss = answer.value<double>();
    result.gradient_norm = answer.value<double>();
    result.batches = answer.value<uint64_t>();
    if (result.signals != nullptr) answer.list_into(result.signals, result.signal_count);
    return AUTOLOSS_OK;
  }

  int32_t measure(uint32_t split, double* values, uint32_t count, autoloss_error* error) {
    line_.request(Call::kMeasure).value(split).value(count);
    const int32_t status = process_.call(line_, error);
    if (status == AUTOLOSS_OK) line_.answer().list_into(values, count);
    return status;
  }

  int32_t of_slot(Call call, uint32_t slot, autoloss_error* error) {
    line_.request(call).value(slot);
    return process_.call(line_, error);
  }

  int32_t stream(Call call, const CallStreams& streams, autoloss_error* error) {
    line_.request(call);
    return process_.call(line_, error, streams);
  }

 private:
  PluginProcess process_;
  Line& line_;
  std::optional<TaskInfoCopy> info_;  // what describe() pointed to
};

IsolatedTask& of(autoloss_task* task) {
  return *reinterpret_cast<IsolatedTask*>(task);
}

void destroy(autoloss_task* task) noexcept {
  const std::unique_ptr<IsolatedTask> owned(&of(task));
  guarded(nullptr, [&] { return owned->destroy(), AUTOLOSS_OK; });
}
int32_t describe(autoloss_task* task, autoloss_task_info* info, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).describe(*info, error); });
}
int32_t begin(autoloss_task* task, const autoloss_episode* episode, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).begin(*episode, error); });
}
int32_t step(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).step(Call::kStep, action, *result, error); });
}
int32_t probe(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).step(Call::kProbe, action, *result, error); });
}
int32_t measure(autoloss_task* task, uint32_t split, double* values, uint32_t count, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).measure(split, values, count, error); });
}
int32_t keep(autoloss_task* task, uint32_t slot, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).of_slot(Call::kKeep, slot, error); });
}
int32_t recall(autoloss_task* task, uint32_t slot, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).of_slot(Call::kRecall, slot, error); });
}
int32_t save(autoloss_task* task, const autoloss_writer* writer, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).stream(Call::kSave, {writer, nullptr}, error); });
}
int32_t load(autoloss_task* task, const autoloss_reader* reader, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(task).stream(Call::kLoad, {nullptr, reader}, error); });
}

autoloss_task_type proxy_of(const autoloss_task_type& type) {
  autoloss_task_type proxy = as_known(type);
  proxy.create = nullptr;  // instances come from create_isolated()
  proxy.destroy = destroy;
  proxy.describe = describe;
  proxy.begin = begin;
  proxy.step = step;
  proxy.probe = proxy.probe != nullptr ? probe : nullptr;
  proxy.measure = measure;
  proxy.keep = keep;
  proxy.recall = recall;
  proxy.save = proxy.save != nullptr ? save : nullptr;
  proxy.load = proxy.load != nullptr ? load : nullptr;
  proxy.extension = nullptr;
  return proxy;
}

}  // namespace

int32_t create_isolated(const Isolation& isolation, const Component<autoloss_task_type>& component,
                        const autoloss_host* host, const autoloss_config* config, const autoloss_task_type** type,
                        autoloss_task** task, autoloss_error* error) noexcept {
  return guarded(error, [&] {
    *type = &proxy_table(*component.type, proxy_of);
    auto made = std::make_unique<IsolatedTask>(isolation, component, host);
    const int32_t status = made->create(host, *config, error);
    if (status == AUTOLOSS_OK) *task = reinterpret_cast<autoloss_task*>(made.release());
    return status;
  });
}

}  // namespace autoloss
