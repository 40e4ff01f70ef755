#include "worklist/filters.h"

#include <algorithm>

#include "api/body.h"
#include "base/text.h"
#include "policies/flag.h"
#include "policies/risk.h"

namespace probity::worklist {
namespace {

constexpr std::string_view order_words[] = {
    "application_date", "last_modified", "status", "flag", "risk", "product", "entity_type"};

// What may be asked of matches, and the events that it means; none: a confirmed one of any type.
struct MatchKind {
  std::string_view word, event_type;
};
constexpr MatchKind match_kinds[] = {{"UNRESOLVED_PEP", "PEP_FLAG"},
                                     {"UNRESOLVED_SANCTION", "SANCTION_FLAG"},
                                     {"UNRESOLVED_MEDIA", "ADVERSE_MEDIA_FLAG"},
                                     {"UNRESOLVED_REFER", "REFER_FLAG"},
                                     {"CONFIRMED", ""}};

std::vector<std::string> all_flags() {
  std::vector<std::string> words;
  for (int flag = 0; flag <= static_cast<int>(policies::Flag::ready_for_decision); ++flag)
    words.emplace_back(policies::text_of(static_cast<policies::Flag>(flag)));
  return words;
}

std::vector<std::string> match_words() {
  std::vector<std::string> words;
  for (const auto& kind : match_kinds) words.emplace_back(kind.word);
  return words;
}

const std::string* value_of(const std::vector<api::Parameter>& query, std::string_view name) {
  auto found = std::ranges::find(query, name, &api::Parameter::name);
  return found == query.end() ? nullptr : &found->value;
}

std::vector<std::string> values_of(const std::vector<api::Parameter>& query, std::string_view name,
                                   std::vector<Fault>& faults) {
  constexpr std::size_t most = 50;
  const std::string* text = value_of(query, name);
  std::vector<std::string> values;
  if (!text || text->empty()) return values;
  for (auto value : split(*text, ',')) values.emplace_back(trimmed(value));
  if (values.size() > most) {
    faults.push_back({std::string(name), "must hold at most 50 values"});
    values.clear();
  }
  return values;
}

std::optional<Instant> midnight(const std::vector<api::Parameter>& query, std::string_view name,
                                int days_later, std::vector<Fault>& faults) {
  constexpr std::int64_t day_micros = 86'400'000'000;
  const std::string* text = value_of(query, name);
  if (!text || text->empty()) return std::nullopt;
  auto day = Date::parse(*text);
  if (!day) {
    faults.push_back({std::string(name), "must be a day, YYYY-MM-DD"});
    return std::nullopt;
  }
  return Instant{(full_days(Date{}, *day) + days_later) * day_micros};
}

std::vector<Uuid> products_of(const std::vector<api::Parameter>& query,
                              const policies::Catalogue& catalogue, const profiles::Sight& sight,
                              std::vector<Fault>& faults) {
  std::vector<Uuid> products;
  for (const std::string& alias : values_of(query, "product", faults)) {
    const auto* product = catalogue.product(alias);
    if (product && sight.sees_product(product->id)) {
      products.push_back(product->id);
      continue;
    }
    faults.push_back({"product", "must hold aliases of products that you may read"});
    break;
  }
  return products;
}

void read_assignee(const std::vector<api::Parameter>& query, const Uuid& caller, Filters& filters,
                   std::vector<Fault>& faults) {
  const std::string* text = value_of(query, "assignee");
  if (!text || text->empty()) return;
  filters.unassigned = *text == "none";
  if (filters.unassigned) return;
  filters.assignee = *text == "me" ? caller : Uuid::parse(*text);
  if (!filters.assignee)
    faults.push_back({"assignee", "must be the id of a user or team, or me, or none"});
}

void read_sort(const std::vector<api::Parameter>& query, Filters& filters,
               std::vector<Fault>& faults) {
  const std::string* text = value_of(query, "sort");
  filters.sort_word = text && !text->empty() ? *text : "-application_date";
  std::string_view word = filters.sort_word;
  filters.sort.descending = word.starts_with('-');
  if (filters.sort.descending) word.remove_prefix(1);
  auto found = std::ranges::find(order_words, word);
  if (found == std::end(order_words))
    faults.push_back({"sort", api::one_of(order_words) + ", with - before it for the other way"});
  else
    filters.sort.by = static_cast<Order>(found - std::begin(order_words));
}

}  // namespace

const Instant always_before{0}, always_after{253'370'764'800'000'000};  // the years 1970 and 9999

bool Filters::only_what_is_counted() const {
  return q.empty() && risks.empty() && entity_types.empty() && match_types.empty() &&
         !confirmed_matches && !assignee && !unassigned && tags.empty() && from == always_before &&
         until == always_after;
}

const std::vector<std::string>& words_of(Order order) {
  static const std::vector<std::string> none,
      statuses{"APPLIED", "IN_REVIEW", "APPROVED", "REJECTED", "CANCELLED"},
      flags = all_flags(), risks{"UNDETERMINED", "LOW", "MEDIUM", "HIGH"},
      entity_types{"COMPANY", "INDIVIDUAL"};
  switch (order) {
    case Order::status:
      return statuses;
    case Order::flag:
      return flags;
    case Order::risk:
      return risks;
    case Order::entity_type:
      return entity_types;
    default:
      return none;
  }
}

std::vector<std::string> listed(const std::vector<api::Parameter>& query, std::string_view name,
                                const std::vector<std::string>& words, std::vector<Fault>& faults) {
  auto values = values_of(query, name, faults);
  for (const std::string& value : values)
    if (std::ranges::find(words, value) == words.end()) {
      std::vector<std::string_view> allowed(words.begin(), words.end());
      faults.push_back({std::string(name), "must hold only: " + api::one_of(allowed)});
      return {};
    }
  return values;
}

Filters filters_of(const std::vector<api::Parameter>& query, const Uuid& caller,
                   const policies::Catalogue& catalogue, const profiles::Sight& sight,
                   std::vector<Fault>& faults) {
  Filters filters;
  if (const std::string* q = value_of(query, "q")) filters.q = trimmed(*q);
  if (code_points(filters.q) > 200) faults.push_back({"q", "must have at most 200 characters"});
  filters.statuses = listed(query, "status", words_of(Order::status), faults);
  filters.flags = listed(query, "flag", words_of(Order::flag), faults);
  filters.products = products_of(query, catalogue, sight, faults);
  filters.risks = listed(query, "risk", words_of(Order::risk), faults);
  filters.entity_types = listed(query, "entity_type", words_of(Order::entity_type), faults);
  static const auto kinds = match_words();
  for (const std::string& word : listed(query, "matches", kinds, faults)) {
    const auto* kind = std::ranges::find(match_kinds, word, &MatchKind::word);
    if (kind->event_type.empty())
      filters.confirmed_matches = true;
    else
      filters.match_types.emplace_back(kind->event_type);
  }
  read_assignee(query, caller, filters, faults);
  filters.tags = values_of(query, "tag", faults);
  if (std::ranges::any_of(filters.tags,
                          [](const auto& tag) { return tag.empty() || code_points(tag) > 200; }))
    faults.push_back({"tag", "must hold names of 1 to 200 characters"});
  filters.from = midnight(query, "created_from", 0, faults).value_or(always_before);
  filters.until = midnight(query, "created_to", 1, faults).value_or(always_after);
  read_sort(query, filters, faults);
  return filters;
}

}  // namespace probity::worklist
