// Structs of the C contract as bytes, and made again from bytes.
#pragma once

#include <autoloss/controller.h>
#include <autoloss/task.h>

#include <deque>
#include <vector>

#include "core/isolate/message.hpp"

namespace autoloss {

void pack(Packer& packer, const autoloss_config& config);
void pack(Packer& packer, const autoloss_episode& episode);
void pack(Packer& packer, const autoloss_controller_spec& spec);
void pack(Packer& packer, const autoloss_batch& batch, uint32_t feature_count, uint32_t logit_count);
void pack(Packer& packer, const autoloss_task_info& info);

// The copies own what they point to, except for texts: those stay in the bytes that are read. Their constructors throw
// BrokenMessage.

class ConfigCopy {
 public:
  explicit ConfigCopy(Unpacker& unpacker);
  ConfigCopy(const ConfigCopy&) = delete;
  ConfigCopy& operator=(const ConfigCopy&) = delete;
  const autoloss_config* get() const { return &config_; }

 private:
  std::deque<Unpacker::List<double>> numbers_;
  std::deque<std::vector<const char*>> strings_;
  std::deque<autoloss_value> values_;
  std::vector<const autoloss_value*> pointers_;
  autoloss_config config_{};
};

class EpisodeCopy {
 public:
  explicit EpisodeCopy(Unpacker& unpacker);
  const autoloss_episode* get() const { return &episode_; }

 private:
  autoloss_episode episode_;
  ConfigCopy config_;
};

class SpecCopy {
 public:
  explicit SpecCopy(Unpacker& unpacker);
  SpecCopy(const SpecCopy&) = delete;
  SpecCopy& operator=(const SpecCopy&) = delete;
  const autoloss_controller_spec* get() const { return &spec_; }

 private:
  autoloss_controller_spec spec_;
  std::vector<const char*> features_, actions_;
};

class BatchCopy {
 public:
  explicit BatchCopy(Unpacker& unpacker);
  BatchCopy(const BatchCopy&) = delete;
  BatchCopy& operator=(const BatchCopy&) = delete;
  const autoloss_batch* get() const { return &batch_; }

 private:
  std::deque<Unpacker::List<double>> numbers_;
  std::deque<Unpacker::List<uint32_t>> actions_;
  std::deque<autoloss_trajectory> trajectories_;
  std::vector<const autoloss_trajectory*> pointers_;
  autoloss_batch batch_{};
};

// Keeps the bytes, too.
class TaskInfoCopy {
 public:
  explicit TaskInfoCopy(std::string_view bytes);
  TaskInfoCopy(const TaskInfoCopy&) = delete;
  TaskInfoCopy& operator=(const TaskInfoCopy&) = delete;
  const autoloss_task_info& get() const { return info_; }

 private:
  template <class Info>
  struct Infos {
    std::vector<Info> items;
    std::vector<const Info*> pointers;
  };
  template <class Info, class Read>
  const Info* const* read(Infos<Info>& infos, uint32_t count, Read read_one);

  std::string bytes_;
  Infos<autoloss_action_info> actions_;
  Infos<autoloss_loss_info> losses_;
  Infos<autoloss_metric_info> metrics_;
  Infos<autoloss_signal_info> signals_;
  autoloss_task_info info_;
};

}  // namespace autoloss
