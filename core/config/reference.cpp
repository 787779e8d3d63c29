// docs/experiment-reference.md, from the table of keys.
#include "core/config/schema.hpp"

namespace autoloss {
namespace {

constexpr const char* kOpening = R"(# Experiment files

Every table and key of an experiment file. This page is printed by `autoloss reference`; a test keeps the two equal.
`autoloss check FILE.toml` says what is wrong with a file without running it. An unknown key is an error that names the
nearest known one, so nothing is silently ignored.

A file is [TOML](https://toml.io). `autoloss run FILE.toml` trains the controllers of the methods that have a `train`
table, decides their searches, guides new models with all methods and compares the results.

- `--set a.b=value` lays one key over the file; the value is TOML, and a bare word is a string:
  `--set method.autoloss.train.updates=10 --set task.data=rows.csv`. A path given so starts at the working directory.
- `--quick` lays the file's own `[quick]` table over the rest, before `--set`.
- Tables are laid over each other key by key. A range, and a component of another `id`, replace what was there whole.

## Ranges

Where a parameter may be drawn or searched, a table stands in place of its value:

| range | values |
| --- | --- |
| `{ uniform = [0.5, 4] }` | evenly between the limits |
| `{ log_uniform = [1e-4, 5e-3] }` | evenly between their logarithms; limits above 0 |
| `{ logit_uniform = [0.01, 0.99] }` | evenly between their log odds; limits between 0 and 1 |
| `{ integer = [1, 9] }` | integers, limits included |
| `{ choice = [60, 100, 200] }` | one of the list |

In a grid search the first three need the number of points, evenly spaced with both limits among them:
`{ uniform = [0, 1], points = 50 }`.

In the tables below "unit" is what a number counts.
)";

// A cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string written;
  for (const char letter : text) written += letter == '|' ? std::string("\\|") : std::string(1, letter);
  return written;
}

std::string standard_cell(const Parameter& parameter) {
  if (!parameter.otherwise.empty()) return parameter.otherwise;
  const std::string text = standard_text(parameter);
  return text.empty() ? "" : "`" + text + "`";
}

std::string values_cell(const Parameter& parameter) {
  std::string text = type_text(parameter);
  if (const std::string limits = limits_text(parameter); !limits.empty()) text += ", " + limits;
  return text;
}

template <class Target>
std::string section_text() {
  const Section<Target>& shown = section<Target>();
  const bool is_table = shown.heading.starts_with('[');
  std::string text = "\n## " + (is_table ? "`" + shown.heading + "`" : shown.heading) + "\n\n" + shown.description +
                     "\n\n```toml\n" + shown.example + "\n```\n\n| key | value | default | unit | meaning |\n" +
                     "| --- | --- | --- | --- | --- |\n";
  for (const Key<Target>& key : shown.keys) {
    const Parameter& parameter = key.parameter;
    text += "| `" + parameter.key + "` | " + cell(values_cell(parameter)) + " | " + cell(standard_cell(parameter)) +
            " | " + parameter.unit + " | " + cell(parameter.description) + " |\n";
  }
  return text;
}

constexpr const char* kQuick = R"(
## `[quick]`

Anything of the above once more, laid over the file by `--quick`: the same protocol at a size that ends in seconds.

```toml
[quick]
compare.problems = 20
method.autoloss.train.updates = 5
```
)";

}  // namespace

std::string reference_markdown() {
  return kOpening + section_text<Experiment>() + section_text<ComponentConfig>() + section_text<RoleTables>() +
         section_text<EpisodeConfig>() + section_text<FeatureConfig>() + section_text<Method>() +
         section_text<TrainConfig>() + section_text<RewardConfig>() + section_text<TuneConfig>() +
         section_text<ReplayConfig>() + section_text<CompareConfig>() + section_text<Sweep>() +
         section_text<Distribution>() + section_text<PluginPin>() + kQuick;
}

}  // namespace autoloss
