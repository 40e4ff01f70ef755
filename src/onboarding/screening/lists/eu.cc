#include "screening/lists/eu.h"

#include "base/text.h"
#include "screening/lists/births.h"
#include "screening/lists/country.h"

namespace probity::screening {
namespace {

struct Code {
  std::string_view code, type;
};
constexpr Code identifier_codes[] = {{"passport", "passport"},
                                     {"diplpassport", "passport"},
                                     {"travdoc", "passport"},
                                     {"id", "national_id"},
                                     {"ssn", "national_id"},
                                     {"regnumber", "registration"},
                                     {"registernumber", "registration"},
                                     {"fiscalcode", "tax_id"},
                                     {"tradelic", "registration"},
                                     {"electoralrec", "electoral"},
                                     {"residentperm", "residence_permit"},
                                     {"swiftbic", "bic"},
                                     {"imo", "imo"},
                                     {"drivinglic", "driving_licence"},
                                     {"birthcert", "birth_certificate"}};

}  // namespace

std::optional<EntryKind> eu_kind(std::string_view code) {
  auto word = lower_ascii(code);
  if (word == "person" || word == "p") return EntryKind::person;
  if (word == "enterprise" || word == "e") return EntryKind::organisation;
  return {};
}

std::string_view eu_identifier_type(std::string_view code) {
  auto word = lower_ascii(code);
  for (const auto& row : identifier_codes)
    if (row.code == word) return row.type;
  return "national_id";
}

void read_eu_gender(Entry& entry, std::string_view code) {
  if (code == "M") entry.gender = Gender::male;
  if (code == "F") entry.gender = Gender::female;
}

std::string eu_country(std::string_view alpha2, std::string_view name) {
  if (auto code = country_of_alpha2(alpha2); !code.empty()) return code;
  return alpha2 == "00" ? std::string() : country(name);
}

void add_eu_birth(Entry& entry, std::string_view date, std::string_view year, std::string_view from,
                  std::string_view to, bool circa, ReadCounts& counts) {
  auto whole = birth_of(date);
  if (!whole) whole = birth_of(year);
  if (!whole && !from.empty())
    whole = birth_of(std::string(from) + "-" + std::string(to.empty() ? from : to));
  if (!whole) {
    if (!date.empty() || !year.empty() || !from.empty()) ++counts.unread["date of birth"];
    return;
  }
  whole->circa = circa;
  add_birth(entry, *whole);
}

}  // namespace probity::screening
