// What the processes say to each other.
#pragma once

#include <cstdint>

namespace autoloss {

// Requests on a lane: this number, then what the slot is given. kOpen to kLoadSession go over lanes of sessions.
enum class Call : uint32_t {
  kCreate,
  kDestroy,
  kDescribe,
  kBegin,
  kStep,
  kProbe,
  kMeasure,
  kKeep,
  kRecall,
  kSave,
  kLoad,
  kLearn,
  kGetParameters,
  kSetParameters,
  kAddLane,
  kOpen,
  kClose,
  kAct,
  kSaveSession,
  kLoadSession,
};

// Name of the slot, for messages.
constexpr const char* name_of(Call call) {
  constexpr const char* kNames[] = {"create",         "destroy",        "describe", "begin", "step",  "probe",
                                    "measure",        "keep",           "recall",   "save",  "load",  "learn",
                                    "get_parameters", "set_parameters", "open",     "open",  "close", "act",
                                    "save_session",   "load_session"};
  return kNames[static_cast<uint32_t>(call)];
}

// Answers on a lane. Before the last, a call may use the host's stream: kWrite with bytes, answered with a status;
// kRead with a number, answered with what read() returned and the bytes.
enum class Answer : uint32_t {
  kDone,  // status, then the message of a failure or what the slot returned
  kWrite,
  kRead,
};

// Requests of services over the socket: size of the rest, this number, what the service is given. Answered with a
// status and a message.
enum class Service : uint32_t { kLog, kProgress, kArtifact };

// Descriptors of the server's process.
constexpr int kSocketFile = 3;
constexpr int kSwitchboardFile = 4;

// The subcommand that serves a plugin: KIND FILE ID, then kAllowWritable or nothing.
constexpr const char* kServeCommand = "serve-plugin";
constexpr const char* kAllowWritable = "allow-writable";

}  // namespace autoloss
