#include <autoloss/cpp/random.hpp>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>

#include "plugins/shared/cache.hpp"
#include "plugins/tasks/gan/classifier.hpp"
#include "plugins/tasks/gan/judge.hpp"

namespace autoloss::gan {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRevision = "gan classifier 2";  // of the network, its training and the entry

struct Entry {
  double accuracy = 0;
  std::vector<float> parameters;
};

uint64_t key_of(const ClassifierSettings& settings, const ImageSet& images) {
  uint64_t key = sdk::derive(0, kRevision);
  for (const uint64_t part : {hash_of(images.train), hash_of(images.test), static_cast<uint64_t>(settings.filters),
                              static_cast<uint64_t>(settings.width), static_cast<uint64_t>(settings.epochs)})
    key = sdk::derive(key, part);
  return key;
}

std::string packed(const Entry& entry) {
  std::string bytes(reinterpret_cast<const char*>(&entry.accuracy), sizeof(entry.accuracy));
  return bytes.append(reinterpret_cast<const char*>(entry.parameters.data()), entry.parameters.size() * sizeof(float));
}

// Nothing where there is none, or a damaged one, which is said.
std::optional<Entry> read_entry(const shared::Cache& cache, uint64_t key, std::size_t parameter_count,
                                const sdk::Host& host) {
  const std::string file = cache.path(key);
  if (file.empty() || !fs::exists(file)) return std::nullopt;
  const std::optional<std::string> bytes = cache.find(key);
  Entry entry;
  entry.parameters.resize(parameter_count);
  const std::size_t size = parameter_count * sizeof(float);
  if (!bytes || bytes->size() != sizeof(double) + size) {
    host.log(AUTOLOSS_LOG_WARNING, file + ": is damaged; the classifier is trained anew");
    return std::nullopt;
  }
  std::memcpy(&entry.accuracy, bytes->data(), sizeof(double));
  std::memcpy(entry.parameters.data(), bytes->data() + sizeof(double), size);
  return entry;
}

// Without a cache the work is done again next time, which is no reason to stop.
void write_entry(const shared::Cache& cache, uint64_t key, const Entry& entry, const sdk::Host& host) {
  const std::string file = cache.path(key);
  if (file.empty() || cache.store(key, packed(entry))) return;
  host.log(AUTOLOSS_LOG_WARNING, file + ": cannot be written: the classifier is trained anew next time");
}

Entry train(Classifier& classifier, const ImageSet& images, at::Device device, const sdk::Host& host) {
  classifier.train(tensor_of(images.train, device), labels_of(images.train, device), host);
  const at::Tensor parameters = classifier.parameters().flat().to(at::kCPU);
  return {classifier.accuracy(tensor_of(images.test, device), labels_of(images.test, device)),
          {parameters.data_ptr<float>(), parameters.data_ptr<float>() + parameters.numel()}};
}

}  // namespace

Classifier make_classifier(const ClassifierSettings& settings, const ImageSource& source, const ImageSet& images,
                           at::Device device, const sdk::Host& host) {
  Classifier classifier(settings, images.train.shape, device);
  const at::Tensor& parameters = classifier.parameters().flat();
  const shared::Cache cache(host.cache_directory(), "gan-classifier-" + source.name());
  const uint64_t key = key_of(settings, images);

  std::optional<Entry> entry = read_entry(cache, key, static_cast<std::size_t>(parameters.numel()), host);
  if (entry) {
    parameters.copy_(at::tensor(entry->parameters));
  } else {
    entry = train(classifier, images, device, host);
    write_entry(cache, key, *entry, host);
  }
  char accuracy[16];
  std::snprintf(accuracy, sizeof(accuracy), "%.2f", 100 * entry->accuracy);
  host.log(AUTOLOSS_LOG_INFO, "the classifier behind inception score and FID tells " + std::string(accuracy) +
                                  " % of the test images of " + source.name() + " right");
  return classifier;
}

}  // namespace autoloss::gan
