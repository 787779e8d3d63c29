#include <memory>
#include <optional>

#include "core/isolate/component_server.hpp"
#include "core/isolate/contract_copies.hpp"
#include "core/isolate/lane_server.hpp"
#include "core/isolate/remote_host.hpp"

namespace autoloss {
namespace {

class TaskServer {
 public:
  TaskServer(const autoloss_task_type& type, Switchboard& switchboard)
      : type_(type), switchboard_(switchboard), server_(switchboard, 0) {}

  void run() {
    server_.run(
        [this](Call call, Unpacker& in, Packer& out, autoloss_error& error) { return use(call, in, out, error); });
  }

 private:
  int32_t use(Call call, Unpacker& in, Packer& out, autoloss_error& error) {
    switch (call) {
      case Call::kCreate:
        return create(in, error);
      case Call::kDestroy:
        type_.destroy(task_);
        return AUTOLOSS_OK;
      case Call::kDescribe:
        return describe(out, error);
      case Call::kBegin:
        return type_.begin(task_, EpisodeCopy(in).get(), &error);
      case Call::kStep:
        return step(type_.step, in, out, error);
      case Call::kProbe:
        return step(type_.probe, in, out, error);
      case Call::kMeasure:
        return measure(in, out, error);
      case Call::kKeep:
        return type_.keep(task_, in.value<uint32_t>(), &error);
      case Call::kRecall:
        return type_.recall(task_, in.value<uint32_t>(), &error);
      case Call::kSave: {
        LaneServer::Writer writer(server_);
        return writer.finish(type_.save(task_, writer.get(), &error));
      }
      case Call::kLoad:
        return type_.load(task_, LaneServer::Reader(server_).get(), &error);
      default:
        throw BrokenMessage();
    }
  }

  int32_t create(Unpacker& in, autoloss_error& error) {
    host_.emplace(in, switchboard_);
    return type_.create(host_->get(), ConfigCopy(in).get(), &task_, &error);
  }

  int32_t describe(Packer& out, autoloss_error& error) {
    autoloss_task_info info{};
    info.struct_size = sizeof(info);
    const int32_t status = type_.describe(task_, &info, &error);
    if (status == AUTOLOSS_OK) pack(out, info);
    return status;
  }

  template <class Slot>
  int32_t step(Slot slot, Unpacker& in, Packer& out, autoloss_error& error) {
    const auto action = in.value<uint32_t>();
    autoloss_step_result result{};
    result.struct_size = sizeof(result);
    result.signal_count = in.value<uint32_t>();
    auto signals = in.list<double>();
    result.signals = signals.given ? signals.items.data() : nullptr;
    const int32_t status = slot(task_, action, &result, &error);
    if (status != AUTOLOSS_OK) return status;
    out.value(result.flags).value(result.loss).value(result.gradient_norm).value(result.batches);
    if (signals.given) out.list(signals.data(), signals.items.size());
    return status;
  }

  int32_t measure(Unpacker& in, Packer& out, autoloss_error& error) {
    const auto split = in.value<uint32_t>();
    values_.resize(in.value<uint32_t>());
    const int32_t status = type_.measure(task_, split, values_.data(), static_cast<uint32_t>(values_.size()), &error);
    if (status == AUTOLOSS_OK) out.list(values_.data(), values_.size());
    return status;
  }

  const autoloss_task_type& type_;
  Switchboard& switchboard_;
  LaneServer server_;
  std::optional<RemoteHost> host_;
  autoloss_task* task_ = nullptr;
  std::vector<double> values_;
};

}  // namespace

void serve_task(const autoloss_task_type& type, Switchboard& switchboard) {
  TaskServer(type, switchboard).run();
}

}  // namespace autoloss
