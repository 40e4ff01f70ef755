#include <algorithm>
#include <thread>
#include <unordered_map>

#include "matching/candidates.h"
#include "matching/digest.h"
#include "matching/explanation.h"
#include "matching/knowledge.h"
#include "matching/matching.h"
#include "matching/ofac_score.h"
#include "matching/phrases.h"
#include "matching/qualifiers.h"
#include "matching/romanisation.h"
#include "matching/scale.h"
#include "matching/score.h"
#include "matching/sound.h"
#include "matching/tables.h"

namespace probity::matching {
namespace {

constexpr int kNickname = 8'800;        // similarity of a name and its short form
constexpr int kSameName = 9'000;        // of two spellings of a name
constexpr int kSameNameAcross = 9'600;  // when one is in a consonant alphabet
constexpr int kSyllable = 8'300;
constexpr int kSameMeaning = 8'500;
constexpr int kLegalForm = 9'000;  // of two words for one kind of company
constexpr std::size_t kLeastLetters = 2;

// What one thread needs to search; it serves any number of indexes.
struct Scratch {
  TokenScratch tokens;
  TokenCache cache;
  NameScratch names;
  Aligner aligner;
  PreparedQuery query;
};

Scratch& thread_scratch() {
  static thread_local Scratch scratch;
  return scratch;
}

std::string digest_of(const std::vector<Entity>& entities, const Dictionary& dictionary) {
  Digest digest;
  digest.text(engine_version());
  digest.number(dictionary.nicknames.size());
  for (const auto& [name, nickname] : dictionary.nicknames) {
    digest.text(name);
    digest.text(nickname);
  }
  digest.text(dictionary.name_groups);
  digest.number(entities.size());
  for (const Entity& e : entities) {
    digest.text(e.id);
    digest.number(static_cast<std::uint64_t>(e.kind));
    digest.number(e.names.size());
    for (const ListedName& name : e.names) {
      digest.text(name.text);
      digest.number(static_cast<std::uint64_t>(name.quality));
    }
    digest.number(e.births.size());
    for (const Birth& b : e.births)
      for (const int part : {b.date.year, b.date.month, b.date.day, b.until_year, int{b.circa}})
        digest.number(static_cast<std::uint64_t>(part));
    digest.number(e.countries.size());
    for (const auto& country : e.countries) digest.text(country);
    digest.number(e.gender ? static_cast<unsigned char>(*e.gender) : 256);
    digest.number(e.identifiers.size());
    for (const auto& identifier : e.identifiers) digest.text(identifier);
  }
  return digest.hex();
}

void link_groups(const std::vector<std::vector<std::string>>& groups, int similarity,
                 Relation relation, Vocabulary& vocabulary) {
  for (const auto& group : groups) vocabulary.link_all(group, {}, similarity, similarity, relation);
}

void link_names(std::string_view table, Vocabulary& vocabulary) {
  Words read;
  std::vector<std::string> spelled, marked;
  tables::each_part(table, '\n', [&](std::string_view row) {
    if (row[0] == '#') return;
    const std::size_t tab = row.find('\t');
    spelled.clear();
    marked.clear();
    bool listed = false;
    tables::each_part(row.substr(0, tab), ' ', [&](std::string_view word) {
      spelled.emplace_back(word);
      listed |= vocabulary.is_listed(word);
    });
    if (!listed) return;
    if (tab != std::string_view::npos)
      tables::each_part(row.substr(tab + 1), ' ', [&](std::string_view word) {
        read_words(word, read);
        if (read.words.size() == 1 && !read.words[0].marked.empty())
          marked.push_back(std::move(read.words[0].marked));
      });
    vocabulary.link_all(spelled, marked, kSameName, kSameNameAcross, Relation::same_name);
  });
}

void link_words(const Dictionary& dictionary, Vocabulary& vocabulary) {
  Words a, b;
  for (const auto& [name, nickname] : dictionary.nicknames) {
    read_words(name, a);
    read_words(nickname, b);
    if (a.words.size() != 1 || b.words.size() != 1 || a.words == b.words) continue;
    vocabulary.link(a.words[0].text, b.words[0].text, kNickname, Relation::nickname);
    vocabulary.link(b.words[0].text, a.words[0].text, kNickname, Relation::nickname);
  }
  link_names(dictionary.name_groups, vocabulary);
  link_groups(spellings_of_names(), kSameName, Relation::same_name, vocabulary);
  link_groups(syllable_spellings(), kSyllable, Relation::same_name, vocabulary);
  link_groups(words_of_one_meaning(), kSameMeaning, Relation::same_meaning, vocabulary);
  std::unordered_map<std::string, std::vector<std::string>> forms;
  for (const auto& [form, kind] : company_forms())
    if (!kind.empty()) forms[kind].push_back(form);
  for (const auto& [kind, group] : forms)
    vocabulary.link_all(group, {}, kLegalForm, kLegalForm, Relation::legal_form);
}

// The letters and digits of an identifier, or nothing when there are too few.
std::string plain_identifier(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kMaxNameBytes)) {
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) out += c;
  }
  return out.size() < kLeastIdentifier ? std::string() : out;
}

