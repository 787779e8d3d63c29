// One instance of a component and what is done to it, the same for tasks and controllers.
#pragma once

#include <autoloss/base.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "conformance/child.hpp"
#include "conformance/configuration.hpp"
#include "conformance/padded.hpp"
#include "conformance/test_host.hpp"
#include "conformance/trace.hpp"

namespace autoloss::conformance {

// How a call ended.
struct Call {
  int32_t status = AUTOLOSS_OK;
  std::string message;
  bool ok() const { return status == AUTOLOSS_OK; }
};

std::string status_text(int32_t status);  // "INVALID_STATE"
std::string text_of(const Call& call);    // "INVALID_STATE (no episode has begun)"

// How calls are made.
struct Manner {
  bool null_error = false;  // NULL for the message buffer
  bool canaries = false;    // looks behind each buffer after each call; throws Breach
  std::size_t extra = 0;    // bytes by which structs are larger than known, at most kPadding / 2
};

// What an instance is made with.
struct Circumstances {
  std::shared_ptr<TestHost> host = std::make_shared<TestHost>();
  Configuration configuration;
  Manner manner;
  uint64_t seed = 1;  // of the instance and of what is done to it
};

class Life {
 public:
  explicit Life(Circumstances circumstances) : with_(std::move(circumstances)) {}
  virtual ~Life() = default;
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  // From the beginning: a task begins an episode, a controller starts to be asked.
  virtual Call start() = 0;
  // One round: a task takes a step, a controller guides a short training and learns from it. What is done is a function
  // of seed and round. Throws Breach for a call that fails.
  virtual void advance(Trace& trace) = 0;
  // All of it that does not go on: a task measures, a controller is read.
  virtual void look(Trace& trace) = 0;
  virtual Call save(const autoloss_writer* writer) = 0;
  virtual Call load(const autoloss_reader* reader) = 0;

  void advance(Trace& trace, int rounds) {
    for (int count = 0; count < rounds; ++count) advance(trace);
  }
  uint64_t round() const { return round_; }
  void go_to(uint64_t round) { round_ = round; }
  TestHost& host() { return *with_.host; }

 protected:
  // Makes a call. body(error) returns its status.
  template <class Body>
  Call call(const char* slot, Body&& body) {
    ErrorBuffer error(with_.manner.null_error);
    int32_t status = 0;
    {
      const Under under(slot);
      status = body(error.get());
    }
    if (with_.manner.canaries) {
      require(error.intact(), std::string(slot) + "() writes past the end of the message buffer");
      require(error.ends(), std::string(slot) + "() leaves a message without a zero byte at its end");
    }
    return {status, error.message()};
  }
  template <class Buffer>
  void require_intact(const Buffer& buffer, const char* slot, const char* what) const {
    if (with_.manner.canaries) require(buffer.intact(), std::string(slot) + "() writes past the end of " + what);
  }
  static void require_ok(const Call& call, const char* slot) {
    require(call.ok(), std::string(slot) + "() fails: " + text_of(call));
  }

  Circumstances with_;
  uint64_t round_ = 0;
};

// Rounds that tell runs apart.
inline constexpr int kRounds = 8;

}  // namespace autoloss::conformance
