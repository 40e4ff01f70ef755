// The canonical JSON of an entry. Each member is one row in both directions, in this order.
#include "screening/lists/entry.h"

#include "screening/lists/list_file.h"

namespace probity::screening {
namespace {

using json::Array;
using json::Object;
using json::Value;

void put(Object& object, const char* member, std::string_view text) {
  if (!text.empty()) object.set(member, text);
}

template <class T, class Write>
void put_each(Object& object, const char* member, const std::vector<T>& items, Write write) {
  if (items.empty()) return;
  Array array;
  array.reserve(items.size());
  for (const auto& item : items) array.push_back(write(item));
  object.set(member, std::move(array));
}

Value text_value(const std::string& text) { return Value(text); }

Value name_value(const ListedName& name) {
  Object object;
  object.set("text", name.text);
  object.set("quality", text_of(name.quality));
  if (name.original_script) object.set("original_script", true);
  put(object, "reference", name.reference);
  return object;
}

Value birth_value(const Birth& birth) {
  Object object;
  object.set("from", birth.from.text());
  if (birth.to != birth.from) object.set("to", birth.to.text());
  if (birth.circa) object.set("circa", true);
  return object;
}

Value place_value(const Place& place) {
  Object object;
  put(object, "text", place.text);
  put(object, "country", place.country);
  return object;
}

Value identifier_value(const Identifier& identifier) {
  Object object;
  object.set("type", identifier.type);
  object.set("value", identifier.value);
  put(object, "country", identifier.country);
  return object;
}

// Reads members of one object and remembers the first that is wrong.
class Members {
 public:
  explicit Members(const Value& value) : value_(value) {
    if (!value.is_object()) wrong_ = "object";
  }

  std::string text(const char* member, bool required = false) {
    const Value* found = value_.find(member);
    if (found == nullptr && !required) return {};
    if (found != nullptr && found->is_string() && (!required || !found->string().empty()))
      return found->string();
    note(member);
    return {};
  }
  bool flag(const char* member) {
    const Value* found = value_.find(member);
    if (found == nullptr) return false;
    if (!found->is_bool()) note(member);
    return found->is_bool() && found->boolean();
  }
  int number(const char* member, int most) {
    const Value* found = value_.find(member);
    if (found == nullptr) return 0;
    auto number = found->integer();
    if (!number || *number < 0 || *number > most) note(member);
    return number && *number >= 0 && *number <= most ? static_cast<int>(*number) : 0;
  }
  // The text of a member, read by `parse`; the member must be there.
  template <class Parse>
  auto parsed(const char* member, Parse parse) {
    auto result = parse(text(member, true));
    if (!result) note(member);
    return result;
  }
  template <class T, class Read>
  std::vector<T> each(const char* member, Read read) {
    std::vector<T> items;
    const Value* found = value_.find(member);
    if (found == nullptr) return items;
    if (!found->is_array()) return note(member), items;
    for (const auto& item : found->array()) {
      std::optional<T> one = read(item);
      if (!one) return note(member), items;
      items.push_back(std::move(*one));
    }
    return items;
  }
  std::vector<std::string> texts(const char* member) {
    return each<std::string>(member, [](const Value& item) -> std::optional<std::string> {
      if (!item.is_string()) return {};
      return item.string();
    });
  }
  bool has(const char* member) const { return value_.find(member) != nullptr; }
  void note(const char* member) {
    if (wrong_.empty()) wrong_ = member;
  }
  const std::string& wrong() const { return wrong_; }

