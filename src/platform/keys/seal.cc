#include "keys/seal.h"

#include <zstd.h>

#include <memory>

#include "base/fault.h"
#include "base/result.h"

namespace probity::keys {
namespace {

constexpr char format = 1, aes_256_gcm = 1, zstd_aes_256_gcm = 2;
constexpr std::size_t head_size = 6;
constexpr std::size_t least_compressed = 200;              // shorter texts gain nothing
constexpr std::size_t most_plain = std::size_t{64} << 20;  // no sealed value is larger

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out += static_cast<char>(value >> shift);
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

std::string head_of(char algorithm, std::uint32_t key_version) {
  std::string head{format, algorithm};
  put(head, key_version, 4);
  return head;
}

// Large texts are replies, read once if ever: speed counts more than size there.
int level_for(std::size_t size) { return size > 4096 ? -3 : 1; }

// Nothing when compression does not make it shorter.
std::optional<std::string> compressed(std::string_view plain) {
  if (plain.size() < least_compressed) return std::nullopt;
  // A context costs more to make than a short text to compress.
  thread_local std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                            ZSTD_freeCCtx);
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  auto size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), plain.data(), plain.size(),
                                level_for(plain.size()));
  if (ZSTD_isError(size) || size >= plain.size()) return std::nullopt;
  out.resize(size);
  return out;
}

std::optional<std::string> decompressed(std::string_view frame) {
  auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > most_plain) return std::nullopt;  // unknown and broken sizes are larger too
  std::string out(size, '\0');
  thread_local std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                            ZSTD_freeDCtx);
  auto got = ZSTD_decompressDCtx(context.get(), out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) || got != size) return std::nullopt;
  return out;
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
  auto frame = compressed(plain);
  std::string head = head_of(frame ? zstd_aes_256_gcm : aes_256_gcm, key_version);
  std::string sealed =
      crypto::aes_gcm_seal(key, nonce, head + std::string(aad), frame ? *frame : plain);
  head += nonce;
  head += sealed;
  if (frame) crypto::wipe(*frame);
  return head;
}

std::optional<std::string> open_with(const crypto::Key& key, std::uint32_t key_version,
                                     std::string_view aad, std::string_view sealed) {
  if (sealed.size() < head_size + crypto::nonce_size + crypto::tag_size) return std::nullopt;
  auto head = sealed.substr(0, head_size);
  bool plain = head == head_of(aes_256_gcm, key_version);
  if (!plain && head != head_of(zstd_aes_256_gcm, key_version)) return std::nullopt;
  auto opened = crypto::aes_gcm_open(key, sealed.substr(head_size, crypto::nonce_size),
                                     std::string(head) + std::string(aad),
                                     sealed.substr(head_size + crypto::nonce_size));
  if (!opened || plain) return opened;
  return decompressed(*opened);
}

std::string SubjectKey::seal(Column column, const Uuid& row, std::uint64_t version,
                             std::string_view plain) const {
  if (fault("store_in_clear")) return std::string(plain);
  return seal_with(key_, version_, aad_of({tenant_, subject_, column, row, version}), plain,
                   crypto::random_bytes(crypto::nonce_size));
}

std::string SubjectKey::open(Column column, const Uuid& row, std::uint64_t version,
                             std::string_view sealed) const {
  if (fault("store_in_clear")) return std::string(sealed);
  auto plain = open_with(key_, version_, aad_of({tenant_, subject_, column, row, version}), sealed);
  if (!plain)
    throw Breakdown("stored data could not be opened",
                    "a sealed value of table " + std::to_string(column.table) + " does not open");
  return std::move(*plain);
}

}  // namespace probity::keys
