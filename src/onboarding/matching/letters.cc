#include "matching/letters.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace probity::matching {
namespace {

constexpr char32_t kTableEnd = 0x30000;

struct Range {
  char32_t first, last;
};
// Planes beyond the first are romanised only where they repeat the alphabet (mathematical,
// enclosed).
constexpr Range kRomanised[] = {{0, 0xfffd}, {0x1d400, 0x1d7ff}, {0x1f100, 0x1f1ff}};
constexpr Range kHanVariants[] = {{0xf900, 0xfaff}, {0x2f800, 0x2fa1f}};
constexpr int kLeastHan = 20'000;  // characters that ICU's rules must give a reading

constexpr std::u32string_view kIgnored = U"'’‘`ʼʿʾ´.\"“”";

struct Reading {
  std::u32string_view letters;  // each reads alike
  const char* text;
};

// Upper-case consonants shared by all scripts; C is the sound of sh and ch, X that of kh.
// Lower-case marks are what Latin letters show only sometimes: a an alef, w and y, e an ain, h a
// weak h, i an alef that looks like y.
constexpr Reading kConsonants[] = {
    {U"بپ", "B"},    {U"تطثټ", "T"},  {U"جژ", "J"},   {U"حھ", "H"},     {U"خ", "X"},
    {U"دضذډ", "D"},  {U"رړ", "R"},    {U"زظ", "Z"},   {U"سص", "S"},     {U"شچښ", "C"},
    {U"غقكکگ", "K"}, {U"فڤ", "F"},    {U"ل", "L"},    {U"م", "M"},      {U"نڼں", "N"},
    {U"اأإآٱ", "a"}, {U"هةہەۀ", "h"}, {U"وؤۆۇ", "w"}, {U"يیئېۍے", "y"}, {U"ى", "i"},
    {U"ع", "e"},     {U"ב", "B"},     {U"גקכך", "K"}, {U"ד", "D"},      {U"ח", "H"},
    {U"ה", "h"},     {U"ז", "Z"},     {U"טת", "T"},   {U"ל", "L"},      {U"מם", "M"},
    {U"נן", "N"},    {U"סצץ", "S"},   {U"פף", "F"},   {U"ר", "R"},      {U"ש", "C"},
    {U"א", "o"},     {U"ו", "w"},     {U"י", "y"},    {U"ע", "e"},
};

constexpr Reading kCyrillic[] = {
    {U"аА", "a"},  {U"бБ", "b"},    {U"вВ", "v"},   {U"гГґҐ", "g"}, {U"дД", "d"},  {U"еЕэЭёЁ", "e"},
    {U"жЖ", "zh"}, {U"зЗ", "z"},    {U"иИіІ", "i"}, {U"йЙыЫ", "y"}, {U"кК", "k"},  {U"лЛ", "l"},
    {U"мМ", "m"},  {U"нН", "n"},    {U"оО", "o"},   {U"пП", "p"},   {U"рР", "r"},  {U"сС", "s"},
    {U"тТ", "t"},  {U"уУўЎ", "u"},  {U"фФ", "f"},   {U"хХ", "kh"},  {U"цЦ", "ts"}, {U"чЧ", "ch"},
    {U"шШ", "sh"}, {U"щЩ", "shch"}, {U"ъЪьЬ", ""},  {U"юЮ", "yu"},  {U"яЯ", "ya"}, {U"їЇ", "yi"},
    {U"єЄ", "ye"}, {U"ђЂ", "dj"},   {U"јЈ", "j"},   {U"љЉ", "lj"},  {U"њЊ", "nj"}, {U"ћЋ", "c"},
    {U"џЏ", "dz"},
};

bool within(char32_t c, const auto& ranges) {
  for (const Range& r : ranges)
    if (c >= r.first && c <= r.last) return true;
  return false;
}

bool is_han(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_HAN;
}

bool is_hangul(char32_t c) { return (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff); }

bool is_ignored(char32_t c) {
  if (kIgnored.find(c) != std::u32string_view::npos) return true;
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR;
}

bool writes_consonants(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
  return script == USCRIPT_ARABIC || script == USCRIPT_HEBREW || script == USCRIPT_SYRIAC;
}

std::unique_ptr<icu::Transliterator> transform(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> out(
      icu::Transliterator::createInstance(name, UTRANS_FORWARD, error));
  if (U_FAILURE(error)) throw std::runtime_error("ICU lacks a transform that reading names needs");
  return out;
}

char lower_alnum(UChar32 c) {  // 0 when it is neither an ASCII letter nor a digit
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? static_cast<char>(c) : 0;
}

// The letters that a code point is compatible with.
icu::UnicodeString compatible(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU lacks NFKC");
  return nfkc->normalize(icu::UnicodeString(static_cast<UChar32>(c)), error);
}

// The ASCII letters and digits of a text without its marks.
std::string ascii_part(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU lacks NFKD");
  const icu::UnicodeString apart = nfkd->normalize(text, error);
  std::string out;
  for (std::int32_t i = 0; i < apart.length(); ++i)
    if (const char c = lower_alnum(apart[i])) out += c;
  return out;
}

}  // namespace

