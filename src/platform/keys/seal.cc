#include "keys/seal.h"

#include "base/fault.h"
#include "base/result.h"

namespace probity::keys {
namespace {

constexpr char format = 1, aes_256_gcm = 1;
constexpr std::size_t head_size = 6;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

void field(std::string& out, std::string_view bytes) {
  put(out, bytes.size(), 4);
  out += bytes;
}

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  put(out, value, bytes);
  return out;
}

std::string_view raw(const Uuid& id) {
  return {reinterpret_cast<const char*>(id.raw().data()), 16};
}

std::string head_of(std::uint32_t key_version) {
  std::string head{format, aes_256_gcm};
  put(head, key_version, 4);
  return head;
}

}  // namespace

std::string aad_of(const Place& place) {
  std::string aad;
  field(aad, "probity.seal.1");
  if (fault("seal_without_place")) return aad;
  field(aad, raw(place.tenant));
  field(aad, raw(place.subject));
  field(aad, number(place.column.table, 4));
  field(aad, number(place.column.column, 4));
  field(aad, raw(place.row));
  field(aad, number(place.version, 8));
  return aad;
}

std::string seal_with(const crypto::Key& key, std::uint32_t key_version, std::string_view aad,
                      std::string_view plain, std::string_view nonce) {
  std::string out = head_of(key_version);
  out += nonce;
  out += crypto::aes_gcm_seal(key, nonce, aad, plain);
  return out;
}

std::optional<std::string> open_with(const crypto::Key& key, std::uint32_t key_version,
                                     std::string_view aad, std::string_view sealed) {
  if (sealed.size() < head_size + crypto::nonce_size + crypto::tag_size ||
      sealed.substr(0, head_size) != head_of(key_version))
    return std::nullopt;
  return crypto::aes_gcm_open(key, sealed.substr(head_size, crypto::nonce_size), aad,
                              sealed.substr(head_size + crypto::nonce_size));
}

std::string SubjectKey::seal(Column column, const Uuid& row, std::uint64_t version,
                             std::string_view plain) const {
  return seal_with(key_, version_, aad_of({tenant_, subject_, column, row, version}), plain,
                   crypto::random_bytes(crypto::nonce_size));
}

std::string SubjectKey::open(Column column, const Uuid& row, std::uint64_t version,
                             std::string_view sealed) const {
  auto plain = open_with(key_, version_, aad_of({tenant_, subject_, column, row, version}), sealed);
  if (!plain)
    throw Breakdown("stored data could not be opened",
                    "a sealed value of table " + std::to_string(column.table) + " does not open");
  return std::move(*plain);
}

}  // namespace probity::keys
