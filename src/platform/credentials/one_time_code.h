// Six digits sent by message, good once, for five minutes and five tries. Six digits are few: what
// is stored is keyed, so that a stolen database gives none away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "keys/keystore.h"

namespace probity::credentials {

inline constexpr int one_time_code_lifetime_s = 300, one_time_code_tries = 5;

// What is stored of a code that was sent.
struct OneTimeCode {
  std::uint32_t pepper = 0;  // version; its key is derived from it
  std::string hash;          // 32 bytes
  Instant expires;
  int tries = 0;
  bool used = false;
};

struct SentCode {
  std::string digits;  // into the message, nowhere else
  OneTimeCode stored;
};

// `purpose` says what the code is good for and for whom, e.g. "sign_in|PERSON|NUMBER": a code of
// another person, number or use does not fit. A new code takes the place of the one before it.
SentCode make_one_time_code(keys::Keystore& keystore, std::string_view purpose, Instant at);

enum class CodeAnswer { right, wrong, expired, used, too_many_tries };

// Judges a typed code and notes it in `stored`, which the caller reads under the row's lock and
// stores again whatever the answer. Spaces do not count. Throws Breakdown when the keystore lacks
// the pepper.
CodeAnswer try_one_time_code(keys::Keystore& keystore, OneTimeCode& stored,
                             std::string_view purpose, std::string_view typed, Instant at);

}  // namespace probity::credentials
