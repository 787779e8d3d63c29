#include "core/isolate/lane_server.hpp"

#include <algorithm>

namespace autoloss {
namespace {

constexpr std::size_t kAtATime = 32768;

thread_local uint32_t lane_of_thread = UINT32_MAX;

}  // namespace

uint32_t served_lane() {
  return lane_of_thread;
}

LaneServer::LaneServer(Switchboard& switchboard, uint32_t index)
    : lane_(switchboard.lane(index), Lane::kServer), index_(index) {}

void LaneServer::run(const Use& use) {
  lane_of_thread = index_;
  std::string request, answer;
  autoloss_error error{sizeof(autoloss_error), {}};
  while (lane_.receive(request)) {
    Unpacker unpacker(request);
    const auto call = unpacker.value<Call>();
    Packer packer(answer);
    packer.value(Answer::kDone).value<int32_t>(AUTOLOSS_OK);
    error.message[0] = '\0';
    const int32_t status = use(call, unpacker, packer, error);
    if (status != AUTOLOSS_OK) Packer(answer).value(Answer::kDone).value(status).text(error.message);
    if (!lane_.send(answer)) return;
  }
}

int32_t LaneServer::Writer::write(void* context, const void* bytes, uint64_t size) noexcept {
  auto& self = *static_cast<Writer*>(context);
  self.waiting_.append(static_cast<const char*>(bytes), size);
  if (self.waiting_.size() >= kAtATime) self.flush();
  return self.status_;
}

void LaneServer::Writer::flush() {
  if (status_ != AUTOLOSS_OK || waiting_.empty()) return;
  Packer(message_).value(Answer::kWrite).bytes(waiting_);
  waiting_.clear();
  if (!server_.lane_.send(message_) || !server_.lane_.receive(message_))
    status_ = AUTOLOSS_IO_ERROR;
  else
    status_ = Unpacker(message_).value<int32_t>();
}

int32_t LaneServer::Writer::finish(int32_t status) {
  if (status == AUTOLOSS_OK) flush();
  return status == AUTOLOSS_OK ? status_ : status;
}

int64_t LaneServer::Reader::read(void* context, void* buffer, uint64_t size) noexcept {
  auto& self = *static_cast<Reader*>(context);
  if (self.place_ == self.bytes_.items.size()) {
    const int64_t count = self.fetch();
    if (count <= 0) return count;
  }
  const std::size_t count = std::min<std::size_t>(size, self.bytes_.items.size() - self.place_);
  std::copy_n(self.bytes_.items.data() + self.place_, count, static_cast<char*>(buffer));
  self.place_ += count;
  return static_cast<int64_t>(count);
}

int64_t LaneServer::Reader::fetch() {
  Packer(message_).value(Answer::kRead).value<uint64_t>(kAtATime);
  if (!server_.lane_.send(message_) || !server_.lane_.receive(message_)) return -1;
  Unpacker unpacker(message_);
  const auto count = unpacker.value<int64_t>();
  bytes_ = unpacker.list<char>();
  place_ = 0;
  return count;
}

}  // namespace autoloss
