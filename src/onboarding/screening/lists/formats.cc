#include "screening/lists/formats.h"

#include <algorithm>

#include "screening/lists/australia.h"
#include "screening/lists/canada.h"
#include "screening/lists/eu.h"
#include "screening/lists/follow_the_money.h"
#include "screening/lists/ofac.h"
#include "screening/lists/ofac_advanced.h"
#include "screening/lists/ofac_xml.h"
#include "screening/lists/parsed_tables.h"
#include "screening/lists/probity_csv.h"
#include "screening/lists/senzing.h"
#include "screening/lists/uk.h"
#include "screening/lists/uk_tables.h"
#include "screening/lists/un.h"

namespace probity::screening {

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {
      {"ofac-csv", {"sdn"}, {"alt", "add", "comments"}, read_ofac_csv},
      {"ofac-xml", {"xml"}, {}, read_ofac_xml},
      {"ofac-advanced-xml", {"xml"}, {}, read_ofac_advanced},
      {"un-xml", {"xml"}, {}, read_un_xml},
      {"uk-csv", {"csv"}, {}, read_uk_csv},
      {"uk-xml", {"xml"}, {}, read_uk_xml},
      {"uk-tables-csv",
       {"subjects", "names"},
       {"dobs", "countries", "identifiers"},
       read_uk_tables},
      {"eu-csv", {"csv"}, {}, read_eu_csv},
      {"eu-xml", {"xml"}, {}, read_eu_xml},
      {"eu-table-csv", {"table"}, {}, read_eu_table},
      {"au-csv", {"csv"}, {}, read_australia_csv},
      {"au-table-csv", {"table"}, {}, read_australia_table},
      {"ca-xml", {"xml"}, {}, read_canada_xml},
      {"ftm-jsonl", {"jsonl"}, {}, read_follow_the_money},
      {"senzing-jsonl", {"jsonl"}, {}, read_senzing},
      {"probity-csv", {"csv"}, {}, read_probity_csv, read_mapped_csv},
  };
  return all;
}

const Format* find_format(std::string_view name) {
  auto found = std::find_if(formats().begin(), formats().end(),
                            [&](const Format& format) { return format.name == name; });
  return found == formats().end() ? nullptr : &*found;
}

}  // namespace probity::screening
