#include "worklist/work_list.h"

#include <algorithm>
#include <numeric>

#include "base/fault.h"
#include "policies/counts.h"
#include "profiles/search_tokens.h"
#include "worklist_sql.h"

namespace probity::worklist {
namespace {

using lifecycle::Setting;

constexpr std::int64_t most_found = 100'000, most_counted = 10'000;

constexpr Uuid after_all(Uuid::Raw{255, 255, 255, 255, 255, 255, 255, 255,  //
                                   255, 255, 255, 255, 255, 255, 255, 255});

struct Ordering {
  const db::Statement& descending;
  const db::Statement& ascending;
};

// By Order; groups come in the order that is wanted, so one statement serves both ways.
const db::Statement& statement_of(const Sort& sort) {
  static const Ordering table[] = {
      {sql::page_newest, sql::page_oldest},
      {sql::page_last_modified, sql::page_first_modified},
      {sql::page_by_status, sql::page_by_status},
      {sql::page_by_flag, sql::page_by_flag},
      {sql::page_by_risk, sql::page_by_risk},
      {sql::page_by_product, sql::page_by_product},
      {sql::page_by_entity_type, sql::page_by_entity_type},
  };
  const auto& row = table[static_cast<int>(sort.by)];
  return sort.descending ? row.descending : row.ascending;
}

bool in_groups(Order order) {
  return order != Order::application_date && order != Order::last_modified;
}

// What the statements take: each column's values in the order wanted.
struct Wanted {
  std::vector<std::string> statuses, flags, risks, entity_types;
  std::optional<std::vector<Uuid>> products;
  std::optional<std::vector<Uuid>> found;

