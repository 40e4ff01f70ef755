#include "matching/knowledge.h"

#include <unordered_map>

namespace probity::matching {
namespace {

constexpr int kParticleCap = 6'000;
constexpr int kGenericCap = 12'000;
constexpr int kAbdulCap = 20'000;
constexpr int kTitleCap = 6'000;
constexpr int kPatronymicCap = 35'000;  // left out as often as not
constexpr int kTradeCap = 40'000;
constexpr int kCommonNameCap = 50'000;

struct Row {
  int number;  // a cap, or a class of legal forms
  std::string_view words;
};

// Legal forms by what they limit: 1 a limited company, 2 a public or joint stock company, 3 a
// partnership, 0 words of which such names are made.
constexpr Row kLegalForms[] = {
    {1,
     "llc ltd limited ltda limitada ooo gmbh srl sarl eurl bv kft doo dooel ooel ood ead tov too "
     "sro "
     "sp zoo pte pvt fze fzco fzc fzllc wll de"},
    {2,
     "inc incorporated corp corporation co company jsc ojsc pjsc cjsc zao oao ao pao sa spa ag nv "
     "plc sas "
     "oy ab as ad pjs pjsco sal bsc"},
    {3, "llp lp kg cv"},
    {0, "private"},
};

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

// Names that very many people bear, wherever they live.
constexpr std::string_view kCommonNames =
    "maria jose juan carlos luis manuel antonio jesus francisco miguel pedro pablo jorge fernando "
    "ana carmen "
    "rosa garcia rodriguez martinez hernandez lopez gonzalez perez sanchez ramirez torres flores "
    "rivera gomez "
    "diaz fernandez ruiz morales ortiz gutierrez silva santos "
    "john james robert michael william david richard joseph thomas charles daniel mark paul george "
    "peter "
    "mary joe anna marie jean pierre smith johnson williams brown jones miller davis wilson "
    "anderson taylor "
    "moore martin jackson white thompson harris clark lewis walker hall allen young king wright "
    "scott "
    "kim lee park li wang zhang chen liu yang huang zhao wu zhou xu sun ma zhu hu lin guo he "
    "nguyen tran "
    "mohammad muhammad mohammed mohamed ahmad ahmed ali hassan hasan hussein husayn hossein khan "
    "abdullah "
    "ibrahim omar mahmoud mustafa reza singh kumar sharma ivan aleksandr alexander sergei sergey "
    "vladimir "
    "dmitry andrei ivanov";

constexpr std::string_view kPatronymicEndings[] = {"ovich",  "evich",  "avich", "ovych", "evych",
                                                   "ovitch", "evitch", "ovna",  "evna",  "ivna"};

constexpr std::string_view kTitles =
    "mr mrs ms dr gen general he sheikh shaikh shaykh haji hajji hon prof mullah maulavi mawlawi "
    "maulawi "
    "sir engineer doctor colonel col his excellency";

struct Pair {
  std::string_view from, to;
};
constexpr Pair kUnified[] = {{"abdel", "abdul"}, {"abdal", "abdul"}, {"abdol", "abdul"},
                             {"el", "al"},       {"ben", "bin"},     {"ibn", "bin"},
                             {"abou", "abu"},    {"abo", "abu"}};

void each_word(std::string_view words, auto f) {
  while (!words.empty()) {
    const std::size_t blank = words.find(' ');
    f(words.substr(0, blank));
    if (blank == std::string_view::npos) return;
    words.remove_prefix(blank + 1);
  }
}

using Caps = std::unordered_map<std::string_view, int>;

const Caps& caps() {
  static const Caps table = [] {
    Caps t;
    const auto cap = [&](std::string_view words, int most) {
      each_word(words, [&](std::string_view word) { t.emplace(word, most); });
    };
    for (const Row& row : kLegalForms) cap(row.words, kParticleCap);
    cap(kParticles, kParticleCap);
    cap(kGeneric, kGenericCap);
    cap("abdul BN", kAbdulCap);
    cap(kTitles, kTitleCap);
    cap(kTrade, kTradeCap);
    cap(kCommonNames, kCommonNameCap);
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

std::optional<int> weight_cap(std::string_view word) {
  const auto it = caps().find(word);
  if (it != caps().end()) return it->second;
  for (const std::string_view ending : kPatronymicEndings)
    if (word.size() > ending.size() + 2 && word.ends_with(ending)) return kPatronymicCap;
  return std::nullopt;
}

const std::vector<std::pair<std::string_view, int>>& legal_forms() {
  static const auto table = [] {
    std::vector<std::pair<std::string_view, int>> t;
    for (const Row& row : kLegalForms)
      if (row.number)
        each_word(row.words, [&](std::string_view form) { t.emplace_back(form, row.number); });
    return t;
  }();
  return table;
}

}  // namespace probity::matching
