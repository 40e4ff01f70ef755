#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "base/clock.h"

namespace probity::log {
namespace {

std::atomic<Level> lowest_level{Level::info};
constexpr std::string_view names[] = {"debug", "info", "warn", "error"};

// Literals and detail may hold quotes, controls or broken bytes; a line must stay one line of ASCII
// JSON.
void quote(std::string& out, std::string_view text) {
  out += '"';
  for (unsigned char c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += static_cast<char>(c);
    else if (c < 0x20 || c >= 0x7f)
      out += fmt::format("\\u{:04x}", c);
    else
      out += static_cast<char>(c);
  }
  out += '"';
}

struct Print {
  std::string& out;
  void operator()(Word word) const { quote(out, word.text); }
  void operator()(const Uuid& id) const { quote(out, id.text()); }
  void operator()(std::int64_t number) const { out += std::to_string(number); }
  void operator()(double number) const { out += fmt::format("{:.6g}", number); }
};

std::string begin(Level level, Word action, std::initializer_list<Field> fields) {
  std::string line = fmt::format(R"({{"@timestamp":"{}","log.level":"{}","event.action":)",
                                 iso_time(now()), names[static_cast<int>(level)]);
  quote(line, action.text);
  for (const Field& field : fields) {
    line += ',';
    quote(line, field.name.text);
    line += ':';
    std::visit(Print{line}, field.value);
  }
  return line;
}

// One write per line: lines of concurrent threads never mix.
void finish(std::string line) {
  line += ",\"ecs.version\":\"8.11\"}\n";
  [[maybe_unused]] auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void write(Level level, Word action, std::initializer_list<Field> fields) {
  if (level < lowest_level.load(std::memory_order_relaxed)) return;
  finish(begin(level, action, fields));
}

void set_level(Level lowest) { lowest_level = lowest; }

void breakdown(Word where, std::string_view detail, std::initializer_list<Field> fields) {
  std::string line = begin(Level::error, where, fields);
  line += ",\"error.message\":";
  quote(line, detail.substr(0, 2000));
  finish(std::move(line));
}

}  // namespace probity::log
