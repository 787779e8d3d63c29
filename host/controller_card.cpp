#include "host/controller_card.hpp"

#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core/nearest.hpp"
#include "core/report/format.hpp"
#include "host/text_table.hpp"

namespace autoloss::host {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

void show_rows(const std::string& heading, const Rows& rows) {
  std::size_t width = 0;
  for (const auto& [name, value] : rows) width = std::max(width, name.size());
  std::cout << heading << "\n";
  for (const auto& [name, value] : rows)
    std::cout << "  " << name << std::string(width + 2 - name.size(), ' ') << value << "\n";
}

Rows rows_of(const ValueMap& values) {
  Rows rows;
  for (const auto& [name, value] : values) rows.emplace_back(name, to_text(value));
  return rows;
}

// A parameter that was drawn shows its range.
Rows task_rows(const ControllerFile& controller) {
  Rows rows;
  for (const auto& [name, value] : controller.task_values) {
    const auto range = controller.drawn.find(name);
    rows.emplace_back(name, range == controller.drawn.end() ? to_text(value) : range->second);
  }
  return rows;
}

std::string features_table(const ControllerFile& controller) {
  TextTable table({"FEATURE", "5 %", "MEDIAN", "95 %", "WHAT"});
  for (std::size_t index = 0; index < controller.features.size(); ++index) {
    const auto quantile = [&](std::size_t place) {
      return controller.quantiles.empty() ? std::string("-") : format_number(controller.quantiles[index][place]);
    };
    table.row({controller.features[index], quantile(1), quantile(3), quantile(5), controller.definitions[index]});
  }
  return table.text(2);
}

}  // namespace

void show_card(const ControllerFile& controller, bool json) {
  if (json) {
    std::cout << nlohmann::ordered_json::parse(card_json(controller)).dump(2) << "\n";
    return;
  }
  const auto count = [](uint64_t value) { return format_count(static_cast<double>(value)); };
  show_rows("controller " + controller.id + " " + controller.version,
            {{"actions", listed(controller.actions)},
             {"validation", controller.measure + " " + format_number(controller.score)},
             {"kept", "after update " + std::to_string(controller.update) + " of training " +
                          std::to_string(controller.start + 1)},
             {"experiment",
              controller.experiment + ", method " + controller.method + ", seed " + std::to_string(controller.seed)},
             {"cost", count(controller.episodes) + " episodes, " + count(controller.steps) + " steps, " +
                          count(controller.batches) + " batches; " + count(controller.diverged) + " diverged"},
             {"program", "autoloss " + controller.program},
             {"state", std::to_string(controller.state.size()) + " bytes"}});
  std::cout << "\nsees, refreshed at each " << controller.refresh << "\n" << features_table(controller) << "\n";
  show_rows("trained on " + controller.task + " " + controller.task_version, task_rows(controller));
  std::cout << "\n";
  show_rows("training", rows_of(controller.training));
  std::cout << "\n";
  show_rows("parameters", rows_of(controller.values));
}

}  // namespace autoloss::host
