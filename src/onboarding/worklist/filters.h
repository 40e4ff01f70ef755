// What of the work list is asked for: filters, order and place, as a query or a saved view says it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "policies/catalogue.h"
#include "profiles/sight.h"

namespace probity::worklist {

enum class Order { application_date, last_modified, status, flag, risk, product, entity_type };

struct Sort {
  Order by = Order::application_date;
  bool descending = true;
};

// A list that says nothing about a column is empty: any.
struct Filters {
  std::string q;
  std::vector<std::string> statuses, flags, risks, entity_types;
  std::vector<Uuid> products;
  std::vector<std::string> match_types;  // of unresolved events
  bool confirmed_matches = false;
  std::optional<Uuid> assignee;
  bool unassigned = false;
  std::vector<std::string> tags;
  Instant from{}, until{};  // the second is no longer in it
  Sort sort;
  std::string sort_word;  // as it was asked for

  bool only_what_is_counted() const;  // nothing but statuses, flags and products
};

extern const Instant always_before, always_after;  // of every application

// All words of a column, in the order in which it sorts.
const std::vector<std::string>& words_of(Order order);

// Values of a query, one fault for each that is wrong. A product that is not seen is none.
Filters filters_of(const std::vector<api::Parameter>& query, const Uuid& caller,
                   const policies::Catalogue& catalogue, const profiles::Sight& sight,
                   std::vector<Fault>& faults);

// Values between commas, each one of the words; none when the parameter is absent or empty.
std::vector<std::string> listed(const std::vector<api::Parameter>& query, std::string_view name,
                                const std::vector<std::string>& words, std::vector<Fault>& faults);

}  // namespace probity::worklist
