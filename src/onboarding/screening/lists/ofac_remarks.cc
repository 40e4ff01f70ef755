// Remarks are one text: "DOB 17 Apr 1973; nationality Russia; Passport 7019934211 (Russia); a.k.a.
// 'X'."
#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"
#include "screening/lists/field_text.h"
#include "screening/lists/ofac.h"

namespace probity::screening {
namespace {

struct IdentifierWords {
  std::string_view words, type;
};
// Longer words first where one begins like another.
constexpr IdentifierWords identifier_words[] = {
    {"Passport No.", "passport"},
    {"Passport", "passport"},
    {"Travel Document Number", "passport"},
    {"National ID No.", "national_id"},
    {"National ID Number", "national_id"},
    {"National Foreign ID Number", "national_id"},
    {"Tazkira National ID Card", "national_id"},
    {"Personal ID Card", "national_id"},
    {"Kenyan ID No.", "national_id"},
    {"Citizen's Card Number", "national_id"},
    {"Cedula No.", "national_id"},
    {"C.U.R.P.", "national_id"},
    {"D.N.I.", "national_id"},
    {"Turkish Identification Number", "national_id"},
    {"Identification Number", "national_id"},
    {"Birth Certificate Number", "birth_certificate"},
    {"Driver's License No.", "driving_licence"},
    {"Electoral Registry No.", "electoral"},
    {"Residency Number", "residence_permit"},
    {"Refugee ID Card", "residence_permit"},
    {"Tax ID No.", "tax_id"},
    {"R.F.C.", "tax_id"},
    {"NIT #", "tax_id"},
    {"RUC #", "tax_id"},
    {"RIF #", "tax_id"},
    {"RTN", "tax_id"},
    {"SSN", "tax_id"},
    {"V.A.T. Number", "tax_id"},
    {"Italian Fiscal Code", "tax_id"},
    {"Fiscal Code", "tax_id"},
    {"Registration Number", "registration"},
    {"Registration ID", "registration"},
    {"Company Number", "registration"},
    {"UK Company Number", "registration"},
    {"Business Registration Number", "registration"},
    {"Business Registration Document #", "registration"},
    {"Business Number", "registration"},
    {"Enterprise Number", "registration"},
    {"Commercial Registry Number", "registration"},
    {"Public Registration Number", "registration"},
    {"Economic Register Number (CBLS)", "registration"},
    {"Central Registration System Number", "registration"},
    {"Certificate of Incorporation Number", "registration"},
    {"Chamber of Commerce Number", "registration"},
    {"Istanbul Chamber of Comm. No.", "registration"},
    {"Government Gazette Number", "registration"},
    {"Unified Social Credit Code (USCC)", "registration"},
    {"United Social Credit Code Certificate (USCCC)", "registration"},
    {"Trade License No.", "registration"},
    {"Folio Mercantil No.", "registration"},
    {"Matricula Mercantil No", "registration"},
    {"C.R. No.", "registration"},
    {"Registered Charity No.", "registration"},
    {"Legal Entity Number", "lei"},
    {"D-U-N-S Number", "duns"},
    {"SWIFT/BIC", "bic"},
    {"BIK (RU)", "bik"},
    {"Vessel Registration Identification", "vessel_registration"},
    {"MMSI", "mmsi"},
    {"Aircraft Tail Number", "tail_number"},
    {"Previous Aircraft Tail Number", "tail_number"},
    {"Aircraft Manufacturer's Serial Number (MSN)", "aircraft_serial"},
    {"Aircraft Mode S Transponder Code", "transponder"},
    {"Email Address", "email"},
    {"Website", "website"},
    {"Phone Number", "phone"},
};

// Takes `words` and a space off the front of `text`.
bool take(std::string_view& text, std::string_view words) {
  if (!text.starts_with(words) || text.size() == words.size() || text[words.size()] != ' ')
    return false;
  text = trimmed(text.substr(words.size()));
  return true;
}

std::string_view without_stop(std::string_view text) {
  while (text.ends_with('.')) text.remove_suffix(1);
  return trimmed(text);
}

// "0310857 (Eritrea) issued 21 Aug 2006" → the number and the country.
std::optional<Identifier> identifier_of(std::string_view type, std::string_view text) {
  Identifier identifier{.type = std::string(type)};
  auto open = text.find(" (");
  if (open != std::string_view::npos) {
    auto close = text.find(')', open);
    auto inside = text.substr(open + 2, close == std::string_view::npos ? close : close - open - 2);
    auto code = country(inside);
    if (is_country_code(code)) identifier.country = code;
    text = text.substr(0, open);
  }
  for (std::string_view word : {" issued ", " expires "}) text = text.substr(0, text.find(word));
  if (take(text, "IMO")) identifier.type = "imo";
  identifier.value = without_stop(trimmed(text));
  if (identifier.value.empty()) return {};
  return identifier;
}

bool read_identifier(Entry& entry, std::string_view text) {
  constexpr std::string_view wallet = "Digital Currency Address - ";
  if (text.starts_with(wallet)) {  // then the currency and the address
    auto space = text.rfind(' ');
    add_identifier(entry, {"wallet", std::string(without_stop(text.substr(space + 1))), ""});
    return true;
  }
  for (const auto& row : identifier_words) {
    if (row.words[0] != text[0] || !take(text, row.words)) continue;
    auto identifier = identifier_of(row.type, text);
    if (identifier) add_identifier(entry, std::move(*identifier));
    return identifier.has_value();
  }
  return true;
}

void read_fact(Entry& entry, std::string_view text, ReadCounts& counts) {
  if (take(text, "DOB")) {
    if (auto birth = birth_of(without_stop(text)))
      add_birth(entry, *birth);
    else
      ++counts.unread["date of birth in the remarks"];
  } else if (take(text, "POB")) {
    add_place(entry.birth_places, place_with_country(without_stop(text)));
  } else if (take(text, "nationality") || take(text, "citizen")) {
    add_once(entry.nationalities, nationality(without_stop(text)));
  } else if (take(text, "Gender")) {
    if (auto known = gender(without_stop(text)))
      entry.gender = *known;
    else
      ++counts.unread["gender in the remarks"];
  } else if (!read_identifier(entry, text)) {
    ++counts.unread["identifier in the remarks"];
  }
}

// Where the alias that `text` begins with ends: at a quote before "; ", before the end, or before
// the full stop at the end. Quotes inside are part of the name ('ABD-AL-'IZ'); npos when it was cut
// off.
std::size_t alias_end(std::string_view text) {
  for (auto at = text.find('\''); at != std::string_view::npos; at = text.find('\'', at + 1)) {
    auto rest = text.substr(at + 1);
    while (rest.starts_with('.')) rest.remove_prefix(1);
    if (rest.empty() || rest.starts_with(';')) return at;
  }
  return std::string_view::npos;
}

bool take_alias_words(std::string_view& text) {
  for (std::string_view words : {"a.k.a. '", "f.k.a. '", "n.k.a. '"}) {
    if (!lower_ascii(text.substr(0, words.size())).starts_with(words)) continue;
    text.remove_prefix(words.size());
    return true;
  }
  return false;
}

}  // namespace

std::optional<Identifier> ofac_identifier(std::string_view type, std::string_view number) {
  constexpr std::string_view wallet = "Digital Currency Address - ";
  if (type.starts_with(wallet)) return identifier_of("wallet", number);
  for (const auto& row : identifier_words)
    if (row.words == type) return identifier_of(row.type, number);
  return {};
}

void read_ofac_remarks(Entry& entry, ReadCounts& counts) {
  std::string_view text = entry.remarks;
  while (!text.empty()) {
    text = trimmed(text);
    if (text.starts_with("alt. ")) text = trimmed(text.substr(5));
    if (take_alias_words(text)) {
      auto end = alias_end(text);
      if (end == std::string_view::npos) {
        ++counts.unread["alias cut off in the remarks"];
        return;
      }
      std::string alias(trimmed(text.substr(0, end)));
      add_name(entry, {.text = std::move(alias), .quality = Quality::weak});
      auto next = text.find(';', end + 1);
      text = next == std::string_view::npos ? std::string_view() : text.substr(next + 1);
      continue;
    }
    auto next = text.find(';');
    if (auto fact = trimmed(text.substr(0, next)); !fact.empty()) read_fact(entry, fact, counts);
    text = next == std::string_view::npos ? std::string_view() : text.substr(next + 1);
  }
}

}  // namespace probity::screening
