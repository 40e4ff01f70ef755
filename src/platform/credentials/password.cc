#include "credentials/password.h"

#include <algorithm>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "base/text.h"
#include "crypto/crypto.h"

namespace probity::credentials {
namespace {

// C0, DEL and C1 (U+0080 to U+009F, in UTF-8 C2 80 to C2 9F).
bool holds_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) return true;
    if (byte == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

std::string nfc(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
  std::string normal;
  normal.reserve(text.size());
  icu::StringByteSink<std::string> sink(&normal);
  if (U_SUCCESS(status)) form->normalizeUTF8(0, text, sink, nullptr, status);
  if (U_FAILURE(status)) throw Breakdown("Passwords can't be read.", u_errorName(status));
  return normal;
}

}  // namespace

Result<Password> Password::read(std::string_view typed, std::string_view field) {
  auto wrong = [&](std::string message) {
    return refuse(Refusal::invalid_input, "The password can't be used.",
                  {{std::string(field), std::move(message)}});
  };
  if (typed.empty()) return wrong("must not be empty");
  if (typed.size() > max_bytes)
    return wrong("must have at most " + std::to_string(max_bytes) + " bytes");
  if (!is_utf8(typed)) return wrong("must be well-formed UTF-8");
  if (holds_control(typed))
    return wrong("must not hold control characters such as tabs or line breaks");
  std::string text(typed);
  std::string normal = nfc(text);
  return Password(std::move(text), std::move(normal));
}

Password::~Password() {
  crypto::wipe(typed_);
  crypto::wipe(normal_);
}

std::size_t Password::length() const { return code_points(normal_); }

}  // namespace probity::credentials
