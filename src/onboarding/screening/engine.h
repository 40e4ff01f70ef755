// The lists in memory, ready to be screened against. A snapshot never changes; a new one replaces
// it whole, so that no screening ever sees half a list.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "json/json.h"
#include "matching/matching.h"
#include "screening/events.h"
#include "screening/list_store.h"

namespace probity::screening {

// The lists of one class and environment, as one index.
struct Shelf {
  ListClass list_class;
  bool demo;
  std::vector<ListVersion> lists;
  std::shared_ptr<const matching::Index> index;
  // Per position in the index: which list, and the entry.
  std::vector<std::pair<std::size_t, Entry>> entries;
};

struct Snapshot {
  std::vector<Shelf> shelves;
};

// Builds the snapshot of the current lists and keeps watching: a thread asks once a second whether
// other versions have become current, and swaps.
class Engine {
 public:
  explicit Engine(db::Pool& pool);
  ~Engine();
  std::shared_ptr<const Snapshot> snapshot() const { return snapshot_.load(); }

 private:
  void watch();
  db::Pool& pool_;
  std::atomic<std::shared_ptr<const Snapshot>> snapshot_;
  std::vector<Uuid> seen_;
  std::mutex mutex_;
  std::condition_variable stop_signal_;
  bool stopping_ = false;
  std::thread watcher_;
};

// The process's engine; set once at start-up, before the first request.
void use_engine(const Engine* engine);
const Engine& engine();

Snapshot build_snapshot(std::vector<std::pair<ListVersion, std::vector<Entry>>> lists);

// What to look for.
struct Subject {
  std::vector<std::string> names;  // the main one first
  std::optional<matching::EntityKind> kind;
  std::optional<matching::PartialDate> birth;
  std::vector<std::string> countries;
  std::optional<char> gender;
  std::vector<std::string> identifiers;  // of which an equal one on a list decides
};

struct Scope {
  std::vector<ListClass> classes;                  // all of which must have a list
  bool demo = false;                               // include lists of the demo environment
  std::optional<std::int64_t> threshold_permille;  // nothing: the engine's own
};

struct Screened {
  // When set, nothing was decided: "cannot screen", never "no match".
  std::string error;
  bool lacks_list = false;        // the error is that a class has no list
  std::vector<NewEvent> matches;  // best first
  json::Value evidence;           // lists with their versions, index hashes, engine, threshold
};

inline constexpr int most_matches = 50;  // of one name and shelf

Screened screen(const Snapshot& snapshot, const Subject& subject, const Scope& scope);

}  // namespace probity::screening
