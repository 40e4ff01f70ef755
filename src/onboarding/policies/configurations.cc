#include "policies/configurations.h"

#include "base/log.h"
#include "policies_sql.h"

namespace probity::policies {
Result<std::int64_t> publish(db::Tx& tx, const json::Value& document, const Uuid& institution,
                             journal::Actor author) {
  TRY(Catalogue::read(document, institution));
  auto row =
      tx.queue(sql::insert_configuration, {tx.tenant(), json::write(document),
                                           journal::actor_word(author.kind), author.id, tx.at()})
          .one();
  ENSURE(row);
  tx.queue(sql::raise_epoch, {tx.tenant()});
  return row->bigint();
}

Configurations::Configurations(db::Pool& pool) : pool_(pool), watcher_([this] { watch(); }) {}

Configurations::~Configurations() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_signal_.notify_all();
  watcher_.join();
}

Result<std::shared_ptr<const Published>> Configurations::of(const Uuid& institution) {
  {
    std::lock_guard lock(mutex_);
    auto found = known_.find(institution);
    if (found != known_.end()) return found->second.published;
  }
  db::Tx tx(pool_, institution);
  auto pending = tx.queue(sql::configuration, {institution});
  tx.finish_reading();
  auto row = pending.one();
  if (!row) return refuse(Refusal::not_set_up, "the institution has no published configuration");
  std::int64_t version = row->bigint();
  auto document = json::parse(row->text());
  ENSURE(document);
  std::int64_t epoch = row->bigint();
  auto catalogue = Catalogue::read(*document, institution);
  // A newer binary may have stricter rules than the one that published it.
  if (!catalogue)
    return refuse(Refusal::not_set_up, "the institution's configuration can't be read",
                  catalogue.error().faults);
  auto published = std::make_shared<const Published>(Published{version, std::move(*catalogue)});
  std::lock_guard lock(mutex_);
  known_[institution] = {epoch, published};
  return published;
}

void Configurations::watch() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (stop_signal_.wait_for(lock, std::chrono::seconds(1), [&] { return stopping_; })) return;
    }
    try {
      db::Tx tx(pool_, db::platform_tenant());
      auto rows = tx.queue(sql::config_epochs, {});
      tx.finish_reading();
      std::lock_guard lock(mutex_);
      for (int i = 0; i < rows.get().size(); ++i) {
        db::Columns c = rows.get()[i];
        auto found = known_.find(c.uuid());
        if (found != known_.end() && found->second.epoch != c.bigint()) known_.erase(found);
      }
    } catch (const Breakdown& b) {
      log::breakdown("configurations.watch_failed", b.detail());
    }
  }
}

}  // namespace probity::policies
