#include "host/terminal_progress.hpp"

#include <cmath>
#include <cstdio>

namespace autoloss::host {
namespace {

constexpr auto kBetweenDrawings = std::chrono::milliseconds(100);
constexpr double kTelling = 0.5;  // seconds after which a rate means something

// 1234567 as "1,234,567".
std::string grouped(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t place = digits.size(); place > 3; place -= 3) digits.insert(place - 3, ",");
  return digits;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(std::llround(seconds));
  const auto two = [](long long part) { return (part < 10 ? "0" : "") + std::to_string(part); };
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + ":" + two(whole % 60) + " min";
  return std::to_string(whole / 3600) + ":" + two(whole / 60 % 60) + " h";
}

std::string rate_text(double rate) {
  char text[32];
  std::snprintf(text, sizeof(text), rate < 10 ? "%.1f/s" : "%.0f/s", rate);
  return text;
}

}  // namespace

std::string progress_text(const std::string& what, std::size_t done, std::size_t total, double seconds) {
  std::string text = what;
  if (total > 0) {
    text += "  " + grouped(done) + " of " + grouped(total);
  } else if (done > 0) {
    text += "  " + grouped(done);
  }
  if (done == 0 || seconds < kTelling) return text;
  const double rate = static_cast<double>(done) / seconds;
  text += "  " + rate_text(rate);
  if (total > done) text += "  " + duration_text(static_cast<double>(total - done) / rate) + " left";
  return text;
}

TerminalProgress::~TerminalProgress() {
  std::fputs("\r\033[K", stderr);
}

void TerminalProgress::stage(const std::string& what, std::size_t total) {
  const std::lock_guard lock(mutex_);
  what_ = what;
  total_ = total;
  done_ = 0;
  begin_ = Clock::now();
  draw(begin_);
}

void TerminalProgress::advance(std::size_t items) {
  const std::lock_guard lock(mutex_);
  done_ += items;
  const Clock::time_point now = Clock::now();
  if (now - drawn_ >= kBetweenDrawings) draw(now);
}

void TerminalProgress::draw(Clock::time_point now) {
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const std::string line = "\r\033[K" + progress_text(what_, done_, total_, seconds);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace autoloss::host
