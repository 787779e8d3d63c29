// A task whose slots throw whatever can be thrown. It is linked to a C++ library of its own.
#include <autoloss/cpp/plugin.hpp>
#include <stdexcept>

namespace {

using namespace autoloss::sdk;

class Thrower final : public Task {
 public:
  static constexpr const char* kId = "thrower";
  static constexpr const char* kVersion = "1.0.0";
  static constexpr const char* kDescription = "throws";
  static constexpr const char* kLicence = "Apache-2.0";
  static const ParameterList& parameters() {
    static const ParameterList list;
    return list;
  }

  Thrower(const Host&, const Config&) {}
  TaskInfo info() const override {
    TaskInfo info;
    info.losses = {{"loss", "never known"}};
    info.actions = {{"standard", "none", "throws a std::exception", 0, 1},
                    {"status", "none", "throws an Error", 0, 1},
                    {"memory", "none", "throws std::bad_alloc", 0, 1},
                    {"number", "none", "throws an int", 0, 1}};
    info.metrics = {{"loss", "", "never known", AUTOLOSS_MINIMIZE, 0}};
    info.splits = AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID);
    return info;
  }
  void begin(const Episode&) override {}
  StepResult step(uint32_t action) override {
    if (action == 0) throw std::runtime_error("out of range");
    if (action == 1) throw Error(AUTOLOSS_BAD_DATA, "no good");
    if (action == 2) throw std::bad_alloc();
    throw 4;
  }
  StepResult probe(uint32_t action) override { return step(action); }
  void measure(uint32_t, std::span<double>) override { throw std::logic_error("not measured"); }
  void keep(uint32_t) override {}
  void recall(uint32_t) override {}
  void save(Writer&) const override {}
  void load(Reader&) override {}
};

}  // namespace

AUTOLOSS_PLUGIN("thrower", "1.0.0", "", Tasks<Thrower>, Controllers<>)
