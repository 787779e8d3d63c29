// What texts of a plugin have to be.
#pragma once

#include <string_view>

namespace autoloss::conformance {

// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

// [a-z][a-z0-9_]*
bool is_name(std::string_view text);

}  // namespace autoloss::conformance
