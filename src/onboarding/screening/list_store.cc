#include "screening/list_store.h"

#include <zstd.h>

#include "base/text.h"
#include "crypto/crypto.h"
#include "screening/lists/catalogue.h"
#include "screening_sql.h"

namespace probity::screening {
namespace {

// Lists belong to no tenant; any will do for the transaction.
constexpr std::size_t most_content = std::size_t{1} << 30;

std::string pack(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  auto size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 6);
  ENSURE(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

std::string unpack(const std::string& packed) {
  auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size > most_content)
    throw Breakdown("a list can't be read", "stored list content is damaged");
  std::string out(size, '\0');
  auto got = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) || got != size)
    throw Breakdown("a list can't be read", "stored list content is damaged");
  return out;
}

LoadReport load_one(db::Pool& pool, const CatalogueRow& row,
                    const std::vector<ListVersion>& current) {
  LoadReport report{row.id, row.name, LoadReport::Kind::failed};
  if (!row.supported) {
    report.kind = LoadReport::Kind::skipped;
    report.why = "no reader for the format " + row.format;
    return report;
  }
  auto read = read_list(row);
  if (!read) {
    report.why = read.error().message;
    return report;
  }
  report.entries = static_cast<std::int64_t>(read->entries.size());
  // A list that lost more than a twentieth of its entries was more likely cut off than shortened.
  for (const ListVersion& version : current)
    if (version.list_id == row.id && report.entries * 20 < version.entries * 19) {
      report.why = "has " + std::to_string(report.entries) + " entries, the current version " +
                   std::to_string(version.entries) + ": shrunk by more than 5 %, not loaded";
      return report;
    }
  report.skipped = static_cast<std::int64_t>(read->counts.skipped_rows());
  std::string text = write_lines(read->entries);
  std::string hash = hex(crypto::sha256(text));
  for (const ListVersion& version : current)
    if (version.list_id == row.id && version.content_hash == hash) {
      report.kind = LoadReport::Kind::unchanged;
      return report;
    }
  db::Tx tx(pool, db::platform_tenant());
  tx.queue(sql::insert_list_version,
           {Uuid::make(), row.id, row.name, row.list_class == ListClass::pep ? "PEP" : "SANCTIONS",
            row.demo ? "demo" : "all", row.format, row.date.value_or(day_of(tx.at())),
            report.entries, report.skipped, hash, pack(text), tx.at()});
  tx.queue(sql::make_current, {row.id, hash, tx.at()});
  tx.commit();
  report.kind = LoadReport::Kind::loaded;
  return report;
}

}  // namespace

Result<std::vector<LoadReport>> load_lists(db::Pool& pool, const std::filesystem::path& path) {
  auto rows = TRY(read_catalogue(path));
  auto current = current_lists(pool);
  std::vector<LoadReport> reports;
  for (const CatalogueRow& row : rows) reports.push_back(load_one(pool, row, current));
  return reports;
}

std::vector<ListVersion> current_lists(db::Pool& pool) {
  db::Tx tx(pool, db::platform_tenant());
  auto pending = tx.queue(sql::current_lists, {});
  tx.finish_reading();
  std::vector<ListVersion> versions;
  const db::Answer& rows = pending.get();
  for (int i = 0; i < rows.size(); ++i) {
    db::Columns c = rows[i];
    ListVersion v{.id = c.uuid(), .list_id = c.text(), .name = c.text()};
    v.list_class = c.text() == "PEP" ? ListClass::pep : ListClass::sanctions;
    v.demo = c.text() == "demo";
    v.format = c.text();
    v.date = c.date();
    v.entries = c.bigint();
    v.skipped = c.bigint();
    v.content_hash = c.text();
    v.loaded_at = c.instant();
    versions.push_back(std::move(v));
  }
  return versions;
}

std::vector<Entry> entries_of(db::Pool& pool, const ListVersion& version) {
  db::Tx tx(pool, db::platform_tenant());
  auto pending = tx.queue(sql::list_content, {version.id});
  tx.finish_reading();
  auto row = pending.one();
  if (!row) throw Breakdown("a list can't be read", "a current list version is missing");
  auto entries = read_lines(unpack(row->bytes()));
  if (!entries) throw Breakdown("a list can't be read", "stored entries can't be read");
  return std::move(*entries);
}

}  // namespace probity::screening
