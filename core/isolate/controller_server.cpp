#include <optional>
#include <thread>
#include <vector>

#include "core/isolate/component_server.hpp"
#include "core/isolate/contract_copies.hpp"
#include "core/isolate/lane_server.hpp"
#include "core/isolate/remote_host.hpp"
#include "core/plugin/crash_stack.hpp"

namespace autoloss {
namespace {

// Serves the sessions that are opened on one lane, one after the other.
class SessionServer {
 public:
  SessionServer(const autoloss_controller_type& type, autoloss_controller* controller, uint32_t action_count,
                Switchboard& switchboard, uint32_t lane)
      : type_(type), controller_(controller), server_(switchboard, lane), probabilities_(action_count) {}

  void run() {
    server_.run(
        [this](Call call, Unpacker& in, Packer& out, autoloss_error& error) { return use(call, in, out, error); });
  }

 private:
  int32_t use(Call call, Unpacker& in, Packer& out, autoloss_error& error) {
    switch (call) {
      case Call::kOpen:
        return type_.open(controller_, &session_, &error);
      case Call::kAct:
        return act(in, out, error);
      case Call::kClose:
        type_.close(session_);
        return AUTOLOSS_OK;
      case Call::kSaveSession: {
        LaneServer::Writer writer(server_);
        return writer.finish(type_.save_session(session_, writer.get(), &error));
      }
      case Call::kLoadSession:
        return type_.load_session(session_, LaneServer::Reader(server_).get(), &error);
      default:
        throw BrokenMessage();
    }
  }

  int32_t act(Unpacker& in, Packer& out, autoloss_error& error) {
    auto observation = in.value<autoloss_observation>();
    const auto features = in.list<double>();
    const auto noise = in.list<double>();
    observation.features = features.data();
    observation.logit_noise = noise.data();
    autoloss_decision decision{sizeof(autoloss_decision), 0, probabilities_.data(), 0};
    const int32_t status = type_.act(session_, &observation, &decision, &error);
    if (status != AUTOLOSS_OK) return status;
    out.value(decision.action).value(decision.value).list(probabilities_.data(), probabilities_.size());
    return status;
  }

  const autoloss_controller_type& type_;
  autoloss_controller* controller_;
  LaneServer server_;
  autoloss_controller_session* session_ = nullptr;
  std::vector<double> probabilities_;
};

class ControllerServer {
 public:
  ControllerServer(const autoloss_controller_type& type, Switchboard& switchboard)
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
        type_.destroy(controller_);
        return AUTOLOSS_OK;
      case Call::kDescribe:
        return describe(out, error);
      case Call::kAddLane:
        add_lane(in.value<uint32_t>());
        return AUTOLOSS_OK;
      case Call::kLearn:
        return learn(in, out, error);
      case Call::kGetParameters:
        return get_parameters(in, out, error);
      case Call::kSetParameters: {
        const auto count = in.value<uint64_t>();
        return type_.set_parameters(controller_, in.list<double>().data(), count, &error);
      }
      case Call::kSave: {
        LaneServer::Writer writer(server_);
        return writer.finish(type_.save(controller_, writer.get(), &error));
      }
      case Call::kLoad:
        return type_.load(controller_, LaneServer::Reader(server_).get(), &error);
      default:
        throw BrokenMessage();
    }
  }

  int32_t create(Unpacker& in, autoloss_error& error) {
    host_.emplace(in, switchboard_);
    const ConfigCopy config(in);
    const SpecCopy spec(in);
    action_count_ = spec.get()->action_count;
    return type_.create(host_->get(), config.get(), spec.get(), &controller_, &error);
  }

  int32_t describe(Packer& out, autoloss_error& error) {
    autoloss_controller_info info{};
    info.struct_size = sizeof(info);
    const int32_t status = type_.describe(controller_, &info, &error);
    if (status == AUTOLOSS_OK) out.value(info);
    return status;
  }

  // Ends with the process.
  void add_lane(uint32_t lane) {
    std::thread([this, lane] {
      const CrashStack stack;
      SessionServer(type_, controller_, action_count_, switchboard_, lane).run();
    }).detach();
  }

  int32_t learn(Unpacker& in, Packer& out, autoloss_error& error) {
    std::vector<autoloss_named_value> values(in.value<uint32_t>());
    const BatchCopy batch(in);
    autoloss_learn_result result{sizeof(autoloss_learn_result), static_cast<uint32_t>(values.size()), 0, 0,
                                 values.data()};
    const int32_t status = type_.learn(controller_, batch.get(), &result, &error);
    if (status != AUTOLOSS_OK) return status;
    const uint32_t count = std::min(result.count, result.capacity);
    out.value(count);
    for (uint32_t index = 0; index < count; ++index) out.text(values[index].name).value(values[index].value);
    return status;
  }

  int32_t get_parameters(Unpacker& in, Packer& out, autoloss_error& error) {
    std::vector<double> values(in.value<uint64_t>());
    const int32_t status = type_.get_parameters(controller_, values.data(), values.size(), &error);
    if (status == AUTOLOSS_OK) out.list(values.data(), values.size());
    return status;
  }

  const autoloss_controller_type& type_;
  Switchboard& switchboard_;
  LaneServer server_;
  std::optional<RemoteHost> host_;
  uint32_t action_count_ = 0;
  autoloss_controller* controller_ = nullptr;
};

}  // namespace

void serve_controller(const autoloss_controller_type& type, Switchboard& switchboard) {
  ControllerServer(type, switchboard).run();
}

}  // namespace autoloss
