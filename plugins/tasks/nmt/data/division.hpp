// Which sentences of a user's files an episode has.
#ifndef AUTOLOSS_NMT_DATA_DIVISION_HPP
#define AUTOLOSS_NMT_DATA_DIVISION_HPP

#include <cstdint>

#include "plugins/tasks/nmt/data/data_set.hpp"
#include "plugins/tasks/nmt/data/file_corpus.hpp"

namespace autoloss::nmt {

// The training sentences are divided once and for all: `controller_share` of them are the controller's, of which a
// tenth (or sizes.valid, whichever is less) validates and as many score; the others train guided models. Those validate
// on the validation sentences and are tested on the test sentences; what they would be scored on is every second
// validation sentence. Where sizes name less than there is, the seed draws which sentences train, and the first of the
// others stay.
DataSet divide(const FileCorpus& corpus, const Sizes& sizes, double controller_share, uint32_t role, uint64_t seed);

}  // namespace autoloss::nmt

#endif
