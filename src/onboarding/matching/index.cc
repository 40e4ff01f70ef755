#include <algorithm>

#include "matching/candidates.h"
#include "matching/digest.h"
#include "matching/explanation.h"
#include "matching/knowledge.h"
#include "matching/matching.h"
#include "matching/qualifiers.h"
#include "matching/scale.h"
#include "matching/score.h"
#include "matching/sound.h"

namespace probity::matching {
namespace {

constexpr int kNickname = 8'800;   // similarity of a name and its short form
constexpr int kLegalForm = 9'000;  // of two words for one kind of company
constexpr std::size_t kLeastLetters = 2;

// What one thread needs to search; it serves any number of indexes.
struct Scratch {
  TokenScratch tokens;
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
  }
  return digest.hex();
}

void add_edges(const Dictionary& dictionary, Vocabulary& vocabulary) {
  Words a, b;
  for (const auto& [name, nickname] : dictionary.nicknames) {
    read_words(name, a);
    read_words(nickname, b);
    if (a.words.size() != 1 || b.words.size() != 1 || a.words == b.words) continue;
    vocabulary.add_edge(a.words[0].text, b.words[0].text, kNickname, Relation::nickname);
    vocabulary.add_edge(b.words[0].text, a.words[0].text, kNickname, Relation::nickname);
  }
  for (const auto& [form, kind] : legal_forms())
    for (const auto& [other, other_kind] : legal_forms())
      if (kind == other_kind && form != other)
        vocabulary.add_edge(form, other, kLegalForm, Relation::legal_form);
}

}  // namespace

std::string_view engine_version() { return "matching-1"; }

struct Index::Tables {
  std::vector<Entity> entities;
  Vocabulary vocabulary;
  NameTable names;
  std::string hash;

  std::string why_unscreenable(const PreparedQuery& query) const;
  std::vector<Hit> best_names(const Query& query, Scratch& scratch) const;
  Explanation explain(const Query& query, const Hit& hit, Scratch& scratch) const;
};

Index::Index(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
Index::~Index() = default;

std::shared_ptr<const Index> Index::build(std::vector<Entity> entities,
                                          const Dictionary& dictionary) {
  auto tables = std::make_unique<Tables>();
  tables->hash = digest_of(entities, dictionary);
  tables->entities = std::move(entities);
  for (std::uint32_t e = 0; e < tables->entities.size(); ++e) {
    const Entity& entity = tables->entities[e];
    for (std::uint32_t n = 0; n < entity.names.size(); ++n)
      tables->names.add(e, n, entity, tables->vocabulary);
  }
  add_edges(dictionary, tables->vocabulary);
  tables->names.seal(tables->vocabulary);
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
  for (const auto& [rank, name] : s.names.ranked) {
    const NameRow& row = names.row(name);
    const int score =
        score_name(s.query, row, names.tokens(row), vocabulary, s.aligner).score.score;
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

Explanation Index::Tables::explain(const Query& query, const Hit& hit, Scratch& s) const {
  const NameRow& row = names.row(hit.name);
  const auto listed = names.tokens(row);
  const Entity& entity = entities[row.entity];
  const auto [alignment, score] = score_name(s.query, row, listed, vocabulary, s.aligner);
  Explanation out = matching::explain(s.query, entity, row, listed, vocabulary, alignment, score);
  out.deltas = qualifier_deltas(query, entity, score.score);
  out.score = hit.score;
  return out;
}

Answer Index::search(const Query& query, const SearchOptions& options) const {
  Scratch& s = thread_scratch();
  s.query.prepare(query, tables_->vocabulary, s.tokens);
  Answer answer;
  answer.truncated = s.query.text.truncated;
  answer.reason = tables_->why_unscreenable(s.query);
  if (!answer.reason.empty()) {
    answer.outcome = Outcome::unscreenable;
    return answer;
  }
  answer.hits = tables_->best_names(query, s);
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
