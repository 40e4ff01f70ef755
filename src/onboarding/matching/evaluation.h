// Reads the evaluation files (the OFAC list as published, the development queries) for tests and
// benchmarks. Not part of the engine: it trusts the files and stops the program when one is
// missing.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "matching/matching.h"

namespace probity::matching::evaluation {

struct Case {
  std::string id;
  Query query;
  std::vector<std::string> expect;
  std::string kind;  // what the query's noise is called
  bool other_script = false;
  bool synthetic = false;
};

// The folder data/screening beside the checkout or under $PROBITY_SHARED; empty when it is absent.
inline std::string data_folder() {
  std::vector<std::string> places = {"../shared", "../../shared"};
  if (const char* shared = std::getenv("PROBITY_SHARED")) places.insert(places.begin(), shared);
  for (const auto& place : places)
    if (std::filesystem::exists(place + "/data/screening/dev")) return place + "/data/screening";
  return {};
}

inline std::vector<std::string> lines_of(const std::string& path) {
  const bool packed = path.ends_with(".zst");
  const std::string command = (packed ? "zstd -dc --long=27 '" : "cat '") + path + "'";
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return {};
  std::vector<std::string> lines;
  char* line = nullptr;
  std::size_t room = 0;
  for (ssize_t n; (n = getline(&line, &room, pipe)) > 0;) {
    std::string_view text(line, static_cast<std::size_t>(n));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    lines.emplace_back(text);
  }
  std::free(line);
  if (pclose(pipe) != 0 || lines.empty()) {
    std::cerr << "cannot read " << path << '\n';
    std::exit(2);
  }
  return lines;
}

inline std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        fields.back() += line[i++];
      else
        quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  for (auto& field : fields)
    while (!field.empty() && field.back() == ' ') field.pop_back();
  return fields;
}

// The text after "key": in a flat object with raw UTF-8.
inline std::string json_text(const std::string& line, const std::string& key) {
  std::size_t at = line.find("\"" + key + "\": \"");
  if (at == std::string::npos) return {};
  std::string out;
  for (at += key.size() + 5; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] == '\\') ++at;
    out += line[at];
  }
  return out;
}

inline std::vector<std::string> json_texts(const std::string& line, const std::string& key) {
  std::vector<std::string> out;
  std::size_t at = line.find("\"" + key + "\": [");
  if (at == std::string::npos) return out;
  const std::size_t end = line.find(']', at);
  at += key.size() + 3;
  while ((at = line.find('"', at)) < end) {
    const std::size_t close = line.find('"', at + 1);
    out.push_back(line.substr(at + 1, close - at - 1));
    at = close + 1;
  }
  return out;
}

// Weak aliases stand in the remarks: a.k.a. 'NAME'; or at the end.
inline void add_weak_aliases(const std::string& remarks, Entity& entity) {
  constexpr std::string_view lead = "k.a. '";
  for (std::size_t at = 0; (at = remarks.find(lead, at)) != std::string::npos;) {
    at += lead.size();
    std::size_t end = remarks.find('\'', at);
    while (end != std::string::npos && end + 1 < remarks.size() && remarks[end + 1] != ';' &&
           remarks[end + 1] != '.')
      end = remarks.find('\'', end + 1);
    if (end == std::string::npos) return;
    entity.names.push_back({remarks.substr(at, end - at), NameQuality::weak});
    at = end;
  }
}

inline std::vector<Entity> read_list(const std::string& data) {
  std::unordered_set<std::string> excluded;
  for (const auto& line : lines_of(data + "/dev/index_exclusions.txt"))
    if (line[0] != '#') excluded.insert(line.substr(0, line.find('\t')));
  const std::unordered_map<std::string, EntityKind> kinds = {{"individual", EntityKind::person},
                                                             {"vessel", EntityKind::vessel},
                                                             {"aircraft", EntityKind::aircraft}};
  std::vector<Entity> entities;
  std::unordered_map<std::string, std::size_t> places;
  for (const auto& line : lines_of(data + "/ofac/sdn_2024-05-03.csv.zst")) {
    const auto f = csv_fields(line);
    if (f.size() < 12 || f[0].empty()) continue;
    const auto kind = kinds.find(f[2]);
    Entity entity{f[0], kind == kinds.end() ? EntityKind::organisation : kind->second, {}};
    entity.names.push_back({f[1], NameQuality::primary});
    add_weak_aliases(f[11], entity);
    places[f[0]] = entities.size();
    entities.push_back(std::move(entity));
  }
  for (const auto& line : lines_of(data + "/ofac/alt_2024-09.csv.zst")) {
    const auto f = csv_fields(line);
    if (f.size() < 4 || excluded.contains(f[1])) continue;
    if (const auto at = places.find(f[0]); at != places.end())
      entities[at->second].names.push_back({f[3], NameQuality::strong});
  }
  return entities;
}

inline std::vector<Case> read_cases(const std::string& data) {
  const std::unordered_map<std::string, EntityKind> kinds = {{"person", EntityKind::person},
                                                             {"vessel", EntityKind::vessel},
                                                             {"entity", EntityKind::organisation}};
  std::vector<Case> cases;
  for (const char* file : {"pos_real_crosslist", "pos_real_xscript", "pos_removed_alias",
                           "pos_synthetic", "neg_people_companies"})
    for (const auto& line : lines_of(data + "/dev/" + file + ".jsonl")) {
      Case c;
      c.id = json_text(line, "id");
      c.query.name = json_text(line, "query");
      if (const auto k = kinds.find(json_text(line, "type")); k != kinds.end())
        c.query.kind = k->second;
      c.expect = json_texts(line, "expect");
      c.kind = json_text(line, "noise");
      c.other_script = c.kind.starts_with("script_");
      c.synthetic = line.find("\"synthetic\": true") != std::string::npos;
      cases.push_back(std::move(c));
    }
  return cases;
}

}  // namespace probity::matching::evaluation
