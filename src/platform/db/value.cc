#include "db/value.h"

#include <libpq-fe.h>

#include <chrono>

#include "base/result.h"

namespace probity::db {
namespace {

constexpr std::int64_t postgres_epoch_micros = 946684800'000000;  // 2000-01-01 in Unix time
constexpr std::uint32_t uuid_oid = 2950, text_oid = 25, bytea_oid = 17, bigint_oid = 20,
                        timestamptz_oid = 1184;

template <class Int>
void put(std::string& out, Int value) {
  for (int shift = (sizeof value - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
}

template <class Int>
Int get(std::string_view bytes, std::size_t at = 0) {
  ENSURE(at + sizeof(Int) <= bytes.size());
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<Int>(value);
}

// One dimension, no nulls, lower bound 1.
template <class Items, class Encode>
std::string array(const Items& items, std::uint32_t element_oid, Encode encode) {
  std::string out;
  put<std::int32_t>(out, items.empty() ? 0 : 1);
  put<std::int32_t>(out, 0);
  put<std::uint32_t>(out, element_oid);
  if (items.empty()) return out;
  put<std::int32_t>(out, static_cast<std::int32_t>(items.size()));
  put<std::int32_t>(out, 1);
  for (const auto& item : items) {
    std::string bytes = encode(item);
    put<std::int32_t>(out, static_cast<std::int32_t>(bytes.size()));
    out += bytes;
  }
  return out;
}

template <class Decode>
void each(std::string_view bytes, Decode decode) {
  if (get<std::int32_t>(bytes) == 0) return;
  auto count = get<std::int32_t>(bytes, 12);
  std::size_t at = 20;
  for (int i = 0; i < count; ++i) {
    auto size = get<std::int32_t>(bytes, at);
    ENSURE(size >= 0);
    decode(bytes.substr(at + 4, size));
    at += 4 + size;
  }
}

std::string raw_of(const Uuid& id) {
  return {reinterpret_cast<const char*>(id.raw().data()), id.raw().size()};
}

Uuid uuid_of(std::string_view bytes) {
  ENSURE(bytes.size() == 16);
  Uuid::Raw raw;
  std::copy(bytes.begin(), bytes.end(), raw.begin());
  return Uuid(raw);
}

}  // namespace

std::string Arg::big_endian(std::int64_t value) {
  std::string out;
  put(out, value);
  return out;
}

Arg::Arg(const Uuid& id) : bytes_(raw_of(id)) {}
Arg::Arg(Instant at) : bytes_(big_endian(at.micros - postgres_epoch_micros)) {}
Arg::Arg(Date day) {
  using namespace std::chrono;
  sys_days date = year(day.year) / month(day.month) / std::chrono::day(day.day);
  bytes_.emplace();
  put<std::int32_t>(*bytes_, (date - sys_days(year(2000) / 1 / 1)).count());
}
Arg::Arg(const std::vector<Uuid>& ids) : bytes_(array(ids, uuid_oid, raw_of)) {}
Arg::Arg(const std::vector<std::int64_t>& numbers)
    : bytes_(array(numbers, bigint_oid, big_endian)) {}
Arg::Arg(const std::vector<Instant>& times)
    : bytes_(array(times, timestamptz_oid,
                   [](Instant at) { return big_endian(at.micros - postgres_epoch_micros); })) {}
Arg Arg::texts(const std::vector<std::string>& values) {
  return Arg(array(values, text_oid, [](const std::string& s) { return s; }));
}
Arg Arg::bytes_of(const std::vector<std::string>& values) {
  return Arg(array(values, bytea_oid, [](const std::string& s) { return s; }));
}

std::string_view Columns::raw() {
  auto* result = static_cast<const PGresult*>(result_.get());
  ENSURE(column_ < PQnfields(result) && !PQgetisnull(result, row_, column_));
  std::string_view bytes(PQgetvalue(result, row_, column_), PQgetlength(result, row_, column_));
  ++column_;
  return bytes;
}

bool Columns::next_is_null() const {
  return PQgetisnull(static_cast<const PGresult*>(result_.get()), row_, column_);
}

Uuid Columns::uuid() { return uuid_of(raw()); }
std::string Columns::text() { return std::string(raw()); }
std::int64_t Columns::bigint() { return get<std::int64_t>(raw()); }
bool Columns::boolean() { return get<std::int8_t>(raw()) != 0; }
Instant Columns::instant() { return {get<std::int64_t>(raw()) + postgres_epoch_micros}; }
Date Columns::date() {
  using namespace std::chrono;
  year_month_day ymd{sys_days(year(2000) / 1 / 1) + days(get<std::int32_t>(raw()))};
  return {int(ymd.year()), int(unsigned(ymd.month())), int(unsigned(ymd.day()))};
}
std::vector<Uuid> Columns::uuids() {
  std::vector<Uuid> ids;
  each(raw(), [&](std::string_view bytes) { ids.push_back(uuid_of(bytes)); });
  return ids;
}
std::vector<std::string> Columns::texts() {
  std::vector<std::string> values;
  each(raw(), [&](std::string_view bytes) { values.emplace_back(bytes); });
  return values;
}

}  // namespace probity::db
