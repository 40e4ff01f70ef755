#include "screening/lists/list_file.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "base/text.h"

namespace probity::screening {
namespace {

constexpr std::string_view zstd_magic = "\x28\xb5\x2f\xfd";
constexpr int window_log = 27;
constexpr std::size_t ratio_free_bytes = std::size_t{1} << 20;

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

Result<std::string> decompressed(std::string_view file, std::string_view packed,
                                 FileBounds bounds) {
  std::unique_ptr<ZSTD_DStream, FreeStream> stream(ZSTD_createDStream());
  if (!stream) throw Breakdown("out of memory", "ZSTD_createDStream");
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, window_log);
  std::string text, chunk(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::size_t left = 1;  // 0 when a frame is complete
  while (in.pos < in.size || left != 0) {
    ZSTD_outBuffer out{chunk.data(), chunk.size(), 0};
    auto before = in.pos;
    left = ZSTD_decompressStream(stream.get(), &out, &in);
    if (ZSTD_isError(left)) return bad_file(file, "is damaged: zstd cannot read it");
    text.append(chunk, 0, out.pos);
    if (text.size() > bounds.bytes) return bad_file(file, "is too large when decompressed");
    if (text.size() > ratio_free_bytes && text.size() / bounds.ratio > in.pos)
      return bad_file(file, "is compressed beyond what a list can be");
    if (left != 0 && in.pos == before && out.pos == 0)
      return bad_file(file, "is truncated: the zstd frame is not complete");
  }
  return text;
}

}  // namespace

Result<std::string> read_list_file(const std::filesystem::path& path, FileBounds bounds) {
  auto file = path.filename().string();
  std::error_code trouble;
  if (!std::filesystem::is_regular_file(path, trouble)) return bad_file(file, "is no file");
  auto size = std::filesystem::file_size(path, trouble);
  if (trouble) return bad_file(file, "cannot be read");
  if (size > bounds.bytes) return bad_file(file, "is too large");
  std::string bytes(size, '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!in || in.gcount() != static_cast<std::streamsize>(size))
    return bad_file(file, "cannot be read");
  if (bytes.empty()) return bad_file(file, "is empty");
  bool packed = bytes.starts_with(zstd_magic) || path.extension() == ".zst";
  if (packed) bytes = TRY(decompressed(file, bytes, bounds));
  if (bytes.empty()) return bad_file(file, "is empty");
  return bytes;
}

std::size_t ReadCounts::skipped_rows() const {
  std::size_t all = 0;
  for (const auto& [reason, count] : skipped) all += count;
  return all;
}

std::unexpected<Error> bad_line(std::string_view file, std::size_t line, std::string_view what) {
  return refuse(Refusal::invalid_input, fmt::format("{} line {}: {}", file, line, what));
}

std::unexpected<Error> bad_file(std::string_view file, std::string_view what) {
  return refuse(Refusal::invalid_input, fmt::format("{} {}", file, what));
}

Result<std::string_view> checked_text(const ListText& list) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  std::string_view text = list.text;
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  if (trimmed(text).empty()) return bad_file(list.file, "is empty");
  if (is_utf8(text)) return text;
  auto lines = split(text, '\n');
  auto wrong = std::find_if_not(lines.begin(), lines.end(), is_utf8);
  auto line = static_cast<std::size_t>(wrong - lines.begin()) + 1;
  return bad_line(list.file, line, "is not valid UTF-8");
}

}  // namespace probity::screening