 private:
  const Value& value_;
  std::string wrong_;
};

std::optional<ListedName> read_name(const Value& value) {
  Members from(value);
  ListedName name;
  name.text = from.text("text", true);
  name.quality = from.parsed("quality", quality).value_or(Quality::strong);
  name.original_script = from.flag("original_script");
  name.reference = from.text("reference");
  if (!from.wrong().empty()) return {};
  return name;
}

std::optional<Birth> read_birth(const Value& value) {
  Members from(value);
  Birth birth;
  birth.from = from.parsed("from", PartialDate::parse).value_or(PartialDate{});
  birth.to = birth.from;
  if (from.has("to")) birth.to = from.parsed("to", PartialDate::parse).value_or(PartialDate{});
  birth.circa = from.flag("circa");
  if (!from.wrong().empty()) return {};
  return birth;
}

std::optional<Place> read_place(const Value& value) {
  Members from(value);
  Place place{from.text("text"), from.text("country")};
  if (!from.wrong().empty()) return {};
  return place;
}

std::optional<Identifier> read_identifier(const Value& value) {
  Members from(value);
  Identifier identifier{from.text("type", true), from.text("value", true), from.text("country")};
  if (!from.wrong().empty()) return {};
  return identifier;
}

}  // namespace

json::Value to_json(const Entry& entry) {
  Object object;
  object.set("id", entry.id);
  object.set("kind", text_of(entry.kind));
  object.set("class", text_of(entry.list_class));
  put_each(object, "names", entry.names, name_value);
  put_each(object, "births", entry.births, birth_value);
  put_each(object, "birth_places", entry.birth_places, place_value);
  put_each(object, "nationalities", entry.nationalities, text_value);
  put_each(object, "countries", entry.countries, text_value);
  if (entry.gender != Gender::unknown) object.set("gender", text_of(entry.gender));
  put_each(object, "titles", entry.titles, text_value);
  put_each(object, "positions", entry.positions, text_value);
  if (entry.tier != 0) object.set("tier", entry.tier);
  put_each(object, "programmes", entry.programmes, text_value);
  put_each(object, "identifiers", entry.identifiers, identifier_value);
  put_each(object, "addresses", entry.addresses, place_value);
  if (entry.listed_on) object.set("listed_on", entry.listed_on->text());
  put(object, "remarks", entry.remarks);
  return object;
}

Result<Entry> from_json(const json::Value& value) {
  Members from(value);
  Entry entry;
  entry.id = from.text("id", true);
  entry.kind = from.parsed("kind", entry_kind).value_or(EntryKind::organisation);
  entry.list_class = from.parsed("class", list_class).value_or(ListClass::sanctions);
  entry.names = from.each<ListedName>("names", read_name);
  if (entry.names.empty()) from.note("names");
  entry.births = from.each<Birth>("births", read_birth);
  entry.birth_places = from.each<Place>("birth_places", read_place);
  entry.nationalities = from.texts("nationalities");
  entry.countries = from.texts("countries");
  if (from.has("gender")) entry.gender = from.parsed("gender", gender).value_or(Gender::unknown);
  entry.titles = from.texts("titles");
  entry.positions = from.texts("positions");
  entry.tier = from.number("tier", 9);
  entry.programmes = from.texts("programmes");
  entry.identifiers = from.each<Identifier>("identifiers", read_identifier);
  entry.addresses = from.each<Place>("addresses", read_place);
  if (from.has("listed_on")) entry.listed_on = from.parsed("listed_on", Date::parse);
  entry.remarks = from.text("remarks");
  if (!from.wrong().empty())
    return refuse(Refusal::invalid_input, "a listed entry has a missing or wrong member",
                  {{from.wrong(), "is missing or has another form"}});
  return entry;
}

std::string write_lines(const std::vector<Entry>& entries) {
  std::string lines;
  for (const auto& entry : entries) lines += json::write(to_json(entry)) + '\n';
  return lines;
}

Result<std::vector<Entry>> read_lines(std::string_view text) {
  std::vector<Entry> entries;
  std::size_t line = 0;
  while (!text.empty()) {
    ++line;
    auto end = text.find('\n');
    if (end == text.npos) return bad_line("list", line, "ends in the middle of a line");
    auto value = json::parse(text.substr(0, end));
    if (!value) return bad_line("list", line, value.error().message);
    auto entry = from_json(*value);
    if (!entry) return bad_line("list", line, "member " + entry.error().faults.at(0).field);
    entries.push_back(std::move(*entry));
    text.remove_prefix(end + 1);
  }
  return entries;
}

}  // namespace probity::screening