  std::vector<std::string>& words(Order order) {
    return order == Order::status ? statuses
           : order == Order::flag ? flags
           : order == Order::risk ? risks
                                  : entity_types;
  }
};

std::vector<Uuid> ids_of(db::Pending rows) {
  std::vector<Uuid> ids;
  for (int i = 0; i < rows.get().size(); ++i) ids.push_back(rows.get()[i].uuid());
  std::ranges::sort(ids);
  return ids;
}

void keep(std::optional<std::vector<Uuid>>& found, std::vector<Uuid> ids) {
  if (!found) {
    found = std::move(ids);
    return;
  }
  std::vector<Uuid> both;
  std::ranges::set_intersection(*found, ids, std::back_inserter(both));
  found = std::move(both);
}

std::unexpected<Error> too_many(const char* field) {
  return refuse(Refusal::invalid_input, "the query is not valid",
                {{field, "must find at most 100000 profiles"}});
}

// The profiles that words, tags and matches leave; nothing when none of these is asked for.
Result<std::optional<std::vector<Uuid>>> found_by(const Setting& setting, const Filters& filters) {
  db::Tx& tx = setting.tx;
  std::optional<std::vector<Uuid>> found;
  if (!filters.q.empty()) {
    auto query = profiles::tokens_of_query(*setting.keys, filters.q);
    keep(found, ids_of(tx.queue(sql::found_by_words, {tx.tenant(), query.tokens, query.words,
                                                      query.count, most_found + 1})));
    if (std::ssize(*found) > most_found) return too_many("q");
  }
  if (!filters.tags.empty()) {
    auto tagged = profiles::tagged(tx, *setting.keys, filters.tags, most_found + 1);
    if (std::ssize(tagged) > most_found) return too_many("tag");
    keep(found, std::move(tagged));
  }
  if (!filters.match_types.empty() || filters.confirmed_matches) {
    const auto& sight = setting.sight;
    bool whole = sight.all_products() || sight.spill_over;
    keep(found, ids_of(tx.queue(
                    sql::found_by_matches,
                    {tx.tenant(), db::Arg::texts(filters.match_types), filters.confirmed_matches,
                     whole ? db::Arg(nullptr) : db::Arg(sight.products), most_found + 1})));
    if (std::ssize(*found) > most_found) return too_many("matches");
  }
  return found;
}

std::vector<std::string> chosen(Order order, const std::vector<std::string>& asked) {
  std::vector<std::string> words = words_of(order);
  if (!asked.empty())
    std::erase_if(words, [&](const auto& word) { return !std::ranges::count(asked, word); });
  return words;
}

// Those that are seen and asked for. For the order by product all there are, by alias.
std::optional<std::vector<Uuid>> chosen_products(const Setting& setting, const Filters& filters) {
  auto products = setting.sight.products;
  if (fault("list_other_applications")) products.reset();
  if (!filters.products.empty()) products = filters.products;
  if (filters.sort.by != Order::product) return products;
  std::vector<const policies::Product*> rows;
  for (const auto& product : setting.configuration->catalogue.products())
    if (!products || std::ranges::count(*products, product.id)) rows.push_back(&product);
  std::ranges::sort(rows, {}, &policies::Product::alias);
  std::vector<Uuid> ids;
  for (const auto* row : rows) ids.push_back(row->id);
  return ids;
}

// A page that goes on begins in the group in which the one before it ended.
template <class T>
bool begin_at(std::vector<T>& groups, const T& first) {
  auto found = std::ranges::find(groups, first);
  if (found == groups.end()) return false;
  groups.erase(groups.begin(), found);
  return true;
}

bool begin_at(Wanted& wanted, Order order, const Cursor& cursor) {
  if (!in_groups(order)) return cursor.group.empty();
  if (order != Order::product) return begin_at(wanted.words(order), cursor.group);
  auto id = Uuid::parse(cursor.group);
  return id && begin_at(*wanted.products, *id);
}

std::string group_at(Wanted& wanted, Order order, std::int64_t place) {
  if (!in_groups(order)) return {};
  auto i = static_cast<std::size_t>(place - 1);
  return order == Order::product ? (*wanted.products)[i].text() : wanted.words(order)[i];
}

db::Args arguments(const db::Tx& tx, const Filters& filters, const Wanted& wanted) {
  return {tx.tenant(),
          db::Arg::texts(wanted.statuses),
          db::Arg::texts(wanted.flags),
          wanted.products,
          db::Arg::texts(wanted.risks),
          db::Arg::texts(wanted.entity_types),
          filters.from,
          filters.until,
          filters.assignee,
          filters.unassigned,
          wanted.found};
}

// From the kept counts where these know, else counted, but not without end.
struct AskedCount {
  std::optional<policies::AskedCounts> kept;
  std::optional<db::Pending> counted;
};
AskedCount ask_count(db::Tx& tx, const Filters& filters, const Wanted& wanted) {
  if (filters.only_what_is_counted()) return {policies::ask_counts(tx, wanted.products), {}};
  auto args = arguments(tx, filters, wanted);
  args.push_back(most_counted + 1);
  return {{}, tx.queue(sql::count_work, std::move(args))};
}

void take_count(AskedCount asked, const Filters& filters, Page& page) {
  if (asked.counted) {
    page.count = asked.counted->one()->bigint();
    page.count_is_exact = page.count <= most_counted;
    page.count = std::min(page.count, most_counted);
    return;
  }
  auto any = [](const std::vector<std::string>& asked_for, const std::string& word) {
    return asked_for.empty() || std::ranges::count(asked_for, word);
  };
  for (const auto& row : asked.kept->get())
    if (any(filters.statuses, row.status) && any(filters.flags, row.flag)) page.count += row.count;
}

}  // namespace

Result<Page> page_of(const Setting& setting, const Filters& filters, std::int64_t limit,
                     const std::string* after) {
  db::Tx& tx = setting.tx;
  Order order = filters.sort.by;
  Wanted wanted{chosen(Order::status, filters.statuses), chosen(Order::flag, filters.flags),
                chosen(Order::risk, filters.risks),
                chosen(Order::entity_type, filters.entity_types),
                chosen_products(setting, filters)};
  if (in_groups(order) && order != Order::product && filters.sort.descending)
    std::ranges::reverse(wanted.words(order));
  if (order == Order::product && filters.sort.descending) std::ranges::reverse(*wanted.products);
  bool backwards = filters.sort.descending || in_groups(order);
  Cursor from{filters.sort_word,
              {},
              backwards ? always_after : always_before,
              backwards ? after_all : Uuid()};
  Wanted rest = wanted;
  if (after) {
    auto cursor = cursor_from(*after, filters.sort_word);
    if (!cursor || !begin_at(rest, order, *cursor))
      return refuse(Refusal::invalid_input, "the query is not valid",
                    {{"after", "must be the next of a page of the same list"}});
    from = std::move(*cursor);
  }
  wanted.found = rest.found = TRY(found_by(setting, filters));

  tx.queue(sql::plan_anew, {});
  auto count = ask_count(tx, filters, wanted);
  auto args = arguments(tx, filters, rest);
  args.insert(args.end(), {from.at, from.id, limit + 1});
  auto rows = tx.queue(statement_of(filters.sort), std::move(args));
  Page page;
  Cursor last = from;
  for (int i = 0; i < rows.get().size(); ++i) {
    if (i == limit) {
      page.next = text_of(last);
      break;
    }
    db::Columns c = rows.get()[i];
    Page::Place place{c.uuid(), c.uuid()};
    last.at = c.instant();
    last.id = place.application;
    last.group = group_at(rest, order, c.bigint());
    page.places.push_back(place);
  }
  take_count(std::move(count), filters, page);
  return page;
}

}  // namespace probity::worklist
