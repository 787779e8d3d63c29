#include "host/arguments.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <thread>

#include "core/nearest.hpp"
#include "host/command.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

constexpr int kMostJobs = 1024;
constexpr uint64_t kMostRetries = 1000;
constexpr double kMostSeconds = 1e9;
constexpr const char* kPositional = "argument";  // the hidden option that collects what is no option

// The whole of `text` as a number that is not negative.
std::optional<uint64_t> count_in(const std::string& text) {
  uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(count) : std::nullopt;
}

// "0.5" seconds.
double seconds_in(const char* option, const std::string& text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || !(seconds >= 0) || seconds > kMostSeconds)
    throw ConfigError(std::string("--") + option + ": expected a number of seconds from 0, found '" + text + "'");
  return seconds;
}

// "4096", "512M", "2G": K, M and G are powers of 1024.
uint64_t bytes_in(const char* option, const std::string& text) {
  constexpr std::string_view kUnits = "KMG";
  std::size_t unit = text.empty() ? std::string_view::npos : kUnits.find(text.back());
  const bool has_unit = unit != std::string_view::npos;
  const auto count = count_in(has_unit ? text.substr(0, text.size() - 1) : text);
  const unsigned shift = has_unit ? 10 * (static_cast<unsigned>(unit) + 1) : 0;
  if (!count || *count > UINT64_MAX >> shift)
    throw ConfigError(std::string("--") + option + ": expected a number of bytes such as 4096, 512M or 2G, found '" +
                      text + "'");
  return *count << shift;
}

std::string see_help(const std::string& command) {
  return "\n  see: autoloss " + command + " --help";
}

std::string unknown_option_message(const std::string& written, const std::string& command,
                                   const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  const auto near = nearest(written, names);
  return "autoloss " + command + " has no option '" + written + "'" +
         (near ? "\n  did you mean '" + *near + "'?" : "") + see_help(command);
}

// For the provenance: as a shell would take it.
std::string shell_quoted(const std::string& word) {
  constexpr const char* kSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+./:,@%^";
  if (!word.empty() && word.find_first_not_of(kSafe) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

}  // namespace

Arguments::Arguments(const Command& command, const std::vector<std::string>& words)
    : command_(command.name), command_line_("autoloss " + command.name) {
  for (const std::string& word : words) command_line_ += " " + shell_quoted(word);

  const po::options_description shown = options_of(command);
  po::options_description all;
  all.add(shown).add_options()(kPositional, po::value<std::vector<std::string>>());
  po::positional_options_description places;
  places.add(kPositional, -1);
  namespace style = po::command_line_style;
  try {
    po::store(po::command_line_parser(words)
                  .options(all)
                  .positional(places)
                  .style(style::unix_style & ~style::allow_guessing)
                  .run(),
              values_);
    po::notify(values_);
  } catch (const po::unknown_option& error) {
    throw ConfigError(unknown_option_message(error.get_option_name(), command_, shown));
  } catch (const po::error& error) {
    throw ConfigError("autoloss " + command_ + ": " + error.what() + see_help(command_));
  }
  if (values_.count(kPositional) > 0) positional_ = values_[kPositional].as<std::vector<std::string>>();

  if (wants_help() || wants_version()) return;
  const bool none = command.most_arguments == 0;
  if (positional_.size() < command.least_arguments)
    throw ConfigError("autoloss " + command_ + " needs " + command.arguments + see_help(command_));
  if (positional_.size() > command.most_arguments)
    throw ConfigError("autoloss " + command_ + " takes " + (none ? "no arguments" : command.arguments + " alone") +
                      ", not '" + positional_[command.most_arguments] + "' beside it" + see_help(command_));
}

bool Arguments::is_set(const char* option) const {
  return values_.count(option) > 0 && values_[option].as<bool>();
}

std::string Arguments::text(const char* option) const {
  return values_.count(option) > 0 ? values_[option].as<std::string>() : "";
}

std::vector<std::string> Arguments::texts(const char* option) const {
  return values_.count(option) > 0 ? values_[option].as<std::vector<std::string>>() : std::vector<std::string>{};
}

PluginPath Arguments::plugin_path() const {
  std::vector<std::filesystem::path> asked;
  for (const std::string& folder : texts("plugin-path")) asked.emplace_back(folder);
  PluginPath path = plugin_directories(asked);
  path.allow_writable = allow_writable_plugins();
  return path;
}

ReadOptions Arguments::read_options() const {
  ReadOptions options;
  options.set = texts("set");
  options.quick = is_set("quick");
  if (values_.count("seed") > 0) {
    options.seed = count_in(text("seed"));
    if (!options.seed) throw ConfigError("--seed: expected an integer from 0, found '" + text("seed") + "'");
  }
  return options;
}

std::optional<Isolation> Arguments::isolation() const {
  if (!is_set("isolate")) {
    for (const char* option : {"step-timeout", "memory-limit", "retries"})
      if (values_.count(option) > 0)
        throw ConfigError(std::string("--") + option + " needs --isolate: a plugin in this process cannot be ended");
    return std::nullopt;
  }
  Isolation isolation;
  isolation.program = "/proc/self/exe";
  isolation.allow_writable = allow_writable_plugins();
  if (values_.count("step-timeout") > 0) isolation.step_timeout_s = seconds_in("step-timeout", text("step-timeout"));
  if (values_.count("memory-limit") > 0) isolation.memory_limit_bytes = bytes_in("memory-limit", text("memory-limit"));
  if (values_.count("retries") > 0) {
    const auto retries = count_in(text("retries"));
    if (!retries || *retries > kMostRetries)
      throw ConfigError("--retries: expected an integer, 0 to " + std::to_string(kMostRetries) + ", found '" +
                        text("retries") + "'");
    isolation.retries = static_cast<int>(*retries);
  }
  return isolation;
}

int Arguments::jobs() const {
  if (values_.count("jobs") == 0) return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const auto jobs = count_in(text("jobs"));
  if (!jobs || *jobs < 1 || *jobs > kMostJobs)
    throw ConfigError("--jobs: expected an integer, 1 to " + std::to_string(kMostJobs) + ", found '" + text("jobs") +
                      "'");
  return static_cast<int>(*jobs);
}

double Arguments::number(const char* option, double fallback) const {
  const std::string given = text(option);
  if (given.empty()) return fallback;
  double value = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
  if (error != std::errc() || end != given.data() + given.size() || !(value >= 0) || !std::isfinite(value))
    throw ConfigError(std::string("--") + option + ": expected a number, 0 or more, found '" + given + "'");
  return value;
}

}  // namespace autoloss::host
