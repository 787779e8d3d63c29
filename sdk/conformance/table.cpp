#include <algorithm>
#include <autoloss/conformance/table.hpp>
#include <cmath>
#include <cstring>
#include <set>
#include <string>

#include "conformance/text.hpp"

namespace autoloss::conformance {
namespace {

// Names a place of the table in messages and throws for it.
struct Place {
  std::string name;

  [[noreturn]] void fail(const std::string& breach) const { throw Breach(name + " " + breach); }
  void need(bool kept, const std::string& breach) const {
    if (!kept) fail(breach);
  }
  void need_text(const char* text, const char* field) const {
    need(text != nullptr, std::string("has no ") + field + " (NULL)");
    need(is_utf8(text), std::string("has a ") + field + " that is not UTF-8");
  }
};

bool well_formed(const char* id) {
  return id != nullptr && is_name(id);
}

std::string quoted(const char* text) {
  return text == nullptr ? "NULL" : "'" + std::string(text) + "'";
}

bool allowed(const autoloss_parameter& parameter, const char* text) {
  if (parameter.choice_count == 0) return true;
  return std::any_of(parameter.choices, parameter.choices + parameter.choice_count,
                     [text](const char* choice) { return std::strcmp(choice, text) == 0; });
}

void check_numbers(const Place& place, const autoloss_parameter& parameter) {
  place.need(parameter.least <= parameter.most, "has an empty range");
  const auto inside = [&](double value) { return value >= parameter.least && value <= parameter.most; };
  if (parameter.type == AUTOLOSS_TYPE_INTEGER)
    place.need(inside(static_cast<double>(parameter.default_integer)), "has a default outside its range");
  if (parameter.type == AUTOLOSS_TYPE_NUMBER)
    place.need(std::isfinite(parameter.default_number) && inside(parameter.default_number),
               "has a default outside its range");
  if (parameter.type == AUTOLOSS_TYPE_NUMBERS) {
    place.need(parameter.default_count == 0 || parameter.default_numbers != nullptr, "has no default_numbers (NULL)");
    place.need(std::all_of(parameter.default_numbers, parameter.default_numbers + parameter.default_count, inside),
               "has a default outside its range");
  }
}

void check_strings(const Place& place, const autoloss_parameter& parameter) {
  place.need(parameter.choice_count == 0 || parameter.choices != nullptr, "has no choices (NULL)");
  for (uint64_t choice = 0; choice < parameter.choice_count; ++choice)
    place.need_text(parameter.choices[choice], "text for one of its choices");
  if (parameter.type == AUTOLOSS_TYPE_STRING) {
    const char* standard = parameter.default_string != nullptr ? parameter.default_string : "";
    place.need(allowed(parameter, standard), "has a default that is none of its choices");
  }
  if (parameter.type == AUTOLOSS_TYPE_STRINGS) {
    place.need(parameter.default_count == 0 || parameter.default_strings != nullptr, "has no default_strings (NULL)");
    for (uint64_t item = 0; item < parameter.default_count; ++item) {
      place.need_text(parameter.default_strings[item], "text for one of its defaults");
      place.need(allowed(parameter, parameter.default_strings[item]), "has a default that is none of its choices");
    }
  }
}

void check_parameter(const Place& owner, const autoloss_parameter* parameter) {
  owner.need(parameter != nullptr, "has a parameter that is NULL");
  owner.need(
      AUTOLOSS_HAS(autoloss_parameter, parameter, choice_count),
      "has a parameter of struct_size " + std::to_string(parameter->struct_size) + ", too small for version 1.0");
  owner.need(well_formed(parameter->key) && std::strcmp(parameter->key, "id") != 0,
             "has a parameter with the key " + quoted(parameter->key) + "; keys are [a-z][a-z0-9_]* and never 'id'");
  const Place place{owner.name + ": parameter '" + parameter->key + "'"};
  place.need_text(parameter->unit, "unit");
  place.need_text(parameter->description, "description");
  switch (parameter->type) {
    case AUTOLOSS_TYPE_INTEGER:
    case AUTOLOSS_TYPE_NUMBER:
    case AUTOLOSS_TYPE_NUMBERS:
      return check_numbers(place, *parameter);
    case AUTOLOSS_TYPE_STRING:
    case AUTOLOSS_TYPE_STRINGS:
      return check_strings(place, *parameter);
    case AUTOLOSS_TYPE_BOOLEAN:
    case AUTOLOSS_TYPE_PATH:
      return;
    default:
      place.fail("is of type " + std::to_string(parameter->type) + ", which version 1." +
                 std::to_string(AUTOLOSS_ABI_MINOR) + " does not know");
  }
}

// Whether a table reaches to its last slot of version 1.0.
bool is_whole(const autoloss_task_type* type) {
  return AUTOLOSS_HAS(autoloss_task_type, type, extension);
}
bool is_whole(const autoloss_controller_type* type) {
  return AUTOLOSS_HAS(autoloss_controller_type, type, load_session);
}

// What tasks and controllers have in common.
template <class Type>
Place check_descriptor(const char* kind, const Type* type) {
  const Place list{std::string("the list of ") + kind + "s"};
  list.need(type != nullptr, "holds NULL");
  list.need(is_whole(type),
            "holds a struct of struct_size " + std::to_string(type->struct_size) + ", too small for version 1.0");
  list.need(well_formed(type->id), "holds the id " + quoted(type->id) + "; ids are [a-z][a-z0-9_]*");

  Place place{std::string(kind) + " '" + type->id + "'"};
  place.need_text(type->version, "version");
  place.need_text(type->description, "description");
  place.need_text(type->licence, "licence");
  place.need(type->parameter_count == 0 || type->parameters != nullptr, "has no parameters (NULL)");
  std::set<std::string> keys;
  for (uint32_t index = 0; index < type->parameter_count; ++index) {
    check_parameter(place, type->parameters[index]);
    place.need(keys.insert(type->parameters[index]->key).second,
               "has two parameters '" + std::string(type->parameters[index]->key) + "'");
  }
  return place;
}

void check_task(const autoloss_task_type* type) {
  const Place place = check_descriptor("task", type);
  const auto need_slot = [&](bool filled, const char* slot) {
    place.need(filled, std::string("lacks the slot ") + slot + "() (NULL)");
  };
  need_slot(type->create != nullptr, "create");
  need_slot(type->destroy != nullptr, "destroy");
  need_slot(type->describe != nullptr, "describe");
  need_slot(type->begin != nullptr, "begin");
  need_slot(type->step != nullptr, "step");
  need_slot(type->measure != nullptr, "measure");
  need_slot(type->keep != nullptr, "keep");
  need_slot(type->recall != nullptr, "recall");
  place.need((type->save == nullptr) == (type->load == nullptr), "has one of save() and load() without the other");
}

void check_controller(const autoloss_controller_type* type) {
  const Place place = check_descriptor("controller", type);
  const auto need_slot = [&](bool filled, const char* slot) {
    place.need(filled, std::string("lacks the slot ") + slot + "() (NULL)");
  };
  need_slot(type->create != nullptr, "create");
  need_slot(type->destroy != nullptr, "destroy");
  need_slot(type->describe != nullptr, "describe");
  need_slot(type->open != nullptr, "open");
  need_slot(type->close != nullptr, "close");
  need_slot(type->act != nullptr, "act");
  place.need((type->save == nullptr) == (type->load == nullptr), "has one of save() and load() without the other");
  place.need((type->save_session == nullptr) == (type->load_session == nullptr),
             "has one of save_session() and load_session() without the other");
  place.need((type->get_parameters == nullptr) == (type->set_parameters == nullptr),
             "has one of get_parameters() and set_parameters() without the other");
  place.need(type->default_feature_count == 0 || type->default_features != nullptr, "has no default_features (NULL)");
  for (uint32_t index = 0; index < type->default_feature_count; ++index)
    place.need_text(type->default_features[index], "name for one of its default features");
}

template <class Type>
void need_different_ids(const char* kind, const Type* const* types, uint32_t count) {
  std::set<std::string> ids;
  for (uint32_t index = 0; index < count; ++index)
    if (!ids.insert(types[index]->id).second)
      throw Breach("its table holds two " + std::string(kind) + "s '" + types[index]->id + "'");
}

}  // namespace

void check_table(const autoloss_plugin& plugin) {
  const Place place{"its table"};
  place.need(AUTOLOSS_HAS(autoloss_plugin, &plugin, controllers),
             "has struct_size " + std::to_string(plugin.struct_size) + ", too small for version 1.0");
  if (plugin.least_host_minor > AUTOLOSS_ABI_MINOR)
    throw Breach("needs version 1." + std::to_string(plugin.least_host_minor) +
                 " of the plugin contract or a later one; this program knows 1." + std::to_string(AUTOLOSS_ABI_MINOR));
  place.need_text(plugin.name, "name");
  place.need_text(plugin.version, "version");
  place.need_text(plugin.compiler, "compiler");
  place.need_text(plugin.libraries, "libraries");
  place.need(plugin.task_count == 0 || plugin.tasks != nullptr, "has no tasks (NULL)");
  place.need(plugin.controller_count == 0 || plugin.controllers != nullptr, "has no controllers (NULL)");
  for (uint32_t index = 0; index < plugin.task_count; ++index) check_task(plugin.tasks[index]);
  for (uint32_t index = 0; index < plugin.controller_count; ++index) check_controller(plugin.controllers[index]);
  need_different_ids("task", plugin.tasks, plugin.task_count);
  need_different_ids("controller", plugin.controllers, plugin.controller_count);
}

}  // namespace autoloss::conformance
