#include <algorithm>
#include <autoloss/conformance/conformance.hpp>
#include <sstream>
#include <stdexcept>

#include "conformance/child.hpp"
#include "conformance/examinee.hpp"

namespace autoloss::conformance {
namespace {

// The first letter of what a child answers.
constexpr char kPassed = 'p', kFailed = 'f', kNotApplicable = 'n', kWrongSetting = 's';

template <class Body>
std::string answer_of(Body&& body) {
  try {
    body();
    return {kPassed};
  } catch (const NotApplicable& reason) {
    return kNotApplicable + std::string(reason.what());
  } catch (const std::invalid_argument& reason) {
    return kWrongSetting + std::string(reason.what());
  } catch (const std::exception& failure) {
    return kFailed + std::string(failure.what());
  }
}

// What a library holds: its name and version, then a line for each component.
std::string survey(Examinee& examinee) {
  const auto subjects = examinee.all_subjects();
  examinee.check_settings();
  std::string text = std::string(examinee.table().name) + "\n" + examinee.table().version + "\n";
  for (const auto& subject : subjects) text += subject->name() + "\n";
  return text;
}

void need_known(const std::vector<std::string>& names) {
  const auto known = [](const std::string& name) {
    return std::any_of(checks().begin(), checks().end(), [&](const Check& check) { return name == check.name; });
  };
  for (const std::string& name : names)
    if (!known(name)) throw std::invalid_argument("there is no check '" + name + "'");
}

bool applies(Scope scope, const std::string& component) {
  if (component.empty()) return scope == Scope::kLibrary;
  const bool is_task = component.starts_with("task ");
  return scope == Scope::kComponent || scope == (is_task ? Scope::kTask : Scope::kController);
}

void add_checks(Plan& plan, const std::string& component, const std::vector<std::string>& only) {
  for (const Check& check : checks()) {
    const bool wanted = only.empty() || std::find(only.begin(), only.end(), check.name) != only.end();
    if (wanted && applies(check.scope, component)) plan.checks.push_back({&check, component});
  }
}

}  // namespace

Plan plan(const std::filesystem::path& plugin, const Options& options) {
  need_known(options.only);
  const auto work = [&] {
    Examinee examinee(plugin, "", options);
    std::string text;
    const std::string answer = answer_of([&] { text = survey(examinee); });
    return answer.front() == kPassed ? answer + text : answer;
  };
  const Ended ended = in_child(work, options.time_limit_s, options.stopped);
  const bool answered = ended.how == Ended::How::kReturned;
  if (answered && ended.text.front() == kWrongSetting) throw std::invalid_argument(ended.text.substr(1));

  Plan plan{plugin.filename().string(), "", {}};
  add_checks(plan, "", options.only);
  if (!answered || ended.text.front() != kPassed) return plan;
  std::istringstream lines(ended.text.substr(1));
  std::getline(lines, plan.name);
  std::getline(lines, plan.version);
  for (std::string component; std::getline(lines, component);) add_checks(plan, component, options.only);
  return plan;
}

Outcome examine(const std::filesystem::path& plugin, const Planned& planned, const Options& options) {
  const auto work = [&] {
    return answer_of([&] {
      Examinee examinee(plugin, planned.component, options);
      planned.check->run(examinee);
    });
  };
  const Ended ended = in_child(work, options.time_limit_s, options.stopped);
  if (ended.how != Ended::How::kReturned) return {planned, Verdict::kFailed, end_text(ended, options.time_limit_s)};
  const char letter = ended.text.front();
  const Verdict verdict = letter == kPassed          ? Verdict::kPassed
                          : letter == kNotApplicable ? Verdict::kNotApplicable
                                                     : Verdict::kFailed;
  return {planned, verdict, ended.text.substr(1)};
}

}  // namespace autoloss::conformance
