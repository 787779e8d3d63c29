#include <unistd.h>

#include <atomic>
#include <autoloss/cpp/random.hpp>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "plugins/tasks/gan/classifier.hpp"
#include "plugins/tasks/gan/judge.hpp"

namespace autoloss::gan {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRevision = "gan classifier 1\n";  // of the network, its training and the file

struct Entry {
  double accuracy = 0;
  std::vector<float> parameters;
};

uint64_t checksum(const std::string& bytes) {
  return sdk::derive(0, std::string_view(bytes));
}

std::string file_name(const ClassifierSettings& settings, const ImageSource& source, const ImageSet& images) {
  uint64_t key = sdk::derive(0, kRevision);
  for (const uint64_t part : {hash_of(images.train), hash_of(images.test), static_cast<uint64_t>(settings.filters),
                              static_cast<uint64_t>(settings.width), static_cast<uint64_t>(settings.epochs)})
    key = sdk::derive(key, part);
  char text[32];
  std::snprintf(text, sizeof(text), "-%016llx", static_cast<unsigned long long>(key));
  return "gan-classifier-" + source.name() + text;
}

// Revision, accuracy, parameters, and a checksum of all of it.
std::string packed(const Entry& entry) {
  std::string bytes = kRevision;
  bytes.append(reinterpret_cast<const char*>(&entry.accuracy), sizeof(entry.accuracy));
  bytes.append(reinterpret_cast<const char*>(entry.parameters.data()), entry.parameters.size() * sizeof(float));
  const uint64_t sum = checksum(bytes);
  return bytes.append(reinterpret_cast<const char*>(&sum), sizeof(sum));
}

// Nothing for bytes that packed() did not write, or not all of.
std::optional<Entry> unpacked(std::string bytes, std::size_t parameter_count) {
  const std::size_t head = std::strlen(kRevision);
  Entry entry;
  entry.parameters.resize(parameter_count);
  const std::size_t size = parameter_count * sizeof(float);
  uint64_t sum = 0;
  if (bytes.size() != head + sizeof(double) + size + sizeof(sum)) return std::nullopt;
  std::memcpy(&sum, bytes.data() + bytes.size() - sizeof(sum), sizeof(sum));
  bytes.resize(bytes.size() - sizeof(sum));
  if (checksum(bytes) != sum || bytes.compare(0, head, kRevision) != 0) return std::nullopt;
  std::memcpy(&entry.accuracy, bytes.data() + head, sizeof(double));
  std::memcpy(entry.parameters.data(), bytes.data() + head + sizeof(double), size);
  return entry;
}

std::optional<Entry> read_entry(const fs::path& file, std::size_t parameter_count, const sdk::Host& host) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::optional<Entry> entry =
      unpacked({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}, parameter_count);
  if (!entry) host.log(AUTOLOSS_LOG_WARNING, file.string() + ": is damaged; the classifier is trained anew");
  return entry;
}

// Beside the file, then in its place: whoever reads meanwhile sees a whole one. Without a cache the work is done again
// next time, which is no reason to stop.
void write_entry(const fs::path& file, const Entry& entry, const sdk::Host& host) {
  static std::atomic<unsigned> count{0};
  const fs::path beside = file.string() + "." + std::to_string(getpid()) + "." + std::to_string(count++);
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  {
    std::ofstream out(beside, std::ios::binary);
    const std::string bytes = packed(entry);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) fs::rename(beside, file, error);
  if (!error) return;
  host.log(AUTOLOSS_LOG_WARNING, file.string() + ": the classifier was not kept: " + error.message());
  fs::remove(beside, error);
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
  const std::string folder = host.cache_directory();
  const fs::path file = fs::path(folder) / file_name(settings, source, images);

  std::optional<Entry> entry;
  if (!folder.empty()) entry = read_entry(file, static_cast<std::size_t>(parameters.numel()), host);
  if (entry) {
    parameters.copy_(at::tensor(entry->parameters));
  } else {
    entry = train(classifier, images, device, host);
    if (!folder.empty()) write_entry(file, *entry, host);
  }
  char accuracy[16];
  std::snprintf(accuracy, sizeof(accuracy), "%.2f", 100 * entry->accuracy);
  host.log(AUTOLOSS_LOG_INFO, "the classifier behind inception score and FID tells " + std::string(accuracy) +
                                  " % of the test images of " + source.name() + " right");
  return classifier;
}

}  // namespace autoloss::gan
