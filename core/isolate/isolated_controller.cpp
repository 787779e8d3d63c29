#include "core/isolate/isolated_controller.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/isolate/contract_copies.hpp"
#include "core/isolate/guarded.hpp"
#include "core/isolate/plugin_process.hpp"
#include "core/isolate/proxy_tables.hpp"
#include "core/plugin/memory_stream.hpp"

namespace autoloss {
namespace {

bool crashed(int32_t status) {
  return status == kCrashed || status == kCrashedBeside;
}

// A process with a controller, and the lines of sessions that are not in use.
struct LivingController {
  PluginProcess process;
  std::vector<Line*> idle{};
};

// A session keeps the process that it was opened in, whatever happens to the controller.
struct IsolatedSession {
  std::shared_ptr<LivingController> home;
  Line* line;
  std::mutex* mutex;  // of the idle lines
  uint32_t action_count, logit_count;
};

class IsolatedController {
 public:
  IsolatedController(const Isolation& isolation, const Component<autoloss_controller_type>& component,
                     const autoloss_host* host, const autoloss_config& config, const autoloss_controller_spec& spec)
      : isolation_(isolation),
        component_(component),
        host_(host),
        spec_(spec),
        saves_(as_known(*component.type).save != nullptr) {
    Packer recipe(recipe_);
    pack_host(recipe, host);
    pack(recipe, config);
    pack(recipe, spec);
  }

  int32_t create(autoloss_error* error) {
    return retried(error, [] { return AUTOLOSS_OK; });
  }
  void destroy() {
    if (!living_) return;
    main().request(Call::kDestroy);
    living_->process.call(main(), nullptr);
  }

  int32_t describe(autoloss_controller_info& info, autoloss_error*) {
    info.logit_count = info_.logit_count;
    info.parameter_count = info_.parameter_count;
    return AUTOLOSS_OK;
  }

  int32_t open(IsolatedSession** session, autoloss_error* error) {
    const std::lock_guard lock(mutex_);
    return retried(error, [&] {
      Line* line = free_line(error);
      if (line == nullptr) return living_->process.ended() ? kCrashed : AUTOLOSS_OUT_OF_MEMORY;
      line->request(Call::kOpen);
      const int32_t status = living_->process.call(*line, error);
      if (status == AUTOLOSS_OK)
        *session = new IsolatedSession{living_, line, &mutex_, spec_.action_count, info_.logit_count};
      return status;
    });
  }

  int32_t learn(const autoloss_batch& batch, autoloss_learn_result* result, autoloss_error* error) {
    return changed(error, [&] {
      Packer request = main().request(Call::kLearn);
      request.value(result != nullptr ? result->capacity : 0);
      pack(request, batch, spec_.feature_count, info_.logit_count);
      const int32_t status = living_->process.call(main(), error);
      if (status == AUTOLOSS_OK && result != nullptr) read_report(*result);
      return status;
    });
  }

  int32_t get_parameters(double* parameters, uint64_t count, autoloss_error* error) {
    return retried(error, [&] {
      main().request(Call::kGetParameters).value(count);
      const int32_t status = living_->process.call(main(), error);
      if (status == AUTOLOSS_OK) main().answer().list_into(parameters, count);
      return status;
    });
  }
  int32_t set_parameters(const double* parameters, uint64_t count, autoloss_error* error) {
    return changed(error, [&] {
      main().request(Call::kSetParameters).value(count).list(parameters, count);
      return living_->process.call(main(), error);
    });
  }

  // A stream of the caller can be used once: what crosses it is kept here until the call has succeeded.
  int32_t save(const autoloss_writer& writer, autoloss_error* error) {
    std::string bytes;
    const int32_t status = retried(error, [&] { return bytes.clear(), save_to(bytes, error); });
    return status != AUTOLOSS_OK ? status : writer.write(writer.context, bytes.data(), bytes.size());
  }
  int32_t load(const autoloss_reader& reader, autoloss_error* error) {
    std::string bytes;
    char buffer[4096];
    int64_t count = 0;
    while ((count = reader.read(reader.context, buffer, sizeof(buffer))) > 0)
      bytes.append(buffer, static_cast<std::size_t>(count));
    if (count < 0) return AUTOLOSS_IO_ERROR;
    const int32_t status = retried(error, [&] { return load_from(bytes, error); });
    if (status == AUTOLOSS_OK) state_ = std::move(bytes), has_state_ = true;
    return status;
  }

 private:
  Line& main() { return living_->process.main_line(); }

