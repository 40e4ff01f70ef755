// A list file on disk, plain or zstd, read whole under hard bounds; and what readers give back.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "screening/lists/entry.h"

namespace probity::screening {

struct FileBounds {
  std::size_t bytes = std::size_t{512} << 20;  // of the text, after decompression
  std::size_t ratio = 200;                     // text to compressed bytes, checked past 1 MiB
};

// The text of a regular file; compressed when it begins like zstd or is named .zst. A window of up
// to 128 MiB is accepted (zstd --long=27). Damaged, truncated, oversized and empty files are
// refused.
Result<std::string> read_list_file(const std::filesystem::path& path, FileBounds bounds = {});

// One file of a list in memory; `file` is its name, for messages.
struct ListText {
  std::string file;
  std::string text;
};
using ListTexts = std::map<std::string, ListText>;  // by role: "sdn", "alt", "add", "xml" …

// Our names of columns and, for each, the file's name, or "=" and a text that all rows have.
using ColumnNames = std::map<std::string, std::string>;

struct ReadCounts {
  std::size_t rows = 0;                        // of all files, headers not counted
  std::map<std::string, std::size_t> skipped;  // rows left out, by reason
  std::map<std::string, std::size_t> unread;   // facts of kept rows not understood, by reason
  std::size_t skipped_rows() const;
};

// Of one list; the largest known to us has 20,000.
inline constexpr std::size_t max_entries = 2'000'000;

struct ReadList {
  std::vector<Entry> entries;  // in the order of the file
  ReadCounts counts;
};

// "sdn.csv line 12: what is wrong". `what` repeats nothing of the text.
std::unexpected<Error> bad_line(std::string_view file, std::size_t line, std::string_view what);
std::unexpected<Error> bad_file(std::string_view file, std::string_view what);

// The text of a file as valid UTF-8, a byte order mark taken off.
Result<std::string_view> checked_text(const ListText& list);

}  // namespace probity::screening
