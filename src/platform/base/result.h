// What can go wrong, in three kinds: a refusal is a value (Error in a Result), a breakdown is an
// exception (Breakdown, thrown by cages only), a bug stops the request (ENSURE).
#pragma once

#include <expected>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace probity {

// Why a request is refused. gateway/render.cc maps each to a status and an API error code.
enum class Refusal {
  invalid_input,       // a field is wrong; see Error::faults
  missing_fields,      // a required field is absent
  missing_key,         // no credential was sent
  invalid_key,         // the credential is unknown, revoked or malformed
  sign_in_failed,      // wrong address, password, code or ticket: never told which
  factor_required,     // the session owes its second factor
  forbidden,           // the credential lacks the permission
  not_found,           // no such object, or another tenant's: never told apart
  conflict,            // the state of the object does not allow it; also an idempotency key's reuse
  data_present,        // it is already there
  already_approved,    //
  already_rejected,    //
  constraints,         // a condition does not hold, e.g. blockers before an approval
  transition,          // no such step in the status machine
  stale_etag,          // the document changed since it was read
  too_large,           // body, head or a count is over its bound
  unsupported_type,    // not application/json
  method_not_allowed,  //
  rate_limited,        // too many calls; the limit is a setting of the institution
  not_set_up,          // the institution's configuration lacks what is needed
};

// One wrong field. `field` is its dotted path ("collected_data.personal_details.dob"); `message`
// says what would be right and never repeats what was sent, which may be personal.
struct Fault {
  std::string field;
  std::string message;
  bool operator==(const Fault&) const = default;
};

struct Error {
  Refusal refusal;
  std::string message;
  std::vector<Fault> faults = {};
  int retry_after = 0;  // seconds, when waiting helps
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> refuse(Refusal refusal, std::string message,
                                     std::vector<Fault> faults = {}) {
  return std::unexpected(Error{refusal, std::move(message), std::move(faults)});
}

// Passes a refusal up: `auto profile = TRY(profiles::lock(tx, id));`
#define TRY(...)                                                              \
  ({                                                                          \
    auto&& try_result_ = (__VA_ARGS__);                                       \
    if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
    std::move(try_result_).value();                                           \
  })

// The outside failed us: database gone, disk full, provider talks nonsense. `what()` may be shown
// to a client; `detail` goes to the log and must hold no personal data.
class Breakdown : public std::runtime_error {
 public:
  Breakdown(const std::string& shown, std::string detail)
      : std::runtime_error(shown), detail_(std::move(detail)) {}
  const std::string& detail() const { return detail_; }

 private:
  std::string detail_;
};

// A state that cannot be. Aborts in test builds; fails one request in a release.
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void fail_ensure(const char* condition, const char* file, int line);

#define ENSURE(condition) \
  ((condition) ? void(0) : ::probity::fail_ensure(#condition, __FILE_NAME__, __LINE__))

}  // namespace probity
