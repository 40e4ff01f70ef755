// matching: names in, scores out. A pure library: it knows no tenant, reads no file, keeps no state
// besides the immutable Index and per-thread scratch memory. Listed names in any script are read
// into lower-case ASCII tokens; similar tokens are found first, whole names are aligned afterwards,
// and the alignment is the explanation. docs/adr/0010-name-matching.md has the arithmetic and what
// was measured.
//
// Scores, weights and factors are integers in ten-thousandths; the same input gives the same bits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace probity::matching {

enum class EntityKind : std::uint8_t { person, organisation, vessel, aircraft };
// How sure the list is of a name. A weak alias is the list's own word for a loose one.
enum class NameQuality : std::uint8_t { primary, strong, weak };

// A date of which the tail may be unknown: month and day are 0 then.
struct PartialDate {
  int year = 0;
  int month = 0;
  int day = 0;
  bool operator==(const PartialDate&) const = default;
};

// A listed birth: a (partial) date, a range of years (until_year > date.year), or about a date.
struct Birth {
  PartialDate date;
  int until_year = 0;
  bool circa = false;
};

struct ListedName {
  std::string
      text;  // UTF-8; "FAMILY, Given" is understood for persons; at most 1000 bytes are read
  NameQuality quality = NameQuality::primary;
};

struct Entity {
  std::string id;  // the list's own; may repeat across lists: a hit names the position instead
  EntityKind kind = EntityKind::person;
  std::vector<ListedName> names;
  std::vector<Birth> births = {};
  std::vector<std::string> countries = {};    // ISO 3166 alpha-3
  std::optional<char> gender = {};            // 'F' or 'M'
  std::vector<std::string> identifiers = {};  // passports, tax, registration and IMO numbers, LEI,
                                              // BIC, wallets: as printed
};

struct Query {
  std::string name;                         // UTF-8, any script
  std::optional<EntityKind> kind = {};      // only entities of this kind are searched
  std::optional<PartialDate> birth = {};    // absent qualifiers have no effect
  std::vector<std::string> countries = {};  // ISO 3166 alpha-3
  std::optional<char> gender = {};          // 'F' or 'M'
  // Of which an equal one decides, whatever the name says. Letters and digits count, from
  // kLeastIdentifier of them; large and small letters are alike.
  std::vector<std::string> identifiers = {};
};

// Knowledge that comes as data. Words are read like names; what has not exactly one word is left
// out.
struct Dictionary {
  std::vector<std::pair<std::string, std::string>> nicknames;  // either way round
  // Rows of spellings of one name: Latin ones parted by blanks, a tab, Arabic and Hebrew ones.
  std::string_view name_groups = {};  // must live as long as the program
  static Dictionary standard();       // what ships with the engine
};

inline constexpr int kMaxNameBytes = 1000;  // longer text is cut between words: Answer::truncated
inline constexpr int kMaxTokens = 16;       // further tokens of a name are not read
inline constexpr int kLeastIdentifier = 5;
inline constexpr int kMaxHits = 100;
inline constexpr int kLeastScore = 3000;  // nothing below is ever a hit
// Where at most 1 % of innocent names alert on the development split of the OFAC list.
inline constexpr int kAlertScore = 7100;

struct SearchOptions {
  int limit = 10;               // 1 … kMaxHits
  int min_score = kLeastScore;  // 0 … 10000
  bool explain = true;
  // Remembers, per thread, what words mean on the list: a few megabytes that speed up bulk runs.
  bool cache = true;
  // Compares words in Latin letters with every word of the list: exact, and many times slower.
  bool every_word = false;
};

enum class Relation : std::uint8_t {
  equal,         // the same letters
  folded_equal,  // the same once habits of transliteration are folded away (kh/h, ou/u, doubled
                 // letters)
  edit,          // a few letters differ
  skeleton,      // the consonants agree across scripts
  nickname,      // a pair of the dictionary
  same_name,     // spellings of one name, by a dictionary of names across scripts and systems
  legal_form,    // two words for one kind of company
  same_meaning,  // words of organisations' names that mean the same
  initial,       // one side has only the first letter
  glued,         // several listed tokens are one token of the query
  split,         // one listed token is several tokens of the query
  digit,         // digits stood for letters
};
std::string_view relation_text(Relation relation);

