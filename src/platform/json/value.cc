// The tree: what an object and a value can tell and change.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "json/json.h"

namespace probity::json {
namespace {

constexpr std::size_t few_members = 16;  // up to here comparing each with each is the fastest

template <class Members>
auto* find_in(Members& members, std::string_view key) {
  auto found = std::find_if(members.begin(), members.end(),
                            [&](const Member& member) { return member.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

std::vector<const Member*> by_key(const Object& object) {
  std::vector<const Member*> sorted;
  sorted.reserve(object.size());
  for (const Member& member : object) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(),
            [](const Member* a, const Member* b) { return a->key < b->key; });
  return sorted;
}

}  // namespace

Object::Object(std::initializer_list<Field> fields) {
  members_.reserve(fields.size());
  for (const Field& field : fields) {
#ifdef PROBITY_TEST_BUILD
    ENSURE(!find(field.key));
#endif
    members_.push_back({std::string(field.key), std::move(field.value)});
  }
}

const Value* Object::find(std::string_view key) const { return find_in(members_, key); }

Value* Object::find(std::string_view key) { return find_in(members_, key); }

void Object::set(std::string key, Value value) {
  if (Value* present = find(key))
    *present = std::move(value);
  else
    members_.push_back({std::move(key), std::move(value)});
}

void Object::set_if(std::string key, std::optional<Value> value) {
  if (value) set(std::move(key), *std::move(value));
}

bool Object::erase(std::string_view key) {
  return std::erase_if(members_, [&](const Member& member) { return member.key == key; }) > 0;
}

bool Object::operator==(const Object& other) const {
  if (size() != other.size()) return false;
  if (members_ == other.members_) return true;
  if (size() <= few_members)
    return std::all_of(begin(), end(), [&](const Member& member) {
      const Value* twin = other.find(member.key);
      return twin && *twin == member.value;
    });
  auto mine = by_key(*this), theirs = by_key(other);
  return std::equal(mine.begin(), mine.end(), theirs.begin(),
                    [](const Member* a, const Member* b) { return *a == *b; });
}

Value::Value(double value) {
  ENSURE(std::isfinite(value));
  char text[32];
  char* end = std::to_chars(text, text + sizeof text, value).ptr;
  value_ = Number{std::string(text, end)};
}

bool Value::boolean() const {
  ENSURE(is_bool());
  return *std::get_if<bool>(&value_);
}

const std::string& Value::string() const {
  ENSURE(is_string());
  return *std::get_if<std::string>(&value_);
}

const Number& Value::number() const {
  ENSURE(is_number());
  return *std::get_if<Number>(&value_);
}

const Array& Value::array() const {
  ENSURE(is_array());
  return *std::get_if<Array>(&value_);
}

Array& Value::array() {
  ENSURE(is_array());
  return *std::get_if<Array>(&value_);
}

const Object& Value::object() const {
  ENSURE(is_object());
  return *std::get_if<Object>(&value_);
}

Object& Value::object() {
  ENSURE(is_object());
  return *std::get_if<Object>(&value_);
}

std::optional<std::int64_t> Value::integer() const {
  const Number* number = std::get_if<Number>(&value_);
  if (!number) return std::nullopt;
  const char* end = number->text.data() + number->text.size();
  std::int64_t result = 0;
  auto [stop, fault] = std::from_chars(number->text.data(), end, result);
  if (fault != std::errc() || stop != end) return std::nullopt;
  return result;
}

std::optional<double> Value::real() const {
  const Number* number = std::get_if<Number>(&value_);
  if (!number) return std::nullopt;
  return nearest(number->text);
}

std::optional<double> nearest(std::string_view number) {
  double result = 0;
  auto [stop, fault] = std::from_chars(number.data(), number.data() + number.size(), result);
  if (fault == std::errc::result_out_of_range) {
    bool small = number.find("e-") != number.npos || number.find("E-") != number.npos ||
                 number.starts_with("0.") || number.starts_with("-0.");
    if (!small) return std::nullopt;
    return number.starts_with('-') ? -0.0 : 0.0;
  }
  if (fault != std::errc() || stop != number.data() + number.size()) return std::nullopt;
  if (!std::isfinite(result)) return std::nullopt;
  return result;
}

const Verbatim& Value::verbatim() const {
  ENSURE(is_verbatim());
  return std::get<Verbatim>(value_);
}

Value Value::expanded() const {
  if (!is_verbatim()) return *this;
  auto value = parse(verbatim().text);
  ENSURE(value);
  return std::move(*value);
}

const Value* Value::find(std::string_view key) const {
  ENSURE(!is_verbatim());
  const Object* object = std::get_if<Object>(&value_);
  return object ? object->find(key) : nullptr;
}

const Value* Value::path(std::string_view dotted) const {
  const Value* at = this;
  while (at) {
    std::size_t dot = dotted.find('.');
    at = at->find(dotted.substr(0, dot));
    if (dot == dotted.npos) break;
    dotted.remove_prefix(dot + 1);
  }
  return at;
}

std::string_view Value::text_at(std::string_view dotted) const {
  const Value* found = path(dotted);
  return found && found->is_string() ? std::string_view(found->string()) : std::string_view();
}

}  // namespace probity::json
