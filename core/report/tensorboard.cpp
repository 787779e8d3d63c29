#include "core/report/tensorboard.hpp"

#include <cmath>
#include <map>
#include <system_error>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/report/event_file.hpp"
#include "core/report/script.hpp"
#include "core/report/summary_table.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

// Event files by folder, made when first used.
class EventFolders {
 public:
  EventFolders(fs::path root, double wall_time) : root_(std::move(root)), wall_time_(wall_time) {}

  EventFile& at(const fs::path& folder) { return files_.try_emplace(folder, wall_time_).first->second; }

  void scalar(const fs::path& folder, const std::string& tag, double step, double value) {
    if (std::isfinite(value)) at(folder).scalar(tag, static_cast<std::int64_t>(step), value);
  }

  // The name has no time and no host, so that a report written again writes over the file and does not add one.
  void write() const {
    for (const auto& [folder, file] : files_) {
      std::error_code error;
      fs::create_directories(root_ / folder, error);
      if (error) throw RunError((root_ / folder).string() + ": cannot be made: " + error.message());
      write_file(root_ / folder / "events.out.tfevents.autoloss", file.bytes());
    }
  }

 private:
  fs::path root_;
  double wall_time_;
  std::map<fs::path, EventFile> files_;
};

fs::path folder_of(const std::string& method) {
  return file_name_of(method);
}

void add_results(const Summary& summary, EventFolders& events) {
  for (const MethodSummary& method : summary.methods) {
    const fs::path folder = folder_of(method.name);
    events.scalar(folder, "result/mean", 0, method.mean);
    events.scalar(folder, "result/iqm", 0, method.iqm);
    events.scalar(folder, "result/steps", 0, method.steps);
    events.scalar(folder, "result/search_steps", 0, method.search_steps);
  }
}

void add_trainings(const Records& records, EventFolders& events) {
  const auto folder = [](const auto& record) {
    const std::string controller = record.controller == 0 ? "" : "-of-controller-" + std::to_string(record.controller);
    return folder_of(record.method) / ("training-" + std::to_string(record.start) + controller);
  };
  for (const UpdateRecord& record : records.updates) {
    const auto update = static_cast<double>(record.update);
    events.scalar(folder(record), "training/return_mean", update, record.return_mean);
    events.scalar(folder(record), "training/return_sd", update, record.return_sd);
    events.scalar(folder(record), "training/steps_mean", update, record.steps_mean);
  }
  for (const SelectionRecord& record : records.selections)
    events.scalar(folder(record), "selection/score", static_cast<double>(record.update), record.score);
  for (const TrialRecord& record : records.trials)
    events.scalar(folder_of(record.method) / "search", "search/score of round " + std::to_string(record.round),
                  static_cast<double>(record.trial), record.score);
}

void add_shares(const SharesRecord& record, EventFolders& events) {
  for (std::size_t slice = 0; slice < record.counts.size(); ++slice) {
    std::vector<Bucket> buckets;
    const auto bins = static_cast<double>(record.counts[slice].size());
    for (const double count : record.counts[slice])
      buckets.push_back({static_cast<double>(buckets.size() + 1) / bins, count});
    const auto step = static_cast<std::int64_t>(static_cast<double>(slice) * record.slice_width);
    events.at(folder_of(record.method)).histogram("shares/" + record.action, step, 0, buckets);
  }
}

void add_courses(const Records& records, EventFolders& events) {
  for (const ProfileRecord& record : records.profiles)
    for (std::size_t bin = 0; bin < record.share.size(); ++bin)
      events.scalar(folder_of(record.method), "share/" + record.action, static_cast<double>(bin) * record.bin_width,
                    record.share[bin]);
  for (const SharesRecord& record : records.shares) add_shares(record, events);
  for (const CurveRecord& record : records.curves) {
    const fs::path folder = folder_of(record.method) / ("problem-" + std::to_string(record.problem));
    const auto add = [&](const std::string& prefix, const auto& named) {
      for (const auto& [name, values] : named)
        for (std::size_t i = 0; i < values.size(); ++i) events.scalar(folder, prefix + name, record.step[i], values[i]);
    };
    add("curve/", record.series);
    add("probability/", record.probability);
  }
}

// As Markdown has text that keeps its columns.
std::string preformatted(const std::string& text) {
  std::string block = "    ";
  for (const char c : text) block += c == '\n' ? std::string("\n    ") : std::string(1, c);
  return block;
}

}  // namespace

void write_event_files(const fs::path& folder, const Summary& summary, const Records& records,
                       const std::string& experiment_file, double wall_time) {
  EventFolders events(folder, wall_time);
  EventFile& texts = events.at("summary");
  texts.text("results", 0, preformatted(summary_table(summary)));
  if (!experiment_file.empty()) texts.text("experiment", 0, preformatted(experiment_file));
  add_results(summary, events);
  add_trainings(records, events);
  add_courses(records, events);
  events.write();
}

}  // namespace autoloss