// A query token (or several, parted by a blank) aligned with a listed one (or several).
struct TokenMatch {
  std::string query;
  std::string listed;
  Relation relation;
  int similarity;
  int weight;
  int points;  // weight × curve(similarity) / 10000
};

struct Unmatched {
  std::string token;
  int weight;
  int cost;  // weight × 7000 / 10000 on the side of the query, × 2500 / 10000 on the listed side
};

struct Factor {
  std::string reason;
  int factor;  // ten-thousandths
};

struct Delta {
  std::string qualifier;  // "birth", "country", "gender", "identifier"
  std::string reason;
  int points;
};

// What a fact that the query lacks would do: the score if it agreed, and if it spoke against.
struct Missing {
  std::string qualifier;  // "birth", "country", "gender"
  int agreeing;
  int differing;
};

// Why a hit has its score; recomputed_score() follows the same steps:
//   numerator   = Σ points of the matches
//   denominator = Σ weights of the matches + Σ costs + conflict_cost + reserve
//   score       = numerator × 10000 / denominator, then × each factor / 10000 in turn, then + each
//   delta
// Every division rounds down.
struct Explanation {
  std::string listed_name;
  NameQuality quality;
  std::vector<TokenMatch> matches;
  std::vector<Unmatched> query_unmatched;
  std::vector<Unmatched> listed_unmatched;
  int conflict_cost;  // 3000 / 10000 of the smaller sum of unmatched weights: both sides have
                      // something else
  int query_cost;     // of an unmatched word of the query, in ten-thousandths of its weight
  int reserve;  // min(6000, Σ weights of the matches / 15): doubt that only evidence outweighs
  std::int64_t numerator;
  std::int64_t denominator;
  std::vector<Factor> factors;
  std::vector<Delta> deltas;
  std::vector<Missing> missing;  // facts that the list has and the query lacks
  int ofac_score;                // see ofac_score.h; the best of the entity's names
  int score;
};
int recomputed_score(const Explanation& explanation);

struct Hit {
  std::uint32_t entity;  // position in the list that the index was built from
  std::uint32_t name;    // position in that entity's names
  int score;             // 0 … 10000
  std::optional<Explanation> explanation = {};
};

enum class Outcome : std::uint8_t { screened, unscreenable };

struct Answer {
  Outcome outcome = Outcome::screened;
  std::string reason;      // why it is unscreenable, else empty
  bool truncated = false;  // the name was longer than is read
  std::vector<Hit> hits;   // best first; each entity at most once
};

// Names the rules and tables of this build; part of Index::hash().
std::string_view engine_version();

// Immutable once built. search() may run on many threads at once.
class Index {
 public:
  static std::shared_ptr<const Index> build(std::vector<Entity> entities,
                                            const Dictionary& dictionary);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  Answer search(const Query& query, const SearchOptions& options = {}) const;

  // 32 hex digits over the entities in their order, the dictionary and the engine's version: equal
  // hashes mean equal answers. Not a defence against someone who seeks a collision.
  const std::string& hash() const;
  const std::vector<Entity>& entities() const;
  std::size_t names() const;   // those with at least one token
  std::size_t tokens() const;  // distinct ones, without joined ones
  std::size_t bytes() const;   // memory of the tables, about

 private:
  struct Tables;
  explicit Index(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

// For search tokens: the words of a name in any script, as the engine reads them.
struct FoldedWord {
  std::string text;      // lower-case ASCII, or upper-case consonants for Arabic and Hebrew letters
  std::string folded;    // habits of transliteration taken away
  std::string skeleton;  // upper-case consonants; empty when the word has none
};
std::vector<FoldedWord> fold_words(std::string_view text, std::size_t at_most = kMaxTokens);

}  // namespace probity::matching
