#include "core/config/plugin_pins.hpp"

#include <algorithm>
#include <cctype>

#include "core/config/keys.hpp"
#include "core/file.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kDigits = 64;

bool is_checksum(const std::string& text) {
  return text.size() == kDigits &&
         std::all_of(text.begin(), text.end(), [](unsigned char digit) { return std::isxdigit(digit) != 0; });
}

std::string in_small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

void need_component(const PluginPin& pin, const Place& place, const Registry& registry) {
  if (!registry.files_of(pin.id).empty()) return;
  try {
    registry.unknown_component(pin.id);
  } catch (const PluginError& error) {
    throw PluginError(place.prefix() + error.what());
  }
}

}  // namespace

PluginPin read_plugin_pin(const NodeEntry& entry, const std::filesystem::path& folder) {
  const std::string path = "plugins." + entry.key;
  need_table(entry.value, path);
  PluginPin pin;
  read_keys(keys_of_table(path), entry.value, folder, pin);
  pin.id = entry.key;
  const Node* written = entry.value.find("sha256");
  if (!is_checksum(pin.sha256))
    throw ConfigError(written != nullptr ? written->place : entry.place,
                      path + ".sha256: expected 64 hexadecimal digits, found " +
                          (written != nullptr ? "'" + pin.sha256 + "'" : "nothing") +
                          "\n  sha256sum prints that of a file");
  pin.sha256 = in_small_letters(pin.sha256);
  return pin;
}

void check_plugin_pin(const PluginPin& pin, const Place& place, const Registry& registry) {
  need_component(pin, place, registry);
  for (const std::filesystem::path& file : registry.files_of(pin.id)) {
    const std::string found = sha256(read_file(file));
    if (found != pin.sha256)
      throw PluginError(place.prefix() + "plugins." + pin.id + ": " + file.string() +
                        " is another file than the experiment was written for\n  its sha256:   " + found +
                        "\n  the pinned:   " + pin.sha256 +
                        "\n  get the build that was pinned, or pin this one if you trust it");
  }
}

}  // namespace autoloss
