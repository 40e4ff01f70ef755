#include "identity/affairs.h"

#include "identity/identity.h"

namespace probity::identity {

Affairs::Affairs(db::Tx& tx, const keys::TenantKeys& keys, journal::Actor who)
    : tx_(tx), who_(who), stream_(journal::institution_stream(tx)) {
  auto key = keys::ask_subject_key(tx, keys, tx.tenant()).get();
  ENSURE(key);
  key_ = std::make_shared<const keys::SubjectKey>(std::move(*key));
}

Affairs::Affairs(api::Call& call) : Affairs(call.tx, *call.keys, actor_of(call.principal)) {
  call.subject_key = key_;
}

void Affairs::tell(journal::Action action, json::Object reference, std::string message) {
  json::Object payload{{"ref_data", std::move(reference)}};
  if (!message.empty()) payload.set("message", std::move(message));
  stream_.append(action, who_, std::move(payload));
}

void Affairs::write() { stream_.write(tx_, *key_); }

}  // namespace probity::identity