const Letters& Letters::table() {
  static const Letters letters;
  return letters;
}

Letters::Letters() : entries_(kTableEnd) {
  read_alphabets(classify());
  read_han();
  read_consonants();
  read_cyrillic();
}

Letter Letters::beyond(char32_t c) {
  if (c >= 0xe0000 && c <= 0xe0fff) return Letter::ignored;
  return u_isalnum(static_cast<UChar32>(c)) ? Letter::unread : Letter::separator;
}

void Letters::put(char32_t c, Letter kind, std::string_view reading) {
  entries_[c] = {static_cast<std::uint32_t>(pool_.size()),
                 static_cast<std::uint8_t>(reading.size()), kind};
  pool_ += reading;
}

// Fills in the kinds; returns the letters to be romanised.
std::vector<char32_t> Letters::classify() {
  std::vector<char32_t> romanise;
  for (char32_t c = 0; c < kTableEnd; ++c) {
    Letter& kind = entries_[c].kind;
    if (is_ignored(c)) {
      kind = Letter::ignored;
    } else if (is_hangul(c)) {
      kind = Letter::hangul;
    } else if (u_isalnum(static_cast<UChar32>(c))) {
      kind = writes_consonants(c) ? Letter::consonant : Letter::unread;
      if (kind == Letter::unread && within(c, kRomanised) && !is_han(c)) romanise.push_back(c);
    }
  }
  return romanise;
}

// A transform costs much per call and little per letter: letters go in groups, parted by line
// feeds.
void Letters::read_alphabets(const std::vector<char32_t>& letters) {
  const auto reader = transform("NFKD; Any-Latin; Latin-ASCII; Lower");
  constexpr std::size_t group = 16;
  for (std::size_t from = 0; from < letters.size(); from += group) {
    const std::size_t to = std::min(from + group, letters.size());
    icu::UnicodeString text;
    for (std::size_t i = from; i < to; ++i) {
      text.append(static_cast<UChar32>(letters[i]));
      text.append(static_cast<UChar32>('\n'));
    }
    reader->transliterate(text);
    std::size_t at = from;
    std::string reading;
    for (std::int32_t i = 0; i < text.length() && at < to; ++i) {
      if (text[i] == '\n') {
        if (!reading.empty()) put(letters[at], Letter::plain, reading);
        reading.clear();
        ++at;
      } else if (const char c = lower_alnum(text[i])) {
        reading += c;
      }
    }
  }
}

