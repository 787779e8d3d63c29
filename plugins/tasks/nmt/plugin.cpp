#include <autoloss/cpp/plugin.hpp>
#include <string>

#include "plugins/shared/training/descent.hpp"
#include "plugins/tasks/nmt/nmt_task.hpp"

namespace {

const char* libraries() {
  static const std::string names =
      std::string("LibTorch " AUTOLOSS_TORCH_VERSION ", ") + autoloss::training::vector_library();
  return names.c_str();
}

}  // namespace

AUTOLOSS_PLUGIN("nmt", AUTOLOSS_VERSION, libraries(), Tasks<autoloss::nmt::NmtTask>, Controllers<>)
