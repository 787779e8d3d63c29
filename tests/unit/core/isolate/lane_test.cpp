#include "core/isolate/lane.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "core/isolate/message.hpp"

namespace autoloss {
namespace {

class LaneOfTwoThreads : public testing::Test {
 protected:
  std::unique_ptr<LaneMemory> memory_ = std::make_unique<LaneMemory>();  // zero bytes: the host has the turn
  Lane host_{*memory_, Lane::kHost};
  Lane server_{*memory_, Lane::kServer};
};

TEST_F(LaneOfTwoThreads, CarriesMessagesOfAnySizeBothWays) {
  std::thread echo([&] {
    std::string message;
    while (server_.receive(message) && server_.send(message)) continue;
  });
  for (const std::size_t size : {0u, 1u, 65400u, 65401u, 1000000u}) {
    std::string sent(size, 'x');
    if (size > 0) sent.back() = 'y';
    std::string received;

    ASSERT_TRUE(host_.send(sent));
    ASSERT_TRUE(host_.receive(received));

    EXPECT_EQ(received, sent);
  }
  Lane::hang_up(*memory_);
  echo.join();
}

TEST_F(LaneOfTwoThreads, WakesAWaitingHostWhenItIsCut) {
  bool answered = true;
  std::thread waiting([&] {
    std::string message;
    answered = host_.send("anybody?") && host_.receive(message);
  });
  std::string message;
  server_.receive(message);

  Lane::hang_up(*memory_);
  waiting.join();

  EXPECT_FALSE(answered);
  EXPECT_FALSE(host_.send("still?"));
}

TEST_F(LaneOfTwoThreads, RefusesASizeThatCannotBe) {
  ASSERT_TRUE(host_.send("a message"));
  memory_->size = sizeof(memory_->bytes) + 1;

  std::string message;
  EXPECT_THROW(server_.receive(message), BrokenMessage);
}

}  // namespace
}  // namespace autoloss
