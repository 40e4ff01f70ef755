#include "screening/lists/formats.h"

#include <algorithm>

#include "screening/lists/ofac.h"
#include "screening/lists/probity_csv.h"
#include "screening/lists/un.h"

namespace probity::screening {

const Format* find_format(std::string_view name) {
  static const std::vector<Format> formats = {
      {"ofac-csv", {"sdn"}, {"alt", "add", "comments"}, read_ofac_csv},
      {"un-xml", {"xml"}, {}, read_un_xml},
      {"probity-csv", {"csv"}, {}, read_probity_csv},
  };
  auto found = std::find_if(formats.begin(), formats.end(),
                            [&](const Format& format) { return format.name == name; });
  return found == formats.end() ? nullptr : &*found;
}

}  // namespace probity::screening