  // Makes the call on a living controller, again as long as that ends its process.
  template <class Use>
  int32_t retried(autoloss_error* error, Use use) {
    int32_t status = AUTOLOSS_OK;
    for (int left = isolation_.retries; left >= 0; --left) {
      status = revive(error);
      if (status == AUTOLOSS_OK) status = use();
      if (!crashed(status) || lost_) break;
    }
    return status;
  }

  // As `retried`, for a call that changes the controller.
  template <class Use>
  int32_t changed(autoloss_error* error, Use use) {
    return retried(error, [&] {
      const int32_t status = use();
      if (status != AUTOLOSS_OK) return status;
      if (!saves_) return lost_ = true, AUTOLOSS_OK;
      std::string bytes;
      const int32_t saved = save_to(bytes, error);
      if (saved == AUTOLOSS_OK) state_ = std::move(bytes), has_state_ = true;
      return saved;
    });
  }

  int32_t revive(autoloss_error* error) {
    if (living_ && !living_->process.ended()) return AUTOLOSS_OK;
    if (living_ && lost_) return ended(error);
    living_.reset(new LivingController{{isolation_, {component_.plugin->file, false, component_.type->id}, host_}});
    main().request(Call::kCreate).bytes(recipe_);
    int32_t status = living_->process.call(main(), error);
    if (status == AUTOLOSS_OK) status = read_info(error);
    if (status == AUTOLOSS_OK && has_state_) status = load_from(state_, error);
    if (status != AUTOLOSS_OK && !crashed(status)) living_.reset();
    return status;
  }

  // Changed since it was made, and there is no way to save what it became.
  int32_t ended(autoloss_error* error) {
    main().request(Call::kDescribe);
    return living_->process.call(main(), error);
  }

  int32_t read_info(autoloss_error* error) {
    main().request(Call::kDescribe);
    const int32_t status = living_->process.call(main(), error);
    if (status == AUTOLOSS_OK) info_ = main().answer().value<autoloss_controller_info>();
    return status;
  }

  int32_t save_to(std::string& bytes, autoloss_error* error) {
    const autoloss_writer writer = memory_writer(bytes);
    main().request(Call::kSave);
    return living_->process.call(main(), error, {&writer, nullptr});
  }
  int32_t load_from(const std::string& bytes, autoloss_error* error) {
    MemoryReader memory(bytes);
    main().request(Call::kLoad);
    return living_->process.call(main(), error, {nullptr, memory.get()});
  }

  Line* free_line(autoloss_error* error) {
    if (!living_->idle.empty()) {
      Line* line = living_->idle.back();
      living_->idle.pop_back();
      return line;
    }
    Line* line = living_->process.add_line();
    if (line == nullptr) return nullptr;
    main().request(Call::kAddLane).value(line->index());
    return living_->process.call(main(), error) == AUTOLOSS_OK ? line : nullptr;
  }

  // Names live as long as the process, by contract.
  void read_report(autoloss_learn_result& result) {
    static std::mutex mutex;
    static auto& names = *new std::set<std::string>;
    const std::lock_guard lock(mutex);
    Unpacker answer = main().answer();
    const auto count = answer.value<uint32_t>();
    if (count > result.capacity) throw BrokenMessage();
    result.count = count;
    for (uint32_t index = 0; index < count; ++index) {
      const char* name = answer.text();
      result.values[index] = {names.insert(name).first->c_str(), answer.value<double>()};
    }
  }

