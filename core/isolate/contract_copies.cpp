#include "core/isolate/contract_copies.hpp"

namespace autoloss {

void pack(Packer& packer, const autoloss_config& config) {
  packer.value(config.value_count);
  for (uint32_t index = 0; index < config.value_count; ++index) {
    const autoloss_value& value = *config.values[index];
    packer.value(value.type).text(value.key).value(value.integer).value(value.number);
    packer.text(value.string != nullptr ? value.string : "");
    const bool texts = value.type == AUTOLOSS_TYPE_STRINGS;
    packer.list(texts ? nullptr : value.numbers, value.count);
    packer.texts(value.strings, texts ? value.count : 0);
  }
}

ConfigCopy::ConfigCopy(Unpacker& unpacker) {
  const auto count = unpacker.value<uint32_t>();
  for (uint32_t index = 0; index < count; ++index) {
    autoloss_value& value = values_.emplace_back();
    value.struct_size = sizeof(value);
    value.type = unpacker.value<uint32_t>();
    value.key = unpacker.text();
    value.integer = unpacker.value<int64_t>();
    value.number = unpacker.value<double>();
    value.string = unpacker.text();
    const auto& numbers = numbers_.emplace_back(unpacker.list<double>());
    value.numbers = numbers.data();
    const auto& strings = strings_.emplace_back(unpacker.texts());
    value.strings = strings.data();
    value.count = value.type == AUTOLOSS_TYPE_STRINGS ? strings.size() : numbers.items.size();
    pointers_.push_back(&value);
  }
  config_ = {sizeof(config_), count, pointers_.data()};
}

void pack(Packer& packer, const autoloss_episode& episode) {
  packer.value(episode);
  pack(packer, *episode.config);
}

EpisodeCopy::EpisodeCopy(Unpacker& unpacker) : episode_(unpacker.value<autoloss_episode>()), config_(unpacker) {
  episode_.config = config_.get();
}

void pack(Packer& packer, const autoloss_controller_spec& spec) {
  packer.value(spec).texts(spec.feature_names, spec.feature_count).texts(spec.action_names, spec.action_count);
}

SpecCopy::SpecCopy(Unpacker& unpacker)
    : spec_(unpacker.value<autoloss_controller_spec>()), features_(unpacker.texts()), actions_(unpacker.texts()) {
  if (features_.size() != spec_.feature_count || actions_.size() != spec_.action_count) throw BrokenMessage();
  spec_.feature_names = features_.data();
  spec_.action_names = actions_.data();
}

void pack(Packer& packer, const autoloss_batch& batch, uint32_t feature_count, uint32_t logit_count) {
  packer.value(batch);
  for (uint32_t index = 0; index < batch.trajectory_count; ++index) {
    const autoloss_trajectory& row = *batch.trajectories[index];
    const uint64_t count = row.decision_count;
    packer.value(row).list(row.features, count * feature_count).list(row.actions, count);
    packer.list(row.probabilities, count).list(row.values, count).list(row.rewards, count);
    packer.list(row.noise, count * logit_count).list(row.last_features, feature_count).list(row.advantages, count);
  }
}

BatchCopy::BatchCopy(Unpacker& unpacker) : batch_(unpacker.value<autoloss_batch>()) {
  const auto numbers = [&] { return numbers_.emplace_back(unpacker.list<double>()).data(); };
  for (uint32_t index = 0; index < batch_.trajectory_count; ++index) {
    autoloss_trajectory& row = trajectories_.emplace_back(unpacker.value<autoloss_trajectory>());
    row.features = numbers();
    row.actions = actions_.emplace_back(unpacker.list<uint32_t>()).data();
    row.probabilities = numbers();
    row.values = numbers();
    row.rewards = numbers();
    row.noise = numbers();
    row.last_features = numbers();
    row.advantages = numbers();
    pointers_.push_back(&row);
  }
  batch_.trajectories = pointers_.data();
}

void pack(Packer& packer, const autoloss_task_info& info) {
  packer.value(info);
  for (uint32_t index = 0; index < info.action_count; ++index) {
    const autoloss_action_info& action = *info.actions[index];
    packer.value(action.flags).value(action.loss).value(action.parameter_count);
    packer.text(action.name).text(action.parameter_group).text(action.description);
  }
  for (uint32_t index = 0; index < info.loss_count; ++index)
    packer.text(info.losses[index]->name).text(info.losses[index]->description);
  for (uint32_t index = 0; index < info.metric_count; ++index) {
    const autoloss_metric_info& metric = *info.metrics[index];
    packer.value(metric.direction).value(metric.loss).text(metric.name).text(metric.unit).text(metric.description);
  }
  for (uint32_t index = 0; index < info.signal_count; ++index)
    packer.text(info.signals[index]->name).text(info.signals[index]->description);
}

template <class Info, class Read>
const Info* const* TaskInfoCopy::read(Infos<Info>& infos, uint32_t count, Read read_one) {
  if (count > bytes_.size()) throw BrokenMessage();
  infos.items.resize(count);
  for (Info& info : infos.items) {
    info = {};
    info.struct_size = sizeof(info);
    read_one(info);
    infos.pointers.push_back(&info);
  }
  return infos.pointers.data();
}

TaskInfoCopy::TaskInfoCopy(std::string_view bytes) : bytes_(bytes) {
  Unpacker unpacker(bytes_);
  info_ = unpacker.value<autoloss_task_info>();
  info_.actions = read(actions_, info_.action_count, [&](autoloss_action_info& action) {
    action.flags = unpacker.value<uint32_t>();
    action.loss = unpacker.value<uint32_t>();
    action.parameter_count = unpacker.value<uint64_t>();
    action.name = unpacker.text();
    action.parameter_group = unpacker.text();
    action.description = unpacker.text();
  });
  info_.losses = read(losses_, info_.loss_count, [&](autoloss_loss_info& loss) {
    loss.name = unpacker.text();
    loss.description = unpacker.text();
  });
  info_.metrics = read(metrics_, info_.metric_count, [&](autoloss_metric_info& metric) {
    metric.direction = unpacker.value<uint32_t>();
    metric.loss = unpacker.value<uint32_t>();
    metric.name = unpacker.text();
    metric.unit = unpacker.text();
    metric.description = unpacker.text();
  });
  info_.signals = read(signals_, info_.signal_count, [&](autoloss_signal_info& signal) {
    signal.name = unpacker.text();
    signal.description = unpacker.text();
  });
}

}  // namespace autoloss
