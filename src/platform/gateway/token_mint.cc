#include "gateway/token_mint.h"

#include "api/principal_json.h"
#include "base/fault.h"
#include "tokens/access_token.h"

namespace probity::gateway {
namespace {

constexpr std::int64_t second = 1'000'000, reuse_seconds = 45;
constexpr std::size_t minted_max = 10'000;

}  // namespace

std::string TokenMint::token_for(const api::Principal& principal) {
  json::Value access = api::as_json(principal);
  std::string says = json::write(access);
  Instant at = now();
  {
    std::lock_guard lock(mutex_);
    auto found = minted_.find(says);
    if (found != minted_.end() && at < found->second.until) return found->second.token;
  }
  auto key = key_.current();
  std::int64_t issued = at.micros / second;
  auto token = tokens::sign(key.id, *key.key,
                            {.audience = fault("mint_for_another_role") ? "worker" : audience_,
                             .subject = principal.id,
                             .tenant = principal.tenant,
                             .kind = std::string(api::kind_word(principal.kind)),
                             .issued = issued,
                             .expires = issued + tokens::lifetime_seconds,
                             .id = Uuid::make(),
                             .access = std::move(access)});
  if (!token)
    throw Breakdown("the permissions of this credential are too many", "an access token's size");
  std::lock_guard lock(mutex_);
  if (minted_.size() >= minted_max) minted_.clear();
  minted_[std::move(says)] = {*token, {at.micros + reuse_seconds * second}};
  return std::move(*token);
}

}  // namespace probity::gateway
