#include "matching/matching.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <thread>

#include "matching/ofac_score.h"
#include "matching/scale.h"

namespace probity::matching {
namespace {

std::vector<Entity> sample_list() {
  std::vector<Entity> list = {
      {"1", EntityKind::person, {{"MADURO MOROS, Nicolas"}}, {{{1962, 11, 23}}}, {"VEN"}, 'M'},
      {"2",
       EntityKind::person,
       {{"KHOROSHEV, Dmitry Yuryevich"}, {"LOCKBITSUPP", NameQuality::weak}},
       {{{1993, 4, 17}}},
       {"RUS"},
       'M'},
      {"3", EntityKind::organisation, {{"GAVIOTAS LTDA."}, {"GULLS TRADING", NameQuality::strong}}},
      {"4", EntityKind::vessel, {{"OCEAN PEARL 5"}}},
      {"5", EntityKind::aircraft, {{"EP-GOM"}}},
      {"6", EntityKind::person, {{"HADI"}}, {{{1960}, 1965}}},
      {"7",
       EntityKind::person,
       {{"MUHAMMAD, Hasan Khalid"}, {"حسن خالد محمد", NameQuality::strong}},
       {{{1970}, 0, true}},
       {"IRQ", "SYR"}},
      {"8", EntityKind::organisation, {{"11420 CORP."}}},
      {"9", EntityKind::organisation, {{"THE COMPANY LIMITED"}}},
      {"10", EntityKind::person, {{"SMITH, Alexander"}}, {{{1980, 5}}}, {}, 'M'},
  };
  // Enough other names that a weight means something.
  constexpr const char* given[] = {"Anton", "Berta", "Carlos", "Dana",
                                   "Emil",  "Frida", "Goran",  "Hana"};
  constexpr const char* family[] = {"Petrovic", "Okafor",   "Lindqvist", "Tanaka",
                                    "Moreau",   "Kowalski", "Novak"};
  for (const char* g : given)
    for (const char* f : family)
      list.push_back({std::string("x") + g + f, EntityKind::person, {{std::string(f) + ", " + g}}});
  return list;
}

const Index& sample() {
  static const auto index = Index::build(sample_list(), Dictionary::standard());
  return *index;
}

const Hit* hit_on(const Answer& answer, const std::string& id) {
  for (const Hit& hit : answer.hits)
    if (sample().entities()[hit.entity].id == id) return &hit;
  return nullptr;
}

int score_of(const Query& query, const std::string& id) {
  const Answer answer = sample().search(query);
  const Hit* hit = hit_on(answer, id);
  return hit ? hit->score : 0;
}

struct Spelling {
  const char* query;
  const char* id;
  Relation relation;
  int at_least;
};

TEST(Matching, EveryRelationIsFoundAndNamed) {
  constexpr Spelling spellings[] = {
      {"Nicolas Maduro Moros", "1", Relation::equal, 9000},
      {"maduro moros nicolás", "1", Relation::equal, 9000},
      {"Nikolas Maduro Moros", "1", Relation::folded_equal, 9000},
      {"Nicolas Madiro Moros", "1", Relation::folded_equal, 0},
      {"Nicolas Mbduro Moros", "1", Relation::edit, 7500},
      {"N. Maduro Moros", "1", Relation::initial, 7000},
      {"Nicolas Maduromoros", "1", Relation::glued, 9000},
      {"Nicolas Ma duro Moros", "1", Relation::split, 9000},
      {"N1colas Maduro Moros", "1", Relation::digit, 9000},
      {"Николас Мадуро Морос", "1", Relation::folded_equal, 9000},
      {"Dmitri Khoroshev", "2", Relation::folded_equal, 8000},
      {"Sandy Smith", "10", Relation::nickname, 7500},
      {"Nicolaus Maduro Moros", "1", Relation::edit, 7500},
      {"Aliaksandr Smith", "10", Relation::same_name, 7500},
      {"Gaviotas SRL", "3", Relation::legal_form, 8500},
      {"Gulls Ticaret", "3", Relation::same_meaning, 7000},
      {"Gulls Trading Limited Liability Company", "3", Relation::equal, 7000},
      {"حسن خالد محمد", "7", Relation::equal, 9000},
      {"Hassan Khaled Muhammad", "7", Relation::folded_equal, 8000},
  };
  for (const Spelling& s : spellings) {
    const Answer answer = sample().search({s.query});
    const Hit* hit = hit_on(answer, s.id);
    if (s.at_least == 0) continue;
    ASSERT_TRUE(hit) << s.query;
    EXPECT_GE(hit->score, s.at_least) << s.query;
    const auto& matches = hit->explanation->matches;
    EXPECT_TRUE(std::any_of(matches.begin(), matches.end(),
                            [&](const TokenMatch& m) { return m.relation == s.relation; }))
        << s.query << " lacks " << relation_text(s.relation);
  }
}

TEST(Matching, ArabicLettersFindALatinName) {
  auto list = sample_list();
  list[6].names.pop_back();
  const auto index = Index::build(std::move(list), {});
  const Answer answer = index->search({"حسن خالد محمد"});
  ASSERT_FALSE(answer.hits.empty());
  EXPECT_EQ(answer.hits[0].entity, 6u);
  EXPECT_EQ(answer.hits[0].explanation->matches[0].relation, Relation::skeleton);
}

TEST(Matching, EveryListedNameFindsItself) {
  for (const Entity& entity : sample().entities())
    for (std::size_t n = 0; n < entity.names.size(); ++n) {
      const Answer answer = sample().search({entity.names[n].text, entity.kind});
      const Hit* hit = hit_on(answer, entity.id);
      ASSERT_TRUE(hit) << entity.names[n].text;
      EXPECT_EQ(hit->name, n);
      EXPECT_GE(hit->score, 9000) << entity.names[n].text;
      EXPECT_EQ(hit->explanation->quality, entity.names[n].quality);
    }
}

TEST(Matching, AWeakAliasScoresBelowAStrongOne) {
  auto list = sample_list();
  const int weak = score_of({"Lockbitsupp"}, "2");
  list[1].names[1].quality = NameQuality::strong;
  const auto index = Index::build(std::move(list), Dictionary::standard());
  EXPECT_GT(index->search({"Lockbitsupp"}).hits.at(0).score, weak);
}

TEST(Matching, AnEqualIdentifierDecidesWhateverTheNameSays) {
  auto list = sample_list();
  list[0].identifiers = {"V-5892464", "1234"};
  list[3].identifiers = {"IMO 9172040"};
  const auto index = Index::build(std::move(list), Dictionary::standard());
  Query query{.name = "Somebody Else"};
  query.identifiers = {"v 5892464"};
  const Answer other = index->search(query);
  ASSERT_FALSE(other.hits.empty());
  EXPECT_EQ(other.hits[0].entity, 0u);
  EXPECT_EQ(other.hits[0].score, kOne);
  EXPECT_EQ(other.hits[0].explanation->deltas.back().qualifier, "identifier");
  EXPECT_EQ(recomputed_score(*other.hits[0].explanation), kOne);
  query.name = "Nicolas Maduro";
  query.birth = PartialDate{1990};
  EXPECT_EQ(recomputed_score(*index->search(query).hits.at(0).explanation), kOne);
  query.name = "😀";
  query.identifiers = {"IMO9172040"};
  const Answer unread = index->search(query);
  EXPECT_EQ(unread.outcome, Outcome::unscreenable);
  ASSERT_EQ(unread.hits.size(), 1u);
  EXPECT_EQ(unread.hits[0].entity, 3u);
  query.name = "Somebody Else";
  query.identifiers = {"1234"};  // too short to be anyone's alone
  EXPECT_TRUE(index->search(query, {.min_score = kAlertScore}).hits.empty());
}

TEST(Matching, TheExplanationSaysWhatMissingFactsWouldDo) {
  const Answer answer = sample().search({"Nicolas Maduro"});
  const Hit* hit = hit_on(answer, "1");
  ASSERT_TRUE(hit);
  ASSERT_EQ(hit->explanation->missing.size(), 3u);
  for (const Missing& m : hit->explanation->missing) {
    Query query{"Nicolas Maduro"};
    if (m.qualifier == "birth") query.birth = PartialDate{1962, 11, 23};
    if (m.qualifier == "country") query.countries = {"VEN"};
    if (m.qualifier == "gender") query.gender = 'M';
    EXPECT_EQ(hit_on(sample().search(query), "1")->score, m.agreeing) << m.qualifier;
    if (m.qualifier == "birth") query.birth = PartialDate{1990};
    if (m.qualifier == "country") query.countries = {"FRA"};
    if (m.qualifier == "gender") query.gender = 'F';
    EXPECT_EQ(hit_on(sample().search(query), "1")->score, m.differing) << m.qualifier;
  }
}

TEST(Matching, TheSecondScoreFollowsThePublishedFormula) {
  EXPECT_EQ(ofac_score("Nicolas Maduro", "Nicolas Maduro"), kOne);
  EXPECT_EQ(ofac_score("MARTHA", "MARHTA"), 9611);  // the textbook's pairs
  EXPECT_EQ(ofac_score("DIXON", "DICKSONX"), 8133);
  EXPECT_EQ(ofac_score("abc", "xyz"), 0);
  EXPECT_EQ(ofac_score("", "xyz"), 0);
  EXPECT_EQ(ofac_score("Maduro of Xx", "Nicolas Maduro"), kOne);  // short words are left out
  EXPECT_EQ(ofac_score("Nicolas Maduro", "MADURO MOROS, Nicolas"), kOne);  // in any order
  EXPECT_LT(ofac_score("Nicolas Petrov", "MADURO MOROS, Nicolas"), 8000);
}

TEST(Matching, NumbersMatchOnlyWhenEqual) {
  EXPECT_GE(score_of({"11420 Corp"}, "8"), 9000);
  EXPECT_LT(score_of({"11421 Corp"}, "8"), kAlertScore);
}

TEST(Matching, LightWordsAloneAreScreened) {
  const Answer answer = sample().search({"The Company Limited"});
  EXPECT_EQ(answer.outcome, Outcome::screened);
  EXPECT_TRUE(hit_on(answer, "9"));
}

TEST(Matching, ALoneListedWordNeedsTheSameSpelling) {
  EXPECT_GE(score_of({"Hadi"}, "6"), 9000);
  EXPECT_LT(score_of({"Hedhy"}, "6"), kAlertScore);
  EXPECT_LT(score_of({"Hadi Lindqvist Okafor"}, "6"), kAlertScore);
}

TEST(Matching, OnlyTheAskedKindIsSearched) {
  EXPECT_TRUE(score_of({"Ocean Pearl 5", EntityKind::vessel}, "4") >= 9000);
  EXPECT_EQ(score_of({"Ocean Pearl 5", EntityKind::person}, "4"), 0);
  EXPECT_GE(score_of({"Ocean Pearl 5"}, "4"), 9000);
  EXPECT_GE(score_of({"EP GOM", EntityKind::aircraft}, "5"), 9000);
}

TEST(Matching, WhatCannotBeReadIsUnscreenable) {
  const std::string marks(4000, '.');
  std::string combining;
  for (int i = 0; i < 500; ++i) combining += "\u0301";
  for (const std::string& text :
       {std::string(), std::string("***"), std::string("😀😀"), std::string("x"),
        std::string("12345 678"), std::string("\xff\xfe\x80"), std::string("𓀀𓀁𓀂"),
        std::string("ab 𓀀𓀁𓀂"), marks, combining, std::string("\0\0", 2)}) {
    const Answer answer = sample().search({text});
    EXPECT_EQ(answer.outcome, Outcome::unscreenable);
    EXPECT_FALSE(answer.reason.empty());
    EXPECT_TRUE(answer.hits.empty());
  }
  EXPECT_EQ(Index::build({}, {})->search({"Nicolas Maduro"}).outcome, Outcome::unscreenable);
}

TEST(Matching, LongTextIsTruncatedAndSaysSo) {
  std::string text = "Nicolas Maduro Moros";
  EXPECT_FALSE(sample().search({text}).truncated);
  text += std::string(2000, ' ') + "tail";
  const Answer answer = sample().search({text});
  EXPECT_TRUE(answer.truncated);
  EXPECT_GE(hit_on(answer, "1")->score, 9000);
}

TEST(Matching, HitsAreBoundedAndSorted) {
  const Answer answer = sample().search({"Anton Petrovic"}, {.limit = 3, .min_score = 0});
  EXPECT_LE(answer.hits.size(), 3u);
  EXPECT_TRUE(std::is_sorted(answer.hits.begin(), answer.hits.end(),
                             [](const Hit& a, const Hit& b) { return a.score > b.score; }));
  EXPECT_FALSE(sample().search({"Anton Petrovic"}, {.explain = false}).hits.at(0).explanation);
  EXPECT_LE(sample().search({"Anton Petrovic"}, {.limit = -5}).hits.size(), 1u);
  for (const Hit& hit : sample().search({"Anton Petrovic"}, {.min_score = 8000}).hits)
    EXPECT_GE(hit.score, 8000);
}

struct Qualified {
  const char* name;
  Query with;  // only its qualifiers
  int delta;
};

TEST(Matching, QualifiersMoveTheScoreByTheirDeltas) {
  const auto born = [](int y, int m = 0, int d = 0) {
    return Query{.birth = PartialDate{y, m, d}};
  };
  const Qualified cases[] = {
      {"Nicolas Maduro", born(1962, 11, 23), 200},
      {"Nicolas Maduro", born(1962, 11), 100},
      {"Nicolas Maduro", born(1962), 50},
      {"Nicolas Maduro", born(1962, 11, 24), -300},
      {"Nicolas Maduro", born(1963, 11, 23), -500},
      {"Nicolas Maduro", born(1970), -1500},
      {"Nicolas Maduro", born(1990), -2500},
      {"Dmitry Khoroshev", born(1993, 4, 17), 200},
      {"Dmitry Khoroshev", born(1993, 5, 17), -300},
      {"Alexander Smith", born(1980, 5, 2), 100},
      {"Hadi", born(1963, 1, 1), 0},
      {"Hadi", born(1966), -500},
      {"Hadi", born(1980), -2500},
      {"Hasan Khalid Muhammad", born(1972, 3, 3), 0},
      {"Hasan Khalid Muhammad", born(1973), -500},
      {"Nicolas Maduro", {.countries = {"VEN"}}, 100},
      {"Nicolas Maduro", {.countries = {"FRA"}}, -500},
      {"Hasan Khalid Muhammad", {.countries = {"FRA", "SYR"}}, 100},
      {"Hadi", {.countries = {"FRA"}}, 0},
      {"Nicolas Maduro", {.gender = 'F'}, -700},
      {"Nicolas Maduro", {.gender = 'M'}, 0},
      {"Hadi", {.gender = 'F'}, 0},
  };
  for (const Qualified& c : cases) {
    const Answer plain = sample().search({c.name});
    Query query = c.with;
    query.name = c.name;
    const Answer qualified = sample().search(query);
    const Hit& before = plain.hits.at(0);
    const auto after = std::find_if(qualified.hits.begin(), qualified.hits.end(),
                                    [&](const Hit& h) { return h.entity == before.entity; });
    ASSERT_NE(after, qualified.hits.end()) << c.name;
    EXPECT_EQ(after->score - before.score, std::min(c.delta, kOne - before.score))
        << c.name << c.delta;
    EXPECT_EQ(recomputed_score(*after->explanation), after->score);
  }
}

TEST(Matching, OfSeveralBirthsTheBestCounts) {
  auto list = sample_list();
  list[0].births = {{{1950}}, {{1962, 23, 11}}, {{1962, 11, 23}}};
  const auto index = Index::build(std::move(list), {});
  const Answer answer =
      index->search({.name = "Nicolas Maduro", .birth = PartialDate{1962, 11, 23}});
  ASSERT_EQ(answer.hits.at(0).explanation->deltas.size(), 1u);
  EXPECT_EQ(answer.hits[0].explanation->deltas[0].reason, "the same day");
}

TEST(Matching, TheExplanationAddsUpForRandomNames) {
  std::mt19937_64 random(11);
  constexpr const char* parts[] = {"nicolas", "maduro",   "madro",   "moros", "n",
                                   "dmitri",  "khorosev", "trading", "ltd",   "hadi",
                                   "محمد",    "خالد",     "Хасан",   "ocean", "p3arl",
                                   "5",       "petrovic", "anton",   "gulls", "alex"};
  for (int round = 0; round < 2000; ++round) {
    Query query;
    for (int n = 1 + random() % 5; n > 0; --n)
      query.name += std::string(parts[random() % std::size(parts)]) + ' ';
    if (random() % 2) query.birth = PartialDate{int(1955 + random() % 40)};
    for (const Hit& hit : sample().search(query, {.limit = 100}).hits) {
      const Explanation& e = *hit.explanation;
      ASSERT_EQ(recomputed_score(e), hit.score) << query.name;
      ASSERT_GE(hit.score, kLeastScore - 3700);
      ASSERT_LE(hit.score, kOne);
      std::int64_t numerator = 0, denominator = e.reserve + e.conflict_cost;
      for (const auto& m : e.matches) {
        numerator += m.points;
        denominator += m.weight;
      }
      for (const auto& u : e.query_unmatched) denominator += u.cost;
      for (const auto& u : e.listed_unmatched) denominator += u.cost;
      ASSERT_EQ(numerator, e.numerator);
      ASSERT_EQ(denominator, e.denominator);
    }
  }
}

TEST(Matching, MoreAgreementNeverScoresLess) {
  constexpr const char* rising[] = {"Zzyzx Maduro", "Nicolas Maduro", "Nicolas Maduro Moros"};
  int before = 0;
  for (const char* name : rising) {
    const int score = score_of({name}, "1");
    EXPECT_GE(score, before) << name;
    before = score;
  }
  EXPECT_GE(score_of({"Nicolas Maduro Moros"}, "1"), score_of({"Nicolas Maduro Moros Zzyzx"}, "1"));
}

TEST(Matching, TheOrderOfWordsDoesNotMatter) {
  const int score = score_of({"Nicolas Maduro Moros"}, "1");
  for (const char* name : {"Maduro Nicolas Moros", "Moros Maduro Nicolas", "MADURO MOROS, Nicolas"})
    EXPECT_EQ(score_of({name}, "1"), score) << name;
}

TEST(Matching, HostileTextIsSafe) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 1500; ++round) {
    std::string text;
    for (int n = random() % 300; n > 0; --n) {
      switch (random() % 4) {
        case 0:
          text += static_cast<char>(random());
          break;
        case 1:
          text += static_cast<char>('a' + random() % 26);
          break;
        case 2:
          text += ' ';
          break;
        default: {
          const unsigned c = 0x80 + random() % 0x780;
          text += {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
        }
      }
    }
    const Answer answer = sample().search({text});
    for (const Hit& hit : answer.hits) ASSERT_EQ(recomputed_score(*hit.explanation), hit.score);
  }
  // As long as a word may be, of letters that folding makes longer.
  for (const char* letter : {"x", "q", "j", "\xd1\x89"}) {
    std::string text;
    for (int n = 0; n < 5000; ++n) text += letter;
    EXPECT_TRUE(sample().search({text}).hits.empty());
  }
}

TEST(Matching, HostileListsAreSafe) {
  std::vector<Entity> list = {
      {"", EntityKind::person, {}},
      {"a", EntityKind::person, {{"\xff,,\x80"}, {""}}},
      {"b", EntityKind::person, {{std::string(100'000, 'z')}, {",,,"}, {", x y"}}}};
  std::string many;
  for (int i = 0; i < 200; ++i) many += "w" + std::to_string(i) + ' ';
  list.push_back({"c", EntityKind::organisation, {{many}}});
  const auto index = Index::build(std::move(list), {{{"", ""}, {"a b", "c"}, {"x", "x"}}});
  EXPECT_FALSE(index->search({many}).hits.empty());
  EXPECT_EQ(index->names(), 3u);
}

TEST(Matching, TheSameQuestionHasTheSameAnswer) {
  const auto twin = Index::build(sample_list(), Dictionary::standard());
  EXPECT_EQ(twin->hash(), sample().hash());
  EXPECT_EQ(twin->hash().size(), 32u);
  for (const char* name : {"Nicolas Maduro", "Hasan Khaled", "Gulls Ltd", "محمد خالد"}) {
    const Answer a = sample().search({name}), b = twin->search({name}), c = sample().search({name});
    ASSERT_EQ(a.hits.size(), b.hits.size());
    for (std::size_t i = 0; i < a.hits.size(); ++i) {
      EXPECT_EQ(a.hits[i].entity, b.hits[i].entity);
      EXPECT_EQ(a.hits[i].score, b.hits[i].score);
      EXPECT_EQ(a.hits[i].score, c.hits[i].score);
    }
  }
}

TEST(Matching, TheTokenCacheChangesNoAnswer) {
  const auto other = Index::build({{"1", EntityKind::person, {{"MADURO, Nicola"}}}}, {});
  constexpr const char* names[] = {"Nicolas Maduro", "محمد خالد",         "Petrovic Anton",
                                   "Nicola Madura",  "Gulls Trading LLC", "Nicolas Maduro"};
  for (int round = 0; round < 2; ++round)
    for (const char* name : names)
      for (const Index* index : {&sample(), other.get()}) {
        const Answer with = index->search({name}),
                     without = index->search({name}, {.cache = false});
        ASSERT_EQ(with.hits.size(), without.hits.size()) << name;
        for (std::size_t i = 0; i < with.hits.size(); ++i) {
          EXPECT_EQ(with.hits[i].entity, without.hits[i].entity) << name;
          EXPECT_EQ(with.hits[i].score, without.hits[i].score) << name;
        }
      }
}

TEST(Matching, TheHashCoversEveryInput) {
  const auto hash_with = [](auto change) {
    auto list = sample_list();
    Dictionary dictionary = Dictionary::standard();
    change(list, dictionary);
    return Index::build(std::move(list), dictionary)->hash();
  };
  const std::vector<std::string> hashes = {
      sample().hash(),
      hash_with([](auto& l, auto&) { l[0].names[0].text += "x"; }),
      hash_with([](auto& l, auto&) { l[0].names[0].quality = NameQuality::weak; }),
      hash_with([](auto& l, auto&) { l[0].kind = EntityKind::vessel; }),
      hash_with([](auto& l, auto&) { l[0].births[0].date.day = 1; }),
      hash_with([](auto& l, auto&) { l[0].births[0].circa = true; }),
      hash_with([](auto& l, auto&) { l[0].countries.push_back("FRA"); }),
      hash_with([](auto& l, auto&) { l[0].gender.reset(); }),
      hash_with([](auto& l, auto&) { l[0].id = "other"; }),
      hash_with([](auto& l, auto&) { l[0].identifiers.push_back("V1234567"); }),
      hash_with([](auto&, auto& d) { d.name_groups = {}; }),
      hash_with([](auto& l, auto&) { std::swap(l[0], l[1]); }),
      hash_with([](auto&, auto& d) { d.nicknames.pop_back(); }),
  };
  for (std::size_t i = 0; i < hashes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(hashes[i], hashes[j]) << i << ' ' << j;
}

TEST(Matching, ManyThreadsMaySearchManyIndexes) {
  const auto other = Index::build({{"1", EntityKind::person, {{"MADURO, Nicolas"}}}}, {});
  const int expected = score_of({"Nicolas Maduro"}, "1");
  const int expected_other = other->search({"Nicolas Maduro"}).hits.at(0).score;
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        wrong[t] += sample().search({"Nicolas Maduro"}).hits.at(0).score != expected;
        wrong[t] += other->search({"Nicolas Maduro"}).hits.at(0).score != expected_other;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Matching, FoldedWordsServeSearchTokens) {
  const auto words = fold_words("Владимир Khrushchev محمد", 3);
  ASSERT_EQ(words.size(), 3u);
  EXPECT_EQ(words[0].text, "vladimir");
  EXPECT_EQ(words[2].skeleton, "MHMD");
  EXPECT_EQ(fold_words("Jousef Kasim", 1).size(), 1u);
  EXPECT_EQ(fold_words("qasim")[0].folded, fold_words("Kasim")[0].folded);
  EXPECT_TRUE(fold_words("😀").empty());
}

struct Pinned {
  const char* query;
  const char* id;
  int score;
};

// A stored decision names engine_version(): whoever changes a score here gives the engine a new
// one.
TEST(Matching, ScoresStayWhatTheyAreWithinAnEngineVersion) {
  ASSERT_EQ(engine_version(), "matching-2");
  constexpr Pinned pinned[] = {
      {"Nicolas Maduro Moros", "1", 9505},
      {"Nikolas Madura", "1", 7066},
      {"Николас Мадуро", "1", 8085},
      {"N. Maduro", "1", 5996},
      {"Dmitri Khoroshev", "2", 8158},
      {"Sasha Smith", "10", 8613},
      {"Gaviotas SRL", "3", 9178},
      {"OceanPearl 5", "4", 9386},
      {"محمد حسن", "7", 8329},
  };
  for (const Pinned& p : pinned) EXPECT_EQ(score_of({p.query}, p.id), p.score) << p.query;
}

}  // namespace
}  // namespace probity::matching
