// The known name that somebody who wrote another one probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss {

// The name at the least edit distance (insert, delete, replace, swap neighbours), or one that `written` begins or that
// begins `written`; nothing when none is near.
std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known);

// "a, b, c"; "none" for an empty list.
std::string listed(const std::vector<std::string>& names);

}  // namespace autoloss