// Running the Han transform over every character takes seconds; its rules, "[characters] >
// reading;", can be read in a few milliseconds. The first rule for a character counts; those that
// look at neighbours (they begin with a brace) are left out.
void Letters::read_han() {
  icu::UnicodeString rules;
  transform("Han-Latin")->toRules(rules, false);
  int known = 0;
  for (std::int32_t from = 0, end; from < rules.length(); from = end + 1) {
    end = rules.indexOf(static_cast<char16_t>('\n'), from);
    if (end < 0) end = rules.length();
    const icu::UnicodeString line = rules.tempSubStringBetween(from, end);
    const std::int32_t arrow = line.indexOf(u" > ", 3, 0);
    if (arrow < 1 || line[0] == u'{' || line[0] == u':') continue;
    icu::UnicodeString pattern = line.tempSubStringBetween(0, arrow);
    if (pattern[0] != u'[') pattern = u"[" + pattern + u"]";
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeSet characters(pattern, error);
    const std::string reading = ascii_part(line.tempSubStringBetween(arrow + 3));
    if (U_FAILURE(error) || reading.empty()) continue;
    for (std::int32_t i = 0; i < characters.getRangeCount(); ++i)
      for (UChar32 c = characters.getRangeStart(i); c <= characters.getRangeEnd(i); ++c)
        known += put_han(static_cast<char32_t>(c), reading);
  }
  if (known < kLeastHan)
    throw std::runtime_error("ICU's rules for Han characters are not as expected");
  for (const Range& range : kHanVariants)
    for (char32_t c = range.first; c <= range.last; ++c) {
      const icu::UnicodeString plain = compatible(c);
      const std::string same(reading(static_cast<char32_t>(plain.char32At(0))));
      if (plain.countChar32() == 1) put_han(c, same);
    }
}

bool Letters::put_han(char32_t c, std::string_view reading) {
  if (c >= kTableEnd || entries_[c].kind != Letter::unread || reading.empty()) return false;
  put(c, Letter::han, reading);
  return true;
}

void Letters::read_consonants() {
  for (char32_t c = 0x590; c <= 0xffff; ++c) {
    if (entries_[c].kind != Letter::consonant) continue;
    const icu::UnicodeString plain = compatible(c);  // a presentation form may be several letters
    std::string reading;
    for (std::int32_t i = 0; i < plain.length(); ++i)
      for (const Reading& r : kConsonants)
        if (r.letters.find(plain[i]) != std::u32string_view::npos) reading += r.text;
    put(c, Letter::consonant, reading);
  }
}

void Letters::read_cyrillic() {
  for (const Reading& r : kCyrillic)
    for (char32_t c : r.letters) put(c, Letter::plain, r.text);
}

std::string hangul_reading(char32_t c) {
  static constexpr const char* first[] = {"k", "k", "n",  "t",  "t",  "r", "m", "p", "p", "s",
                                          "s", "",  "ch", "ch", "ch", "k", "t", "p", "h"};
  static constexpr const char* vowel[] = {"a",  "ae", "ya", "yae", "o",  "e",  "yo",
                                          "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                          "wo", "we", "wi", "yu",  "u",  "ui", "i"};
  static constexpr const char* last[] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "l",
                                         "l", "l",  "l", "l", "l", "l", "m", "p", "p", "t",
                                         "t", "ng", "t", "t", "k", "t", "p", "t"};
  const unsigned syllable = c - 0xac00;
  return std::string(first[syllable / 588]) + vowel[syllable % 588 / 28] + last[syllable % 28];
}

char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const int length = lead < 0x80   ? 1
                     : lead < 0xc2 ? 0
                     : lead < 0xe0 ? 2
                     : lead < 0xf0 ? 3
                     : lead < 0xf5 ? 4
                                   : 0;
  char32_t c = length == 1 ? lead : lead & (0xff >> (length + 1));
  bool good = length > 0 && static_cast<std::size_t>(length) <= text.size();
  for (int i = 1; good && i < length; ++i) {
    good = (byte(i) & 0xc0) == 0x80;
    c = c << 6 | (byte(i) & 0x3f);
  }
  if (good && length == 3) good = c >= 0x800 && (c < 0xd800 || c > 0xdfff);
  if (good && length == 4) good = c >= 0x10000 && c <= 0x10ffff;
  text.remove_prefix(good ? length : 1);
  return good ? c : 0xfffd;
}

}  // namespace probity::matching
