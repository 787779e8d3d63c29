// A data set without a file: sentences of a made-up language.
#ifndef AUTOLOSS_NMT_DATA_BUILT_IN_HPP
#define AUTOLOSS_NMT_DATA_BUILT_IN_HPP

#include <cstdint>

#include "plugins/tasks/nmt/data/data_set.hpp"

namespace autoloss::nmt {

// The language follows from the seed, the sentences from seed, role and split; for one seed a smaller set is the
// beginning of a larger one. Sizes that are 0: 300 pairs, 4000 sentences for each kind of tags, 200 of each for
// validation (and as many to score on), 500 for test.
DataSet make_built_in(const Sizes& sizes, uint32_t role, uint64_t seed);

}  // namespace autoloss::nmt

#endif
