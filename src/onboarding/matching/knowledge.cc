#include "matching/knowledge.h"

#include <algorithm>

#include "matching/flat_table.h"
#include "matching/key_table.h"
#include "matching/phrases.h"
#include "matching/scale.h"
#include "matching/sound.h"
#include "matching/tables.h"
#include "matching/words.h"

namespace probity::matching {
namespace {

constexpr int kParticleCap = 6'000;
constexpr int kGenericCap = 12'000;
constexpr int kAbdulCap = 20'000;
constexpr int kTitleCap = 6'000;
constexpr int kPatronymicCap = 35'000;  // left out as often as not
constexpr int kTradeCap = 40'000;
constexpr int kNoCap = 1 << 30;

// Single words of legal forms beside those of the tables.
constexpr std::string_view kLegalForms =
    "llc ltd limited ltda limitada ooo gmbh srl sarl eurl bv kft doo dooel ooel ood ead tov too "
    "sro "
    "sp zoo pte pvt fze fzco fzc fzllc wll de inc incorporated corp corporation co company jsc "
    "ojsc "
    "pjsc cjsc zao oao ao pao sa spa ag nv plc sas oy ab as ad pjs pjsco sal bsc llp lp kg cv "
    "private";

constexpr std::string_view kParticles =
    "the and of for et y und i al el bin ben ibn s obschestvo obshchestvo ogranichennoy "
    "ogranichennoi "
    "otvetstvennostyu aktsionernoe";

constexpr std::string_view kGeneric =
    "liability joint stock public open closed sociedad anonima sociedade gesellschaft mit "
    "beschrankter "
    "haftung free zone establishment variable capital responsabilidad otvetstvennostiu publichnoe "
    "aktsionernoye publichnoye zakrytoe otkrytoe societe spolka akciova spolecnost grp gruppa "
    "general "
    "trading trdg group holding holdings international intl organization movement network "
    "government";

// Words that companies share across lists and registers.
constexpr std::string_view kTrade =
    "plant factory enterprise enterprises institute research scientific production association "
    "center centre "
    "foundation fund bank banco services service solutions industries industry industrial "
    "technology "
    "technologies tech systems system development management investment investments energy "
    "shipping national "
    "state construction engineering exchange money capital global world first united america "
    "american data "
    "power oil gas petroleum marine maritime transport logistics finance financial resources "
    "products "
    "materials electronics electronic equipment import export commercial agency department "
    "ministry "
    "committee bancorp partners properties property health medical pharma pharmaceuticals "
    "pharmaceutical "
    "therapeutics insurance trust star new east west north south";

constexpr std::string_view kPatronymicEndings[] = {"ovich",  "evich",  "avich",  "ovych", "evych",
                                                   "yovych", "ovitch", "evitch", "ovna",  "evna",
                                                   "ivna",   "auna",   "yevna"};

constexpr std::string_view kTitles =
    "mr mrs ms miss mister madam mme monsieur dr gen general he sheikh shaikh shaykh sheik haji "
    "hajji "
    "haj hajj hon prof mullah mulla molla maulavi mawlawi maulawi mawlana maulana sir engineer eng "
    "ing doctor colonel col captain capt major admiral brigadier lieutenant lt commander his her "
    "excellency senor senora don dona herr frau qari ayatollah hojatoleslam sayyid sayed syed "
    "ustad ustadh imam jr sr esq phd md professor minister lord lady";

struct Pair {
  std::string_view from, to;
};
constexpr Pair kUnified[] = {{"abdel", "abdul"}, {"abdal", "abdul"}, {"abdol", "abdul"},
                             {"el", "al"},       {"ben", "bin"},     {"ibn", "bin"},
                             {"abou", "abu"},    {"abo", "abu"}};

using Caps = FlatTable<int>;  // by key_of a word

// What a share of the people, in millionths, is worth as evidence: its negative logarithm.
int rarity(std::string_view millionths) {
  return log_ratio(1'000'000, std::stoul(std::string(millionths)));
}

const Caps& caps() {
  static const Caps table = [] {
    Caps t;
    const auto cap = [&](std::string_view words, int most) {
      tables::each_part(words, ' ', [&](std::string_view word) {
        const std::uint64_t key = key_of(word, Form::raw);
        const int* const known = t.find(key);
        t[key] = known ? std::min(*known, most) : most;
      });
    };
    cap(kLegalForms, kParticleCap);
    for (const auto& [form, kind] : company_forms()) cap(form, kParticleCap);
    cap(kParticles, kParticleCap);
    cap(kGeneric, kGenericCap);
    cap("abdul BN", kAbdulCap);
    cap(kTitles, kTitleCap);
    cap(kTrade, kTradeCap);
    tables::each_row(tables::organisation_words, [&](std::string_view, std::string_view words) {
      Words read;  // one at a time: a row is longer than a name
      tables::each_part(words, ' ', [&](std::string_view word) {
        read_words(word, read);
        if (read.words.size() == 1) cap(read.words[0].text, kTradeCap);
      });
    });
    const auto by_value = [&](std::string_view most, std::string_view words) {
      cap(words, std::stoi(std::string(most)));
    };
    tables::each_row(tables::frequent_names, by_value);
    tables::each_row(tables::frequent_words, by_value);
    tables::each_row(tables::name_frequencies, [&](std::string_view name, std::string_view share) {
      cap(name, rarity(share));
    });
    return t;
  }();
  return table;
}

}  // namespace

std::string_view unified_particle(std::string_view word) {
  for (const Pair& pair : kUnified)
    if (word == pair.from) return pair.to;
  return {};
}

int weight_cap(std::string_view word, bool family) {
  if (const int* const cap = caps().find(key_of(word, Form::raw))) return *cap;
  if (!family)
    for (const std::string_view ending : kPatronymicEndings)
      if (word.size() > ending.size() + 2 && word.ends_with(ending)) return kPatronymicCap;
  return kNoCap;
}

bool has_weight_cap(std::string_view word) { return caps().contains(key_of(word, Form::raw)); }

std::vector<std::vector<std::string>> words_of_one_meaning() {
  std::vector<std::vector<std::string>> out;
  Words read;
  const auto add = [&](std::string_view words) {
    std::vector<std::string> row;
    tables::each_part(words, ' ', [&](std::string_view word) {
      read_words(word, read);
      if (read.words.size() != 1 || is_consonantal(read.words[0].text)) return;
      if (std::ranges::find(row, read.words[0].text) == row.end())
        row.push_back(std::move(read.words[0].text));
    });
    out.push_back(std::move(row));
  };
  tables::each_row(tables::same_meaning, [&](std::string_view first, std::string_view rest) {
    add(std::string(first) + ' ' + std::string(rest));
  });
  tables::each_row(tables::organisation_words,
                   [&](std::string_view, std::string_view words) { add(words); });
  return out;
}

std::vector<std::vector<std::string>> spellings_of_names() {
  std::vector<std::vector<std::string>> out;
  tables::each_row(tables::same_names, [&](std::string_view name, std::string_view others) {
    out.push_back({std::string(name)});
    tables::each_part(others, ' ', [&](std::string_view other) { out.back().emplace_back(other); });
  });
  tables::each_row(tables::slavic_names, [&](std::string_view names, std::string_view stems) {
    std::vector<std::string> given, sons, daughters;
    tables::each_part(names, ' ', [&](std::string_view name) { given.emplace_back(name); });
    // A stem ends in what stands before "ich" and "na": "vladimirov", "uladzimirav".
    tables::each_part(stems, ' ', [&](std::string_view stem) {
      const std::string s(stem);
      const bool belarusian = s.ends_with("av"), ukrainian = s.ends_with("ov*");
      const std::string base = ukrainian ? s.substr(0, s.size() - 1) : s;
      sons.push_back(base + (ukrainian ? "ych" : "ich"));
      daughters.push_back(belarusian  ? s.substr(0, s.size() - 1) + "una"
                          : ukrainian ? base.substr(0, base.size() - 2) + "ivna"
                                      : base + "na");
    });
    out.push_back(std::move(given));
    out.push_back(std::move(sons));
    out.push_back(std::move(daughters));
  });
  return out;
}

}  // namespace probity::matching