constexpr std::string_view kSameIdentifier = "the same number";

}  // namespace

std::string_view engine_version() { return "matching-2"; }

struct Index::Tables {
  std::vector<Entity> entities;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_identifier;
  Vocabulary vocabulary;
  NameTable names;
  std::string hash;

  std::string why_unscreenable(const PreparedQuery& query) const;
  std::vector<std::uint32_t> bearers(const Query& query) const;
  void let_identifiers_decide(const Query& query, std::vector<Hit>& hits) const;
  std::vector<Hit> best_names(const Query& query, Scratch& scratch) const;
  Explanation explain(const Query& query, const Hit& hit, Scratch& scratch) const;
};

Index::Index(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Index::~Index() = default;

std::shared_ptr<const Index> Index::build(std::vector<Entity> entities,
                                          const Dictionary& dictionary) {
  auto tables = std::make_unique<Tables>();
  // What is known of words is read beside the names; whatever fails there fails again when asked.
  const std::jthread reader([] {
    try {
      has_weight_cap("");
    } catch (...) {
    }
  });
  tables->hash = digest_of(entities, dictionary);
  tables->entities = std::move(entities);
  for (std::uint32_t e = 0; e < tables->entities.size(); ++e) {
    const Entity& entity = tables->entities[e];
    for (const auto& identifier : entity.identifiers)
      if (auto plain = plain_identifier(identifier); !plain.empty())
        tables->by_identifier[std::move(plain)].push_back(e);
    for (std::uint32_t n = 0; n < entity.names.size(); ++n)
      tables->names.add(e, n, entity, tables->vocabulary);
  }
  tables->names.seal(tables->vocabulary);
  link_words(dictionary, tables->vocabulary);
  tables->vocabulary.seal_links();
  return std::shared_ptr<const Index>(new Index(std::move(tables)));
}

const std::string& Index::hash() const { return tables_->hash; }
const std::vector<Entity>& Index::entities() const { return tables_->entities; }
std::size_t Index::names() const { return tables_->names.size(); }
std::size_t Index::tokens() const { return tables_->vocabulary.real_words(); }
std::size_t Index::bytes() const { return tables_->vocabulary.bytes() + tables_->names.bytes(); }

std::string Index::Tables::why_unscreenable(const PreparedQuery& query) const {
  if (names.size() == 0) return "the index holds no names";
  if (query.text.unread > query.text.read) return "most letters of the name cannot be read";
  std::size_t signs = 0, digits = 0;
  for (const Word& word : query.text.words) {
    signs += word.text.size();
    digits += std::ranges::count_if(word.text, [](char c) { return c >= '0' && c <= '9'; });
  }
  // "3M" is a name, "12345" is none.
  if (signs < kLeastLetters || signs == digits)
    return "the name has fewer than two letters that can be read";
  return {};
}

// The best name of each entity, in no order.
std::vector<Hit> Index::Tables::best_names(const Query& query, Scratch& s) const {
  find_candidates(s.query, query.kind, names, s.names);
  s.aligner.load(s.query, vocabulary);
  std::vector<Hit> hits;
  const auto& ranked = s.names.ranked;
  for (std::size_t k = 0; k < ranked.size(); ++k) {
    if (k + 8 < ranked.size()) names.prefetch_row(ranked[k + 8].second);
    if (k + 4 < ranked.size()) names.prefetch_tokens(ranked[k + 4].second);
    const std::uint32_t name = ranked[k].second;
    const NameRow& row = names.row(name);
    const int score = score_name(s.query, row, names.tokens(row), s.aligner).score.score;
    if (score < kLeastScore) continue;
    const Hit hit{row.entity, name, score};  // Hit::name is the row for now
    const auto known = std::find_if(hits.begin(), hits.end(),
                                    [&](const Hit& h) { return h.entity == hit.entity; });
    if (known == hits.end())
      hits.push_back(hit);
    else if (hit.score > known->score || (hit.score == known->score && hit.name < known->name))
      *known = hit;
  }
  for (Hit& hit : hits) hit.score += qualifier_points(query, entities[hit.entity], hit.score);
  return hits;
}

std::vector<std::uint32_t> Index::Tables::bearers(const Query& query) const {
  std::vector<std::uint32_t> out;
  for (const auto& identifier : query.identifiers)
    if (const auto known = by_identifier.find(plain_identifier(identifier));
        known != by_identifier.end())
      out.insert(out.end(), known->second.begin(), known->second.end());
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// The entities that bear an asked identifier come first, known by name or not.
void Index::Tables::let_identifiers_decide(const Query& query, std::vector<Hit>& hits) const {
  for (const std::uint32_t entity : bearers(query)) {
    const auto known = std::ranges::find(hits, entity, &Hit::entity);
    if (known != hits.end())
      known->score = kOne;
    else if (const auto row = names.first_row(entity))
      hits.push_back({entity, *row, kOne});
  }
}

Explanation Index::Tables::explain(const Query& query, const Hit& hit, Scratch& s) const {
  const NameRow& row = names.row(hit.name);
  const auto listed = names.tokens(row);
  const Entity& entity = entities[row.entity];
  const auto [alignment, score] = score_name(s.query, row, listed, s.aligner);
  Explanation out = matching::explain(s.query, entity, row, listed, vocabulary, alignment, score);
  out.deltas = qualifier_deltas(query, entity, score.score);
  int sum = score.score;
  for (const Delta& delta : out.deltas) sum += delta.points;
  if (hit.score != sum)  // only an identifier is above what names and facts say
    out.deltas.push_back({"identifier", std::string(kSameIdentifier), hit.score - sum});
  else
    out.missing = missing_facts(query, entity, hit.score);
  out.ofac_score = 0;
  for (const ListedName& name : entity.names)
    out.ofac_score = std::max(out.ofac_score, ofac_score(query.name, name.text));
  out.score = hit.score;
  return out;
}

Answer Index::search(const Query& query, const SearchOptions& options) const {
  Scratch& s = thread_scratch();
  s.tokens.every_word = options.every_word;
  const bool cached = options.cache && !options.every_word;
  s.query.prepare(query, tables_->vocabulary, s.tokens, cached ? &s.cache : nullptr);
  Answer answer;
  answer.truncated = s.query.text.truncated;
  answer.reason = tables_->why_unscreenable(s.query);
  if (answer.reason.empty()) {
    answer.hits = tables_->best_names(query, s);
  } else {
    answer.outcome = Outcome::unscreenable;
    s.aligner.load(s.query, tables_->vocabulary);  // an identifier may still have to be explained
  }
  tables_->let_identifiers_decide(query, answer.hits);
  std::erase_if(answer.hits, [&](const Hit& h) { return h.score < options.min_score; });
  std::sort(answer.hits.begin(), answer.hits.end(), [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.entity < b.entity;
  });
  const std::size_t limit = std::clamp(options.limit, 1, kMaxHits);
  if (answer.hits.size() > limit) answer.hits.resize(limit);
  for (Hit& hit : answer.hits) {
    if (options.explain) hit.explanation = tables_->explain(query, hit, s);
    hit.name = tables_->names.row(hit.name).position;
  }
  return answer;
}

std::vector<FoldedWord> fold_words(std::string_view text, std::size_t at_most) {
  Words words;
  read_words(text, words);
  std::vector<FoldedWord> out;
  for (const Word& word : words.words) {
    if (out.size() == at_most) break;
    out.push_back({word.text, folded(word.text), skeleton(word.text)});
  }
  return out;
}

}  // namespace probity::matching
