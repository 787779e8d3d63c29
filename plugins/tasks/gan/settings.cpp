#include "plugins/tasks/gan/settings.hpp"

#include <autoloss/cpp/error.hpp>
#include <utility>

namespace autoloss::gan {
namespace {

sdk::ParameterList&& add_data(sdk::ParameterList&& list) {
  return std::move(list)
      .string("data", "digits", {"digits", "mnist", "cifar10"},
              "images: digits drawn by the plugin, without any file; the files of MNIST or of CIFAR-10")
      .path("data_dir", "folder of the files; empty: that name in the host's data directory")
      .integer("image_size", 14, 0, 64, "pixels",
               "height and width that images are averaged down to; it divides their own (MNIST 28, CIFAR-10 32). 0: as "
               "they are")
      .integer("digits", 20'000, 200, 1'000'000, "images", "drawn digits to learn from; a fifth as many for testing")
      .integer("digits_seed", 1, 0, INT64_C(1) << 53, "", "another number draws other digits")
      .integer("train_images", 0, 0, 10'000'000, "images",
               "that a training learns from, drawn for each data set from those of its role; 0: all of them");
}

sdk::ParameterList&& add_networks(sdk::ParameterList&& list) {
  return std::move(list)
      .integer("noise", 64, 1, 4096, "numbers", "normal noise that an image is made of")
      .integer("generator_filters", 16, 1, 1024, "filters",
               "of the generator's layer next to the image; twice as many a level further in")
      .integer("discriminator_filters", 16, 1, 1024, "filters", "the same of the discriminator")
      .string("batch_norm", "none", {"none", "generator", "discriminator", "both"}, "networks with batch normalisation")
      .string("generator_activation", "leaky_relu", {"relu", "leaky_relu"}, "the leak is .2")
      .string("discriminator_activation", "leaky_relu", {"relu", "leaky_relu"}, "the leak is .2")
      .integer("kernel", 4, 4, 5, "pixels", "side of the kernels; with 4, those that halve an odd height have 3")
      .string("initial", "fan_in", {"fan_in", "normal"},
              "weights at the start: fan_in, evenly within 1/sqrt(inputs); normal, of deviation .02");
}

sdk::ParameterList&& add_training(sdk::ParameterList&& list) {
  return std::move(list)
      .string("generator_loss", "non_saturating", {"non_saturating", "minimax"},
              "non_saturating: -E ln D(G(z)); minimax: E ln(1 - D(G(z))), as the paper writes it")
      .integer("batch_size", 32, 2, 65'536, "images", "real ones and generated ones of a step, as many of each")
      .number("generator_learning_rate", 2e-3, 1e-9, 10, "", "of the generator's Adam")
      .number("discriminator_learning_rate", 2e-3, 1e-9, 10, "", "of the discriminator's Adam")
      .number("adam_beta1", 0.5, 0, 0.9999, "", "share that the first moment keeps")
      .number("adam_beta2", 0.999, 0, 0.999999, "", "share that the second moment keeps")
      .integer("generator_repeat", 1, 1, 1000, "updates", "of one generator action")
      .integer("discriminator_repeat", 1, 1, 1000, "updates", "of one discriminator action")
      .number("average_decay", 0.99, 0, 0.99999, "",
              "share that the generator's averaged weights keep at each of its updates; 0: the weights as they are")
      .integer("longest_run", 500, 0, 1'000'000'000, "actions",
               "equal actions in a row; one more counts as a collapse, which ends the training. 0: any number");
}

sdk::ParameterList&& add_scores(sdk::ParameterList&& list) {
  return std::move(list)
      .integer("samples", 2000, 50, 1'000'000, "images", "generated for a validation, or for the reward")
      .integer("test_samples", 5000, 50, 1'000'000, "images", "generated for the test split")
      .integer("grid_every", 500, 0, 1'000'000'000, "steps",
               "between pictures of samples, of guided trainings alone; 0: of the kept parameters alone")
      .integer("classifier_filters", 16, 1, 1024, "filters",
               "of the first convolution of the classifier behind the scores")
      .integer("classifier_width", 64, 2, 4096, "units", "of its full layer, whose outputs are the features of FID")
      .integer("classifier_epochs", 3, 1, 1000, "epochs", "of its training, once for each data set")
      .string("device", "cpu", {"cpu", "cuda", "auto"},
              "where to compute; auto: a GPU where there is one. Only on the CPU are results equal to the bit");
}

ImageSource read_source(const sdk::Config& config, const sdk::Host& host) {
  ImageSource source;
  const std::string data = config.string("data");
  source.size = config.integer("image_size");
  if (data == "digits") {
    source.digits = config.integer("digits");
    source.digits_seed = config.integer("digits_seed");
    return source;
  }
  source.kind = data == "mnist" ? ImageSource::Kind::kMnist : ImageSource::Kind::kCifar10;
  source.folder = config.path("data_dir");
  if (source.folder.empty() && !host.data_directory().empty()) source.folder = host.data_directory() + "/" + data;
  if (source.folder.empty())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "data = '" + data +
                         "' needs the folder of its files: set the parameter 'data_dir', or the "
                         "environment variable AUTOLOSS_DATA to the folder above '" +
                         data + "'");
  return source;
}

NetworkSettings read_network(const sdk::Config& config, const std::string& network) {
  const std::string norm = config.string("batch_norm");
  return {config.integer((network + "_filters").c_str()), norm == network || norm == "both",
          config.string((network + "_activation").c_str()) == "relu" ? Activation::kRelu : Activation::kLeakyRelu};
}

torch_parts::AdamSettings read_adam(const sdk::Config& config, const std::string& network) {
  return {config.number((network + "_learning_rate").c_str()), config.number("adam_beta1"),
          config.number("adam_beta2")};
}

bool wants_cuda(const sdk::Config& config) {
  const std::string device = config.string("device");
  const bool there = device != "cpu" && at::globalContext().hasCUDA();
  if (device == "cuda" && !there)
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "device = 'cuda', and LibTorch finds no GPU: 'auto' takes one where there is one");
  return there;
}

}  // namespace

const sdk::ParameterList& published_parameters() {
  static const sdk::ParameterList list = add_scores(add_training(add_networks(add_data(sdk::ParameterList{}))));
  return list;
}

Settings read_settings(const sdk::Config& config, const sdk::Host& host) {
  Settings settings;
  settings.judge = {
      read_source(config, host),
      {config.integer("classifier_filters"), config.integer("classifier_width"), config.integer("classifier_epochs")},
      wants_cuda(config)};
  settings.judge.source.shape();
  GanSettings& gan = settings.gan;
  gan.noise = config.integer("noise");
  gan.kernel = config.integer("kernel");
  gan.batch = config.integer("batch_size");
  gan.generator = read_network(config, "generator");
  gan.discriminator = read_network(config, "discriminator");
  gan.initial = config.string("initial") == "normal" ? Initial::kNormal : Initial::kFanIn;
  gan.loss = config.string("generator_loss") == "minimax" ? GeneratorLoss::kMinimax : GeneratorLoss::kNonSaturating;
  gan.generator_adam = read_adam(config, "generator");
  gan.discriminator_adam = read_adam(config, "discriminator");
  gan.generator_repeat = config.integer("generator_repeat");
  gan.discriminator_repeat = config.integer("discriminator_repeat");
  gan.average_decay = config.number("average_decay");
  gan.longest_run = config.integer("longest_run");
  settings.train_images = config.integer("train_images");
  settings.samples = config.integer("samples");
  settings.test_samples = config.integer("test_samples");
  settings.grid_every = config.integer("grid_every");
  return settings;
}

}  // namespace autoloss::gan
