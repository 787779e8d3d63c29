// Answering the calls of one lane.
#pragma once

#include <autoloss/base.h>

#include <functional>
#include <string>

#include "core/isolate/calls.hpp"
#include "core/isolate/lane.hpp"
#include "core/isolate/message.hpp"
#include "core/isolate/switchboard.hpp"

namespace autoloss {

// The lane that this thread serves; -1, as an unsigned number: none.
uint32_t served_lane();

// Serves a lane on the thread that calls run().
class LaneServer {
 public:
  // Makes a call: reads its arguments, writes what it returns, gives back its status.
  using Use = std::function<int32_t(Call, Unpacker&, Packer&, autoloss_error&)>;

  LaneServer(Switchboard& switchboard, uint32_t index);

  // Returns when the lane is cut. Throws BrokenMessage.
  void run(const Use& use);

  // Streams of the caller, for the call under way.
  class Writer;
  class Reader;

 private:
  Lane lane_;
  uint32_t index_;
};

// Passes bytes to the stream of save()'s caller, many at a time.
class LaneServer::Writer {
 public:
  explicit Writer(LaneServer& server) : server_(server) {}
  const autoloss_writer* get() const { return &table_; }
  // What save() returns: failures of the stream come to light late.
  int32_t finish(int32_t status);

 private:
  static int32_t write(void* context, const void* bytes, uint64_t size) noexcept;
  void flush();

  LaneServer& server_;
  std::string waiting_, message_;
  int32_t status_ = AUTOLOSS_OK;
  autoloss_writer table_{sizeof(autoloss_writer), 0, this, write};
};

// Takes bytes from the stream of load()'s caller, many at a time.
class LaneServer::Reader {
 public:
  explicit Reader(LaneServer& server) : server_(server) {}
  const autoloss_reader* get() const { return &table_; }

 private:
  static int64_t read(void* context, void* buffer, uint64_t size) noexcept;
  int64_t fetch();

  LaneServer& server_;
  std::string message_;
  Unpacker::List<char> bytes_;
  std::size_t place_ = 0;
  autoloss_reader table_{sizeof(autoloss_reader), 0, this, read};
};

}  // namespace autoloss
