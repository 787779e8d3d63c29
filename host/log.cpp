#include "host/log.hpp"

#include <autoloss/host.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>

#include "core/errors.hpp"

namespace autoloss::host {
namespace {

spdlog::level::level_enum level_of(int32_t level) {
  if (level >= AUTOLOSS_LOG_ERROR) return spdlog::level::err;
  if (level == AUTOLOSS_LOG_WARNING) return spdlog::level::warn;
  return level == AUTOLOSS_LOG_INFO ? spdlog::level::info : spdlog::level::debug;
}

}  // namespace

void open_log(Verbosity verbosity) {
  auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  terminal->set_level(verbosity == Verbosity::kQuiet     ? spdlog::level::err
                      : verbosity == Verbosity::kVerbose ? spdlog::level::debug
                                                         : spdlog::level::info);
  // A line of progress may stand where the next line goes.
  constexpr const char* kClearLine = "\r\033[K";
  terminal->set_pattern((isatty(STDERR_FILENO) ? kClearLine : "") + std::string("%^%l%$: %v"));
  auto logger = std::make_shared<spdlog::logger>("autoloss", terminal);
  logger->set_level(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

void log_to_file(const std::filesystem::path& file) {
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string());
    sink->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    spdlog::default_logger()->sinks().push_back(std::move(sink));
    spdlog::default_logger()->flush_on(spdlog::level::info);
  } catch (const spdlog::spdlog_ex& error) {
    throw RunError(file.string() + ": the log cannot be written: " + error.what());
  }
}

void log_line(int32_t level, const std::string& message) {
  spdlog::default_logger_raw()->log(level_of(level), "{}", message);
}

}  // namespace autoloss::host