  const Isolation isolation_;
  const Component<autoloss_controller_type> component_;
  const autoloss_host* host_;
  autoloss_controller_spec spec_;  // its numbers
  const bool saves_;
  std::string recipe_;  // what create() is given
  std::string state_;   // what the controller has become since, once it has
  bool has_state_ = false;
  bool lost_ = false;  // it has become something that cannot be kept
  autoloss_controller_info info_{};
  std::mutex mutex_;  // sessions are opened and closed from any thread
  std::shared_ptr<LivingController> living_;
};

IsolatedController& of(autoloss_controller* controller) {
  return *reinterpret_cast<IsolatedController*>(controller);
}
IsolatedSession& of(autoloss_controller_session* session) {
  return *reinterpret_cast<IsolatedSession*>(session);
}

void destroy(autoloss_controller* controller) noexcept {
  const std::unique_ptr<IsolatedController> owned(&of(controller));
  guarded(nullptr, [&] { return owned->destroy(), AUTOLOSS_OK; });
}
int32_t describe(autoloss_controller* controller, autoloss_controller_info* info, autoloss_error* error) noexcept {
  return of(controller).describe(*info, error);
}
int32_t open(autoloss_controller* controller, autoloss_controller_session** session, autoloss_error* error) noexcept {
  return guarded(error, [&] {
    IsolatedSession* opened = nullptr;
    const int32_t status = of(controller).open(&opened, error);
    if (status == AUTOLOSS_OK) *session = reinterpret_cast<autoloss_controller_session*>(opened);
    return status;
  });
}
void close(autoloss_controller_session* session) noexcept {
  const std::unique_ptr<IsolatedSession> owned(&of(session));
  guarded(nullptr, [&] {
    owned->line->request(Call::kClose);
    const int32_t status = owned->home->process.call(*owned->line, nullptr);
    const std::lock_guard lock(*owned->mutex);
    if (status == AUTOLOSS_OK) owned->home->idle.push_back(owned->line);
    return status;
  });
}
int32_t act(autoloss_controller_session* session, const autoloss_observation* observation, autoloss_decision* decision,
            autoloss_error* error) noexcept {
  return guarded(error, [&] {
    IsolatedSession& self = of(session);
    self.line->request(Call::kAct)
        .value(*observation)
        .list(observation->features, observation->feature_count)
        .list(observation->logit_noise, self.logit_count);
    const int32_t status = self.home->process.call(*self.line, error);
    if (status != AUTOLOSS_OK) return status;
    Unpacker answer = self.line->answer();
    decision->action = answer.value<uint32_t>();
    decision->value = answer.value<double>();
    answer.list_into(decision->probabilities, self.action_count);
    return status;
  });
}
int32_t save_session(autoloss_controller_session* session, const autoloss_writer* writer,
                     autoloss_error* error) noexcept {
  return guarded(error, [&] {
    of(session).line->request(Call::kSaveSession);
    return of(session).home->process.call(*of(session).line, error, {writer, nullptr});
  });
}
int32_t load_session(autoloss_controller_session* session, const autoloss_reader* reader,
                     autoloss_error* error) noexcept {
  return guarded(error, [&] {
    of(session).line->request(Call::kLoadSession);
    return of(session).home->process.call(*of(session).line, error, {nullptr, reader});
  });
}
int32_t learn(autoloss_controller* controller, const autoloss_batch* batch, autoloss_learn_result* result,
              autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(controller).learn(*batch, result, error); });
}
int32_t get_parameters(autoloss_controller* controller, double* parameters, uint64_t count,
                       autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(controller).get_parameters(parameters, count, error); });
}
int32_t set_parameters(autoloss_controller* controller, const double* parameters, uint64_t count,
                       autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(controller).set_parameters(parameters, count, error); });
}
int32_t save(autoloss_controller* controller, const autoloss_writer* writer, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(controller).save(*writer, error); });
}
int32_t load(autoloss_controller* controller, const autoloss_reader* reader, autoloss_error* error) noexcept {
  return guarded(error, [&] { return of(controller).load(*reader, error); });
}

autoloss_controller_type proxy_of(const autoloss_controller_type& type) {
  autoloss_controller_type proxy = as_known(type);
  proxy.create = nullptr;  // instances come from create_isolated()
  proxy.destroy = destroy;
  proxy.describe = describe;
  proxy.open = open;
  proxy.close = close;
  proxy.act = act;
  proxy.learn = proxy.learn != nullptr ? learn : nullptr;
  proxy.get_parameters = proxy.get_parameters != nullptr ? get_parameters : nullptr;
  proxy.set_parameters = proxy.set_parameters != nullptr ? set_parameters : nullptr;
  proxy.save = proxy.save != nullptr ? save : nullptr;
  proxy.load = proxy.load != nullptr ? load : nullptr;
  proxy.extension = nullptr;
  proxy.save_session = proxy.save_session != nullptr ? save_session : nullptr;
  proxy.load_session = proxy.load_session != nullptr ? load_session : nullptr;
  return proxy;
}

}  // namespace

int32_t create_isolated(const Isolation& isolation, const Component<autoloss_controller_type>& component,
                        const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                        const autoloss_controller_type** type, autoloss_controller** controller,
                        autoloss_error* error) noexcept {
  return guarded(error, [&] {
    *type = &proxy_table(*component.type, proxy_of);
    auto made = std::make_unique<IsolatedController>(isolation, component, host, *config, *spec);
    const int32_t status = made->create(error);
    if (status == AUTOLOSS_OK) *controller = reinterpret_cast<autoloss_controller*>(made.release());
    return status;
  });
}

}  // namespace autoloss
