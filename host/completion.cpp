#include <iostream>

#include "core/nearest.hpp"
#include "host/command.hpp"

namespace autoloss::host {

namespace po = boost::program_options;

namespace {

// What a shell offers for a word.
enum class Offer { kNothing, kFolders, kFiles, kExperiments, kRuns, kKinds, kShells };

Offer offer_for_argument(const Command& command) {
  if (command.arguments.starts_with("EXPERIMENT")) return Offer::kExperiments;
  if (command.arguments.starts_with("RUN")) return Offer::kRuns;
  if (command.name == "new") return Offer::kKinds;
  if (command.name == "completion") return Offer::kShells;
  return command.arguments.empty() ? Offer::kNothing : Offer::kFiles;
}

Offer offer_for_option(const std::string& name) {
  if (name == "out") return Offer::kFolders;
  return name == "controller" || name == "plugin-path" ? Offer::kFiles : Offer::kNothing;
}

bool takes_value(const po::option_description& option) {
  return option.semantic()->max_tokens() > 0;
}

std::string names_of_options(const Command& command) {
  std::string names;
  const po::options_description options = options_of(command);
  for (const auto& option : options.options()) names += (names.empty() ? "--" : " --") + option->long_name();
  return names;
}

std::string bash_words(Offer offer) {
  switch (offer) {
    case Offer::kFolders:
    case Offer::kRuns:
      return "COMPREPLY=($(compgen -d -- \"$word\"))";
    case Offer::kFiles:
      return "COMPREPLY=($(compgen -f -- \"$word\"))";
    case Offer::kExperiments:
      return "COMPREPLY=($(compgen -f -X '!*.toml' -- \"$word\") $(compgen -d -- \"$word\"))";
    case Offer::kKinds:
      return "COMPREPLY=($(compgen -W 'task controller' -- \"$word\"))";
    case Offer::kShells:
      return "COMPREPLY=($(compgen -W 'bash zsh' -- \"$word\"))";
    case Offer::kNothing:
      return "COMPREPLY=()";
  }
  return "";
}

std::string bash_script() {
  std::string names, cases, values;
  for (const Command& command : commands()) {
    names += (names.empty() ? "" : " ") + command.name;
    cases += "    " + command.name + ")\n      options='" + names_of_options(command) + "'\n" +
             "      if [[ $word != -* ]]; then " + bash_words(offer_for_argument(command)) + "; return; fi ;;\n";
    const po::options_description options = options_of(command);
    for (const auto& option : options.options()) {
      const std::string line =
          "    --" + option->long_name() + ") " + bash_words(offer_for_option(option->long_name())) + "; return ;;\n";
      if (takes_value(*option) && values.find(line) == std::string::npos) values += line;
    }
  }
  return "# Completion of autoloss for bash; printed by `autoloss completion bash`.\n"
         "_autoloss() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options=''\n"
         "  compopt -o filenames 2>/dev/null\n"
         "  if ((COMP_CWORD == 1)); then\n"
         "    COMPREPLY=($(compgen -W '" +
         names +
         " --help --version' -- \"$word\"))\n"
         "    return\n"
         "  fi\n"
         "  case $before in\n" +
         values +
         "  esac\n"
         "  case ${COMP_WORDS[1]} in\n" +
         cases +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
         "}\n"
         "complete -F _autoloss autoloss\n";
}

std::string zsh_words(Offer offer) {
  switch (offer) {
    case Offer::kFolders:
    case Offer::kRuns:
      return "_files -/";
    case Offer::kFiles:
      return "_files";
    case Offer::kExperiments:
      return "_files -g \"*.toml\"";
    case Offer::kKinds:
      return "(task controller)";
    case Offer::kShells:
      return "(bash zsh)";
    case Offer::kNothing:
      return " ";
  }
  return "";
}

// Safe inside '...[here]...'.
std::string zsh_escaped(const std::string& text) {
  std::string written;
  for (const char letter : text) {
    if (letter == '[' || letter == ']' || letter == ':') written += '\\';
    written += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return written;
}

std::string zsh_script() {
  std::string list, cases;
  for (const Command& command : commands()) {
    list += "    '" + command.name + ":" + zsh_escaped(command.summary) + "'\n";
    cases += "    " + command.name + ")\n      _arguments";
    const po::options_description options = options_of(command);
    for (const auto& option : options.options()) {
      cases += " \\\n        '--" + option->long_name() + "[" + zsh_escaped(option->description()) + "]";
      if (takes_value(*option))
        cases += ":" + option->format_parameter() + ":" + zsh_words(offer_for_option(option->long_name()));
      cases += "'";
    }
    if (command.most_arguments > 0)
      cases += " \\\n        '*:" + zsh_escaped(command.arguments) + ":" + zsh_words(offer_for_argument(command)) + "'";
    cases += " ;;\n";
  }
  return "#compdef autoloss\n"
         "# Completion of autoloss for zsh; printed by `autoloss completion zsh`.\n"
         "_autoloss() {\n"
         "  local -a subcommands=(\n" +
         list +
         "  )\n"
         "  if ((CURRENT == 2)); then\n"
         "    _describe subcommand subcommands\n"
         "    return\n"
         "  fi\n"
         "  local name=$words[2]\n"
         "  shift words\n"
         "  ((CURRENT--))\n"
         "  case $name in\n" +
         cases +
         "  esac\n"
         "}\n"
         "_autoloss \"$@\"\n";
}

ExitCode completion(const Arguments& arguments) {
  const std::string& shell = arguments.positional().front();
  if (shell == "bash") {
    std::cout << bash_script();
  } else if (shell == "zsh") {
    std::cout << zsh_script();
  } else {
    throw ConfigError("there is no completion for '" + shell + "'\n  shells: bash, zsh");
  }
  return ExitCode::kDone;
}

}  // namespace

Command completion_command() {
  Command command;
  command.name = "completion";
  command.summary = "print the completion script for a shell";
  command.arguments = "bash|zsh";
  command.description = "An installed autoloss has these scripts where the shells look for them.";
  command.least_arguments = command.most_arguments = 1;
  command.examples = {
      {"source <(autoloss completion bash)", "for this bash"},
      {"autoloss completion zsh > ~/.zfunc/_autoloss", "for every zsh, where ~/.zfunc is in $fpath"},
  };
  command.run = completion;
  return command;
}

}  // namespace autoloss::host
