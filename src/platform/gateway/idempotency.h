// Idempotency-Key: a repeated request with the same key and body is answered as the first one was,
// for 24 hours; with another body it is refused. The row is written in the request's own
// transaction, so that a twin that runs at the same time waits at the unique index and then finds
// the reply.
#pragma once

#include <optional>
#include <string>

#include "api/call.h"
#include "api/route.h"

namespace probity::gateway {

struct IdempotencyKey {
  std::string key_hash, request_hash, route;
  Uuid principal;
};

// Nothing when the header is absent; refuses one that is not 1 to 255 visible ASCII characters.
Result<std::optional<IdempotencyKey>> idempotency_key_of(const api::Request& request,
                                                         const api::Principal& principal,
                                                         const api::Route& route);

// Queues the row; the commit throws db::ConstraintViolation when the key was used before.
void remember(api::Call& call, const IdempotencyKey& key, const api::Reply& reply);

bool is_repeat(const db::ConstraintViolation& violation);

// In a transaction of its own: the reply of the first request, or a refusal when its body was
// another or its data has since been erased.
Result<api::Reply> recall(db::Pool& pool, const keys::TenantKeys& keys, const IdempotencyKey& key);
// The same, or nothing when no request with this key was answered yet.
std::optional<Result<api::Reply>> recall_if_known(db::Pool& pool, const keys::TenantKeys& keys,
                                                  const IdempotencyKey& key);

}  // namespace probity::gateway
