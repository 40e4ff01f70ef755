// Codes that stand in for a lost second factor, each once. 80 random bits: a plain hash is enough.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probity::credentials {

inline constexpr int recovery_code_count = 10;

struct RecoveryCode {
  std::string shown;  // "7F3K-Q9TX-0M2B-ZC4D", to the person, once; never stored
  std::string hash;   // 32 bytes, what is stored
};

std::vector<RecoveryCode> make_recovery_codes();

// The hash of a code as typed, to look its row up and delete it. Case, spaces and hyphens do not
// count, and O, I and L are read as 0 and 1. Nothing when it is no such code.
std::optional<std::string> recovery_code_hash(std::string_view typed);

}  // namespace probity::credentials
