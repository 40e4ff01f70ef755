#include "screening/engine.h"

#include <algorithm>
#include <map>

#include "base/fault.h"
#include "base/log.h"
#include "screening/match.h"

namespace probity::screening {
namespace {

const Engine* the_engine = nullptr;

matching::PartialDate partial(const PartialDate& date) { return {date.year, date.month, date.day}; }

matching::Entity matched(const Entry& entry) {
  static constexpr matching::NameQuality qualities[] = {
      matching::NameQuality::primary, matching::NameQuality::strong, matching::NameQuality::weak};
  matching::Entity out{.id = entry.id, .kind = static_cast<matching::EntityKind>(entry.kind)};
  for (const ListedName& name : entry.names)
    out.names.push_back({name.text, qualities[static_cast<int>(name.quality)]});
  for (const Birth& birth : entry.births)
    out.births.push_back(
        {partial(birth.from), birth.to.year > birth.from.year ? birth.to.year : 0, birth.circa});
  for (const std::string& country : all_countries(entry)) out.countries.push_back(country);
  for (const Identifier& identifier : entry.identifiers)
    out.identifiers.push_back(identifier.value);
  if (entry.gender == Gender::female) out.gender = 'F';
  if (entry.gender == Gender::male) out.gender = 'M';
  return out;
}

std::vector<Uuid> ids_of(const std::vector<ListVersion>& lists) {
  std::vector<Uuid> ids;
  for (const ListVersion& list : lists) ids.push_back(list.id);
  return ids;
}

Snapshot read_snapshot(db::Pool& pool, const std::vector<ListVersion>& lists) {
  std::vector<std::pair<ListVersion, std::vector<Entry>>> read;
  for (const ListVersion& list : lists) read.emplace_back(list, entries_of(pool, list));
  return build_snapshot(std::move(read));
}

}  // namespace

Snapshot build_snapshot(std::vector<std::pair<ListVersion, std::vector<Entry>>> lists) {
  std::map<std::pair<ListClass, bool>, Shelf> shelves;
  for (auto& [list, entries] : lists) {
    Shelf& shelf = shelves[{list.list_class, list.demo}];
    shelf.list_class = list.list_class;
    shelf.demo = list.demo;
    for (Entry& entry : entries) shelf.entries.emplace_back(shelf.lists.size(), std::move(entry));
    shelf.lists.push_back(list);
  }
  static const auto dictionary = matching::Dictionary::standard();
  Snapshot snapshot;
  for (auto& [key, shelf] : shelves) {
    std::vector<matching::Entity> entities;
    entities.reserve(shelf.entries.size());
    for (const auto& [list, entry] : shelf.entries) entities.push_back(matched(entry));
    shelf.index = matching::Index::build(std::move(entities), dictionary);
    // The first query would otherwise pay for page faults.
    shelf.index->search({.name = "warm up"});
    snapshot.shelves.push_back(std::move(shelf));
  }
  return snapshot;
}

Engine::Engine(db::Pool& pool) : pool_(pool) {
  auto lists = current_lists(pool_);
  seen_ = ids_of(lists);
  snapshot_ = std::make_shared<const Snapshot>(read_snapshot(pool_, lists));
  watcher_ = std::thread([this] { watch(); });
}

Engine::~Engine() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_signal_.notify_all();
  watcher_.join();
}

void Engine::watch() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (stop_signal_.wait_for(lock, std::chrono::seconds(1), [&] { return stopping_; })) return;
    }
    try {
      auto lists = current_lists(pool_);
      if (ids_of(lists) == seen_) continue;
      snapshot_ = std::make_shared<const Snapshot>(read_snapshot(pool_, lists));
      seen_ = ids_of(lists);
      log::info("screening.lists_swapped", {{"lists", static_cast<std::int64_t>(lists.size())}});
    } catch (const Breakdown& b) {
      log::breakdown("screening.watch_failed", b.detail());
    }
  }
}

void use_engine(const Engine* engine) { the_engine = engine; }

const Engine& engine() {
  ENSURE(the_engine);
  return *the_engine;
}

namespace {

// The shelves that a screening reads, or why it can't be done.
std::string choose(const Snapshot& snapshot, const Scope& scope,
                   std::vector<const Shelf*>& chosen) {
  for (ListClass wanted : scope.classes) {
    bool found = false;
    for (const Shelf& shelf : snapshot.shelves)
      if (shelf.list_class == wanted && (scope.demo || !shelf.demo)) {
        chosen.push_back(&shelf);
        found = true;
      }
    if (!found && !fault("pass_without_list"))
      return "no list of the class " + std::string(wanted == ListClass::pep ? "PEP" : "SANCTIONS") +
             " is loaded";
  }
  if (scope.classes.empty()) return "the check variant names no class to screen for";
  return {};
}

json::Value evidence_of(const std::vector<const Shelf*>& shelves, int threshold) {
  json::Array lists, indexes;
  for (const Shelf* shelf : shelves) {
    for (const ListVersion& list : shelf->lists)
      lists.push_back(
          json::Object{{"list", list.list_id},
                       {"class", list.list_class == ListClass::pep ? "PEP" : "SANCTIONS"},
                       {"date", list.date.text()},
                       {"version", list.id.text()},
                       {"content_hash", list.content_hash}});
    indexes.push_back(shelf->index->hash());
  }
  return json::Object{{"lists", lists},
                      {"index_hashes", indexes},
                      {"engine", matching::engine_version()},
                      {"threshold", threshold}};
}

}  // namespace

Screened screen(const Snapshot& snapshot, const Subject& subject, const Scope& scope) {
  Screened out;
  std::vector<const Shelf*> shelves;
  out.error = choose(snapshot, scope, shelves);
  out.lacks_list = !out.error.empty();
  int threshold = scope.threshold_permille ? static_cast<int>(*scope.threshold_permille * 10)
                                           : matching::kAlertScore;
  out.evidence = evidence_of(shelves, threshold);
  if (!out.error.empty()) return out;

  // A name that is read in part, or not at all, could hide a match.
  bool all_read = !subject.names.empty() && !shelves.empty();
  for (const Shelf* shelf : shelves) {
    // The best hit per entry over all names of the subject.
    std::map<std::uint32_t, std::pair<matching::Hit, std::string>> best;
    for (const std::string& name : subject.names) {
      matching::Query query{name,           subject.kind,       subject.birth, subject.countries,
                            subject.gender, subject.identifiers};
      auto answer = shelf->index->search(
          query, {.limit = most_matches, .min_score = threshold, .explain = true});
      all_read &= answer.outcome == matching::Outcome::screened && !answer.truncated;
      for (matching::Hit& hit : answer.hits) {
        auto [known, fresh] = best.try_emplace(hit.entity, hit, name);
        if (!fresh && hit.score > known->second.first.score) known->second = {hit, name};
      }
    }
    std::vector<std::pair<matching::Hit, std::string>> hits;
    for (auto& [entity, hit] : best) hits.push_back(std::move(hit));
    std::ranges::stable_sort(hits, std::greater<>(), [](const auto& h) { return h.first.score; });
    for (const auto& [hit, name] : hits) {
      const auto& [list, entry] = shelf->entries[hit.entity];
      out.matches.push_back(match_of(shelf->lists[list], entry, hit, name));
    }
  }
  if (!all_read && out.matches.empty() && !fault("pass_without_tokens"))
    out.error = "cannot screen: a name has no usable words, or more than are read";
  return out;
}

}  // namespace probity::screening
