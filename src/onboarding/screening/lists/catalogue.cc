#include "screening/lists/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "base/text.h"
#include "screening/lists/formats.h"
#include "screening/lists/probity_csv.h"
#include "screening/lists/toml_guard.h"

namespace probity::screening {
namespace {

constexpr std::size_t max_catalogue_bytes = std::size_t{1} << 20, max_lists = 200;

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == text.npos;
}

// One [[list]] table; what is wrong with it goes to `faults` under its place and id.
class RowReader {
 public:
  RowReader(const toml::table& table, std::size_t place, std::vector<Fault>& faults)
      : table_(table), faults_(faults) {
    where_ = fmt::format("list[{}]", place + 1);
    if (auto id = table["id"].value<std::string>(); id && is_id(*id)) where_ += " " + *id;
  }

  void fault(std::string_view field, std::string message) {
    faults_.push_back({fmt::format("{}.{}", where_, field), std::move(message)});
  }

  std::string text(const char* field, bool required) {
    auto node = table_[field];
    auto value = node.value<std::string>();
    if (value && !value->empty()) return *value;
    if (node)
      fault(field, "must be a text");
    else if (required)
      fault(field, "is missing");
    return {};
  }

  std::optional<Date> date(const char* field) {
    auto node = table_[field];
    if (!node) return {};
    if (auto* day = node.as_date()) return Date{day->get().year, day->get().month, day->get().day};
    auto day = Date::parse(node.value<std::string>().value_or(""));
    if (!day) fault(field, "must be a date, YYYY-MM-DD");
    return day;
  }

  ColumnNames columns() {
    ColumnNames columns;
    auto node = table_["columns"];
    const auto* table = node.as_table();
    if (node && table == nullptr)
      fault("columns", "must be a table of columns, such as { name = \"Full name\" }");
    if (table == nullptr) return columns;
    for (const auto& [ours, node] : *table) {
      auto theirs = node.value<std::string>();
      auto field = fmt::format("columns.{}", ours.str());
      if (!is_probity_column(ours.str()))
        fault(field, "is no column of probity-csv");
      else if (theirs && !theirs->empty() && *theirs != "=")
        columns[std::string(ours.str())] = *theirs;
      else
        fault(field, "must be the name of a column, or '=' and a text");
    }
    return columns;
  }

  std::map<std::string, std::filesystem::path> files(const std::filesystem::path& folder) {
    std::map<std::string, std::filesystem::path> files;
    auto* table = table_["files"].as_table();
    if (table == nullptr || table->empty()) {
      fault("files", "must be a table of files, such as { csv = \"list.csv\" }");
      return files;
    }
    for (const auto& [role, node] : *table) {
      auto path = node.value<std::string>();
      if (path && !path->empty())
        files[std::string(role.str())] = folder / *path;
      else
        fault(fmt::format("files.{}", role.str()), "must be a path");
    }
    return files;
  }

 private:
  const toml::table& table_;
  std::vector<Fault>& faults_;
  std::string where_;
};

void check_roles(RowReader& reader, const Format& format, const CatalogueRow& row) {
  if (row.files.empty()) return;
  for (auto role : format.needed)
    if (!row.files.contains(std::string(role)))
      reader.fault(fmt::format("files.{}", role), fmt::format("is needed by {}", format.name));
  for (const auto& [role, path] : row.files) {
    auto among = [&](const auto& roles) {
      return std::find(roles.begin(), roles.end(), role) != roles.end();
    };
    if (!among(format.needed) && !among(format.optional))
      reader.fault(fmt::format("files.{}", role), fmt::format("is unknown to {}", format.name));
  }
}

CatalogueRow row_of(RowReader& reader, const std::filesystem::path& folder) {
  CatalogueRow row;
  row.id = reader.text("id", true);
  if (!row.id.empty() && !is_id(row.id))
    reader.fault("id", "must be of a to z, 0 to 9 and '-', at most 64");
  row.name = reader.text("name", false);
  if (row.name.empty()) row.name = row.id;
  row.format = reader.text("format", true);
  row.date = reader.date("date");
  row.files = reader.files(folder);
  row.columns = reader.columns();
  if (auto text = reader.text("class", false); !text.empty()) {
    auto known = list_class(text);
    if (!known) reader.fault("class", "must be sanctions or pep");
    row.list_class = known.value_or(ListClass::sanctions);
  }
  auto environment = reader.text("environment", false);
  row.demo = environment == "demo";
  if (!environment.empty() && !row.demo) reader.fault("environment", "must be demo or left out");
  const Format* format = find_format(row.format);
  row.supported = format != nullptr;
  if (format != nullptr) check_roles(reader, *format, row);
  if (format != nullptr && format->read_mapped == nullptr && !row.columns.empty())
    reader.fault("columns", fmt::format("cannot be given for {}", format->name));
  return row;
}

}  // namespace

Result<std::vector<CatalogueRow>> read_catalogue(const std::filesystem::path& path) {
  return parse_catalogue(TRY(read_list_file(path, {.bytes = max_catalogue_bytes})), path);
}

Result<std::vector<CatalogueRow>> parse_catalogue(std::string_view text,
                                                  const std::filesystem::path& path) {
  auto file = path.filename().string();
  if (auto line = odd_toml_line(text)) return bad_line(file, line, "is no valid TOML here");
  toml::parse_result parsed = toml::parse(text);
  if (!parsed) return bad_line(file, parsed.error().source().begin.line, "is no valid TOML here");
  const toml::table& root = parsed.table();
  const auto* lists = root["list"].as_array();
  if (lists == nullptr || lists->empty() || lists->size() > max_lists)
    return bad_file(file, fmt::format("must have 1 to {} [[list]] tables", max_lists));

  std::vector<CatalogueRow> rows;
  std::vector<Fault> faults;
  std::set<std::string> ids;
  for (std::size_t place = 0; place < lists->size(); ++place) {
    const auto* table = lists->get(place)->as_table();
    if (table == nullptr) return bad_file(file, "must have [[list]] tables only");
    RowReader reader(*table, place, faults);
    rows.push_back(row_of(reader, path.parent_path()));
    if (!rows.back().id.empty() && !ids.insert(rows.back().id).second)
      reader.fault("id", "is used by another list");
  }
  if (!faults.empty()) {
    auto message = fmt::format("{}: {} {}", file, faults[0].field, faults[0].message);
    return refuse(Refusal::invalid_input, std::move(message), std::move(faults));
  }
  return rows;
}

Result<ReadList> read_list(const CatalogueRow& row, FileBounds bounds) {
  auto in_list = [&](Error error) {
    error.message = fmt::format("list {}: {}", row.id, error.message);
    return std::unexpected(std::move(error));
  };
  const Format* format = find_format(row.format);
  if (format == nullptr) return in_list({Refusal::invalid_input, "the format is not supported"});
  ListTexts texts;
  for (const auto& [role, path] : row.files) {
    auto text = read_list_file(path, bounds);
    if (!text)
      return in_list({text.error().refusal, "files." + role + ": " + text.error().message});
    texts[role] = {path.filename().string(), std::move(*text)};
  }
  auto list = row.columns.empty() || format->read_mapped == nullptr
                  ? format->read(texts, row.list_class)
                  : format->read_mapped(texts, row.list_class, row.columns);
  if (!list) return in_list(list.error());
  return list;
}

}  // namespace probity::screening
