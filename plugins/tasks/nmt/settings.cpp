#include "plugins/tasks/nmt/settings.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

namespace autoloss::nmt {
namespace {

constexpr const char* kParts[kFileParts] = {"train", "valid", "test"};
constexpr const char* kSides[2] = {"source", "target"};

// Sizes that go together. A parameter left at its default takes what the preset says.
struct Preset {
  NetworkSettings network;
  TrainingSettings training;
  std::size_t batch_size = 32;
};

Preset preset_of(const std::string& name) {
  if (name == "small") return {};
  Preset paper;
  paper.network = {Cell::kLstm, 2, 128, 256, 0.3, false, false, true};
  paper.training = {5e-4, 1, 0, true};
  paper.batch_size = 128;
  return paper;
}

sdk::ParameterList&& add_network_parameters(sdk::ParameterList&& list) {
  return std::move(list)
      .string(
          "preset", "small", {"small", "paper"},
          "sizes and settings where a parameter below does not say otherwise; small: one layer of 32 that trains in "
          "seconds; paper: appendix A.3")
      .string("cell", "preset", {"preset", "gru", "lstm"}, "of the recurrent layers; small: gru, paper: lstm")
      .integer("layers", 0, 0, 16, "", "of the encoder and of each decoder; 0: the preset's, 1 or 2")
      .integer("embedding", 0, 0, 4096, "", "numbers that stand for a token; 0: the preset's, 32 or 128")
      .integer("hidden", 0, 0, 4096, "units", "of a layer, a direction; 0: the preset's, 32 or 256")
      .number("dropout", -1, -1, 0.95, "", "share of what is left out while training; below 0: the preset's, .2 or .3")
      .string("source_embedding", "preset", {"preset", "yes", "no"},
              "whether attention also sees the source token itself; small: yes, paper: no")
      .string(
          "distance_bias", "preset", {"preset", "yes", "no"},
          "whether attention has a learned bias on how far source and target place are apart; small: yes, paper: no")
      .string("tagger", "preset", {"preset", "linear", "decoder"},
              "what tags: a linear layer at each token, or a decoder with attention; small: linear, paper: decoder");
}

sdk::ParameterList&& add_training_parameters(sdk::ParameterList&& list) {
  return std::move(list)
      .number("learning_rate", 0, 0, 10, "", "of Adam; 0: the preset's, .007 or .0005")
      .string("adam", "shared", {"shared", "per_task"}, "whose moments the encoder's are: of all tasks, or of each")
      .number("clip", 1, 0, 1e6, "", "most that the norm of a gradient may be; 0: any")
      .number("average", -1, -1, 0.9999, "",
              "share that the averaged parameters, which are measured, keep of their past at each step; 0: none; below "
              "0: the preset's, .98 or 0")
      .integer("batch_size", 0, 0, 65536, "sentences", "of an update; 0: the preset's, 32 or 128")
      .integer(
          "tagging_repeat", 1, 1, 1000, "updates",
          "of one ner or pos action. A tagging update is cheaper than one of mt: with about as many as fit into its "
          "time, methods are compared at equal seconds")
      .integer("beam", 1, 1, 64, "", "sentences that go on side by side for bleu_beam; 1: bleu alone, which is greedy")
      .integer("samples", 8, 0, 1000, "translations",
               "of the first test sentences, as a text that is kept with the run");
}

sdk::ParameterList&& add_data_parameters(sdk::ParameterList&& list) {
  return std::move(list)
      .path("folder", "where the files below are looked for; none: the user's data directory")
      .string("train_source", "", {},
              "sentences to translate, a line each, plain or gzip; none: a made-up language is learned")
      .string("train_target", "", {}, "their translations, line by line")
      .string("valid_source", "", {}, "as train_source, to validate guided models on")
      .string("valid_target", "", {}, "their translations")
      .string("test_source", "", {}, "as train_source, to test on")
      .string("test_target", "", {}, "their translations")
      .string("ner_train", "", {}, "words with named entities, four columns as GermEval 2014 has them")
      .string("ner_valid", "", {}, "as ner_train, to validate on")
      .string("ner_test", "", {}, "as ner_train, to test on")
      .string("pos_train", "", {}, "words with parts of speech: CoNLL-U, column XPOS")
      .string("pos_valid", "", {}, "as pos_train, to validate on")
      .string("pos_test", "", {}, "as pos_train, to test on")
      .integer("subwords", 10000, 8, 1000000, "", "of each language at most, where there are files")
      .integer("longest", 60, 1, 10000, "subwords", "sentences with more, on either side, are left out and counted")
      .number("controller_share", 0.5, 0, 1, "",
              "share of the training sentences of files that controllers learn from; guided models have the others")
      .integer("pairs", 0, 0, 100000000, "pairs", "to train on; 0: all of the files, or 300 of the made-up language")
      .integer("tagged", 0, 0, 100000000, "sentences",
               "with tags, of each kind, to train on; 0: all of the files, or 4000 of the made-up language")
      .integer("valid", 0, 0, 100000000, "sentences",
               "of each kind to validate on; 0: all of the files, or 200 of the made-up language")
      .integer("test", 0, 0, 100000000, "sentences",
               "of each kind to test on; 0: all of the files, or 500 of the made-up language");
}

sdk::ParameterList&& add_tasks(sdk::ParameterList&& list) {
  return std::move(list).strings("tasks", {"mt", "ner", "pos"}, {"mt", "ner", "pos"},
                                 "what is learned: translation, named entities, parts of speech; an action each");
}

[[noreturn]] void refuse(const std::string& what) {
  throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, what);
}

std::vector<Job> read_jobs(const sdk::Config& config) {
  std::vector<Job> jobs;
  for (const std::string& name : config.strings("tasks")) {
    const Job job = name == "mt" ? Job::kTranslation : name == "ner" ? Job::kEntities : Job::kClasses;
    if (std::find(jobs.begin(), jobs.end(), job) != jobs.end()) refuse("parameter 'tasks' names '" + name + "' twice");
    jobs.push_back(job);
  }
  if (jobs.empty()) refuse("parameter 'tasks' is empty; name one of mt, ner and pos at least");
  return jobs;
}

bool has(const std::vector<Job>& jobs, Job job) {
  return std::find(jobs.begin(), jobs.end(), job) != jobs.end();
}

// Where there are files, every task has to have its own.
void require_files(const CorpusSettings& corpus, const std::vector<Job>& jobs) {
  const auto need = [](const std::string& path, const std::string& key) {
    if (path.empty()) refuse("parameter '" + key + "' is missing: where files are given, every task needs its own");
  };
  for (std::size_t part = 0; part < kFileParts; ++part) {
    need(corpus.source[part], std::string(kParts[part]) + "_source");
    need(corpus.target[part], std::string(kParts[part]) + "_target");
    for (const Job job : {Job::kEntities, Job::kClasses})
      if (has(jobs, job))
        need(corpus.tagged[static_cast<std::size_t>(job) - 1][part], std::string(name_of(job)) + "_" + kParts[part]);
  }
}

CorpusSettings read_corpus_settings(const sdk::Config& config, const std::vector<Job>& jobs,
                                    const std::string& data_directory) {
  CorpusSettings corpus;
  bool any = false;
  const std::filesystem::path folder = config.path("folder").empty() ? data_directory : config.path("folder");
  const auto read = [&](const std::string& key) -> std::string {
    const std::string name = config.string(key.c_str());
    if (name.empty()) return "";
    any = true;
    return (folder / name).string();
  };
  for (std::size_t part = 0; part < kFileParts; ++part) {
    const std::string name = kParts[part];
    corpus.source[part] = read(name + "_" + kSides[0]);
    corpus.target[part] = read(name + "_" + kSides[1]);
    for (const Job job : {Job::kEntities, Job::kClasses})
      corpus.tagged[static_cast<std::size_t>(job) - 1][part] = read(std::string(name_of(job)) + "_" + name);
  }
  corpus.subwords = static_cast<std::size_t>(config.integer("subwords"));
  corpus.longest = static_cast<std::size_t>(config.integer("longest"));
  if (any) require_files(corpus, jobs);
  return corpus;
}

DataSettings read_data(const sdk::Config& config, const std::vector<Job>& jobs, const std::string& data_directory) {
  DataSettings data;
  data.corpus = read_corpus_settings(config, jobs, data_directory);
  data.controller_share = config.number("controller_share");
  const auto size = [&](const char* key) { return static_cast<std::size_t>(config.integer(key)); };
  data.sizes = {size("pairs"), size("tagged"), size("valid"), size("test")};
  return data;
}

// A choice that may be left to the preset.
bool chosen(const sdk::Config& config, const char* key, const char* first, bool preset) {
  const std::string text = config.string(key);
  return text == "preset" ? preset : text == first;
}

NetworkSettings read_network(const sdk::Config& config, NetworkSettings network) {
  const auto size = [&](const char* key, int64_t preset) {
    const int64_t given = config.integer(key);
    return given > 0 ? given : preset;
  };
  network.cell = chosen(config, "cell", "gru", network.cell == Cell::kGru) ? Cell::kGru : Cell::kLstm;
  network.layers = size("layers", network.layers);
  network.embedding = size("embedding", network.embedding);
  network.hidden = size("hidden", network.hidden);
  if (config.number("dropout") >= 0) network.dropout = config.number("dropout");
  network.add_embedding = chosen(config, "source_embedding", "yes", network.add_embedding);
  network.distance_bias = chosen(config, "distance_bias", "yes", network.distance_bias);
  network.tag_decoder = chosen(config, "tagger", "decoder", network.tag_decoder);
  return network;
}

TrainingSettings read_training(const sdk::Config& config, TrainingSettings training) {
  if (config.number("learning_rate") > 0) training.learning_rate = config.number("learning_rate");
  if (config.number("average") >= 0) training.average = config.number("average");
  training.clip = config.number("clip");
  training.shared_adam = config.string("adam") == "shared";
  return training;
}

ModelSettings read_model(const sdk::Config& config, const std::vector<Job>& jobs) {
  const Preset preset = preset_of(config.string("preset"));
  ModelSettings model;
  model.network = read_network(config, preset.network);
  model.training = read_training(config, preset.training);
  const auto batch_size = static_cast<std::size_t>(config.integer("batch_size"));
  model.batch_size = batch_size > 0 ? batch_size : preset.batch_size;
  model.tagging_repeat = static_cast<std::size_t>(config.integer("tagging_repeat"));
  model.beam = config.integer("beam");
  for (std::size_t job = 0; job < kJobs; ++job) model.jobs[job] = has(jobs, static_cast<Job>(job));
  return model;
}

}  // namespace

const sdk::ParameterList& published_parameters() {
  static const sdk::ParameterList list =
      add_data_parameters(add_training_parameters(add_network_parameters(add_tasks(sdk::ParameterList{}))));
  return list;
}

Settings read_settings(const sdk::Config& config, const std::string& data_directory) {
  Settings settings;
  settings.jobs = read_jobs(config);
  settings.data = read_data(config, settings.jobs, data_directory);
  settings.model = read_model(config, settings.jobs);
  settings.samples = static_cast<std::size_t>(config.integer("samples"));
  return settings;
}

}  // namespace autoloss::nmt
