// `probity screen`: one name against the lists, or the evaluation of the engine on files.
#include <cstdio>
#include <fstream>
#include <set>

#include "base/text.h"
#include "commands.h"
#include "json/json.h"
#include "open.h"
#include "screening/engine.h"
#include "screening/lists/catalogue.h"
#include "screening/match.h"

namespace probity::app {
namespace {

using namespace screening;

// The lists of a catalogue as a snapshot, without a database.
Snapshot snapshot_of(const std::vector<CatalogueRow>& rows, const std::set<std::string>& excluded) {
  std::vector<std::pair<ListVersion, std::vector<Entry>>> lists;
  for (const CatalogueRow& row : rows) {
    if (!row.supported) {
      std::fprintf(stderr, "skipped %s: no reader for the format %s\n", row.id.c_str(),
                   row.format.c_str());
      continue;
    }
    auto read = unwrap(read_list(row));
    for (Entry& entry : read.entries)
      std::erase_if(entry.names, [&](const ListedName& name) {
        return !name.reference.empty() && excluded.contains(name.reference + "\t" + entry.id);
      });
    ListVersion version{.id = Uuid::named("file", row.id),
                        .list_id = row.id,
                        .name = row.name,
                        .list_class = row.list_class,
                        .demo = row.demo,
                        .format = row.format,
                        .date = row.date.value_or(Date{})};
    lists.emplace_back(std::move(version), std::move(read.entries));
  }
  return build_snapshot(std::move(lists));
}

void print_hits(const Snapshot& snapshot, const std::string& name, bool as_json) {
  json::Array out;
  for (const Shelf& shelf : snapshot.shelves) {
    auto answer =
        shelf.index->search({.name = name}, {.limit = 10, .min_score = 5000, .explain = true});
    if (answer.outcome == matching::Outcome::unscreenable)
      throw Refused({Refusal::invalid_input, "cannot screen: " + answer.reason});
    for (const auto& hit : answer.hits) {
      const auto& [list, entry] = shelf.entries[hit.entity];
      auto match = match_of(shelf.lists[list], entry, hit, name);
      if (as_json) {
        out.push_back(std::move(match.data));
        continue;
      }
      std::printf("%s  %s  %s  %s\n", unit_score(hit.score).text.c_str(),
                  hit.score >= matching::kAlertScore ? "alert" : "below", match.match_id.c_str(),
                  entry.names[hit.name].text.c_str());
      for (const auto& m : hit.explanation->matches)
        std::printf("        %-20s %-20s %-12s similarity %5d  weight %6d  points %6d\n",
                    m.query.c_str(), m.listed.c_str(),
                    std::string(matching::relation_text(m.relation)).c_str(), m.similarity,
                    m.weight, m.points);
    }
  }
  if (as_json) std::printf("%s\n", json::write(out).c_str());
}

std::set<std::string> read_exclusions(const std::string& path) {
  std::set<std::string> pairs;
  if (path.empty()) return pairs;
  std::string text = read_file(path);
  for (auto line : split(text, '\n'))
    if (!line.empty() && line[0] != '#') pairs.insert(std::string(trimmed(line)));
  return pairs;
}

std::optional<matching::EntityKind> kind_of(std::string_view type) {
  if (type == "person") return matching::EntityKind::person;
  if (type == "entity") return matching::EntityKind::organisation;
  if (type == "vessel") return matching::EntityKind::vessel;
  if (type == "aircraft") return matching::EntityKind::aircraft;
  return std::nullopt;
}

void evaluate(const Snapshot& snapshot, const ScreenOptions& options) {
  std::ofstream out(options.out);
  if (!out) throw Breakdown("a file can't be written", options.out + " can't be written");
  const Shelf& shelf = snapshot.shelves.at(0);
  std::string text = read_file(options.queries);
  for (auto line : split(text, '\n')) {
    if (trimmed(line).empty()) continue;
    auto query = unwrap(json::parse(line));
    auto answer = shelf.index->search(
        {.name = std::string(query.text_at("query")), .kind = kind_of(query.text_at("type"))},
        {.limit = 10, .explain = false});
    json::Array hits;
    for (const auto& hit : answer.hits) {
      json::Object row{{"id", json::Number{shelf.entries[hit.entity].second.id}}};
      row.set("s", unit_score(hit.score));
      hits.push_back(std::move(row));
    }
    out << json::write(json::Object{{"id", query.text_at("id")}, {"hits", std::move(hits)}})
        << "\n";
  }
}

}  // namespace

int screen_files(const ScreenOptions& options, bool as_json) {
  std::vector<CatalogueRow> rows;
  if (!options.catalogue.empty()) {
    rows = unwrap(read_catalogue(options.catalogue));
  } else {
    if (options.sdn.empty() || options.out.empty())
      throw Refused(
          {Refusal::invalid_input, "an evaluation needs --ofac-sdn, --queries and --out"});
    CatalogueRow row{
        .id = "us-ofac-sdn", .name = "OFAC SDN", .format = "ofac-csv", .supported = true};
    row.files["sdn"] = options.sdn;
    if (!options.alt.empty()) row.files["alt"] = options.alt;
    rows.push_back(std::move(row));
  }
  auto snapshot = snapshot_of(rows, read_exclusions(options.exclusions));
  if (!options.queries.empty())
    evaluate(snapshot, options);
  else
    print_hits(snapshot, options.name, as_json);
  return 0;
}

int screen(const Config& config, const ScreenOptions& options, bool as_json) {
  if (trimmed(options.name).empty())
    throw Refused({Refusal::invalid_input, "name whom to screen: probity screen NAME"});
  auto pool = open_pool(config);
  std::vector<std::pair<ListVersion, std::vector<Entry>>> lists;
  for (const ListVersion& version : current_lists(*pool))
    lists.emplace_back(version, entries_of(*pool, version));
  if (lists.empty())
    throw Refused({Refusal::not_set_up, "no list is loaded: run `probity lists load` first"});
  print_hits(build_snapshot(std::move(lists)), options.name, as_json);
  return 0;
}

}  // namespace probity::app
