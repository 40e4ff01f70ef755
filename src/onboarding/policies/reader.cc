#include "policies/reader.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace probity::policies {

namespace {

constexpr std::size_t max_texts = 1000;

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

struct ShapeRow {
  Shape shape;
  std::size_t longest;  // code points
  bool (*allowed)(char);
  std::string_view message;
};

constexpr ShapeRow shapes[] = {
    {Shape::alias, 100, [](char c) { return lower(c) || digit(c) || c == '_' || c == '-'; },
     "must be 1 to 100 of the characters a-z, 0-9, _ and -, and no UUID"},
    {Shape::element, 64,
     [](char c) { return lower(c) || upper(c) || digit(c) || c == '_' || c == '-'; },
     "must be 1 to 64 of the characters a-z, A-Z, 0-9, _ and -"},
    {Shape::field, 64, [](char c) { return lower(c) || digit(c) || c == '_'; },
     "must be 1 to 64 of the characters a-z, 0-9 and _, a letter first"},
    {Shape::name, 200, [](char c) { return !control(c); },
     "must be a text of 1 to 200 characters without control characters"},
    {Shape::prose, 2000, [](char c) { return !control(c) || c == '\n'; },
     "must be a text of 1 to 2000 characters without control characters"},
};

const ShapeRow& row_of(Shape shape) { return shapes[static_cast<std::size_t>(shape)]; }

}  // namespace

void add_fault(Faults& faults, std::string field, std::string message) {
  if (faults.size() < max_faults) faults.push_back({std::move(field), std::move(message)});
}

bool has_shape(std::string_view text, Shape shape) {
  const ShapeRow& row = row_of(shape);
  if (trimmed(text).empty() || code_points(text) > row.longest) return false;
  if (shape == Shape::field && !lower(text[0])) return false;
  if (shape == Shape::alias && Uuid::parse(text)) return false;  // ids are looked up beside aliases
  return std::ranges::all_of(text, row.allowed);
}

Reader::Reader(const json::Value& value, std::string path, Faults& faults)
    : value_(value), path_(std::move(path)), faults_(faults) {
  if (!value_.is_object()) add_fault(faults_, path_, "must be an object");
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void Reader::fault(std::string_view key, std::string message) {
  add_fault(faults_, path_of(key), std::move(message));
}

const json::Value* Reader::member(std::string_view key, Need need) {
  asked_.push_back(key);
  const json::Value* found = value_.find(key);
  if (!found && need == Need::required && value_.is_object()) fault(key, "is required");
  return found;
}

std::string Reader::text(std::string_view key, Shape shape, Need need) {
  const json::Value* found = member(key, need);
  if (!found) return {};
  if (found->is_string() && has_shape(found->string(), shape)) return found->string();
  fault(key, std::string(row_of(shape).message));
  return {};
}

bool Reader::truth(std::string_view key, bool otherwise) {
  const json::Value* found = member(key, Need::optional);
  if (!found) return otherwise;
  if (found->is_bool()) return found->boolean();
  fault(key, "must be true or false");
  return otherwise;
}

std::optional<std::int64_t> Reader::integer(std::string_view key, std::int64_t lowest,
                                            std::int64_t highest, Need need) {
  const json::Value* found = member(key, need);
  if (!found) return {};
  std::optional<std::int64_t> number = found->integer();
  if (number && *number >= lowest && *number <= highest) return number;
  fault(key,
        "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
  return {};
}

std::vector<std::string> Reader::texts(std::string_view key, Shape shape, Need need) {
  std::vector<std::string> read;
  if (const json::Value* list = value_.find(key); list && list->is_array() && list->array().empty())
    fault(key, "must not be empty");
  items(key, max_texts, need, [&](const json::Value& item, std::string path) {
    if (!item.is_string() || !has_shape(item.string(), shape))
      add_fault(faults_, std::move(path), std::string(row_of(shape).message));
    else if (std::ranges::count(read, item.string()))
      add_fault(faults_, std::move(path), "is listed twice");
    else
      read.push_back(item.string());
  });
  return read;
}

bool Reader::items(std::string_view key, std::size_t most, Need need,
                   const std::function<void(const json::Value&, std::string)>& each) {
  const json::Value* found = member(key, need);
  if (!found) return false;
  if (!found->is_array() || found->array().size() > most) {
    fault(key, "must be an array of at most " + std::to_string(most) + " items");
    return false;
  }
  for (std::size_t i = 0; i < found->array().size(); ++i)
    each(found->array()[i], path_of(key) + "[" + std::to_string(i) + "]");
  return true;
}

std::size_t Reader::word(std::string_view key, std::initializer_list<std::string_view> words) {
  const json::Value* found = member(key);
  if (!found) return 0;
  std::string message = "must be";
  for (const std::string_view* word = words.begin(); word != words.end(); ++word) {
    if (found->is_string() && found->string() == *word) return word - words.begin();
    message += (word == words.begin() ? " " : " or ") + std::string(*word);
  }
  fault(key, std::move(message));
  return 0;
}

std::optional<Uuid> Reader::id(std::string_view key) {
  const json::Value* found = member(key, Need::optional);
  if (!found) return {};
  std::optional<Uuid> id;
  if (found->is_string()) id = Uuid::parse(found->string());
  if (!id) fault(key, "must be a UUID");
  return id;
}

void Reader::format() { integer("format", 1, 1); }

void Reader::close() {
  if (!value_.is_object()) return;
  for (const json::Member& member : value_.object()) {
    if (std::ranges::count(asked_, std::string_view(member.key))) continue;
    // A key is repeated only in the shape of our own: it comes from outside.
    bool plain = has_shape(member.key, Shape::element);
    add_fault(faults_, plain ? path_of(member.key) : path_,
              plain ? "is not a member of this document" : "has an unknown member");
  }
}

}  // namespace probity::policies
