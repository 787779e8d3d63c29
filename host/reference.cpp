#include <iostream>

#include "core/config/schema.hpp"
#include "host/command.hpp"

namespace autoloss::host {

Command reference_command() {
  Command command;
  command.name = "reference";
  command.summary = "print every key of an experiment file, as Markdown";
  command.description = "The page docs/experiment-reference.md, from the table that reading a file goes by.";
  command.examples = {{"autoloss reference | less", "all tables and keys, with type, range and default"}};
  command.run = [](const Arguments&) {
    std::cout << reference_markdown();
    return ExitCode::kDone;
  };
  return command;
}

}  // namespace autoloss::host
