#include "profiles/schema.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "base/text.h"

namespace probity::profiles::schema {
namespace {

// A place in the document as a chain on the stack: its text is made only when there is a fault.
struct Path {
  const Path* up = nullptr;
  std::string_view name = {};
  std::optional<std::size_t> index = {};

  std::string text() const {
    std::string out = up ? up->text() : "";
    if (index) return out + fmt::format("[{}]", *index);
    if (!out.empty() && !name.empty()) out += '.';
    return out + std::string(name);
  }
};

class Findings {
 public:
  void add(const Path& path, std::string message) {
    if (!full()) faults_.push_back({path.text(), std::move(message)});
  }
  bool full() const { return faults_.size() >= most_faults; }
  std::vector<Fault> take() { return std::move(faults_); }

 private:
  std::vector<Fault> faults_;
};

// Controls are U+0000–U+001F and U+007F–U+009F; tab and line ends are welcome.
bool has_controls(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return true;
    if (c == 0x7f) return true;
    bool c1 = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (c1) return true;
  }
  return false;
}

bool is_within_double(const json::Value& value) {
  auto real = value.real();
  return real && std::isfinite(*real);
}

// 25.0 is whole, 25.5 is not; exponents are no way to write a count.
bool is_whole(std::string_view number) {
  auto point = number.find('.');
  return number.find_first_of("eE") == std::string_view::npos &&
         (point == std::string_view::npos ||
          number.find_first_not_of('0', point + 1) == std::string_view::npos);
}

class Walk {
 public:
  Walk(Findings& findings, Date today) : findings_(findings), today_(today) {}

  // What is kept of a value; nothing where it is at fault.
  std::optional<json::Value> keep(const Type& type, const json::Value& value, const Path& path) {
    if (value.is_null()) return fault(path, "must be left out instead of sent as null");
    return type.list ? keep_list(type, value, path) : keep_one(type, value, path);
  }

 private:
  std::optional<json::Value> keep_one(const Type& type, const json::Value& value,
                                      const Path& path) {
    switch (type.kind) {
      case Kind::text:
        return keep_text(type.format, value, path);
      case Kind::choice:
        return keep_choice(*type.codes, value, path);
      case Kind::number:
        return keep_if(value.is_number() && is_within_double(value), value, path,
                       "a number within the range of a double");
      case Kind::integer:
        return keep_if(
            value.is_number() && is_whole(value.number().text) && is_within_double(value), value,
            path, "a whole number, written without exponent");
      case Kind::boolean:
        return keep_if(value.is_bool(), value, path, "true or false");
      case Kind::scalar:
        return keep_scalar(value, path);
      case Kind::object:
        return keep_object(*type.object, value, path);
      case Kind::variant:
        return keep_variant(*type.variant, value, path);
      case Kind::map:
        return keep_map(*type.map, value, path);
      case Kind::open:
        if (!value.is_object()) return fault(path, "must be an object");
        return keep_plain(value, path);
      case Kind::anything:
        return keep_plain(value, path);
    }
    return std::nullopt;
  }

  std::nullopt_t fault(const Path& path, std::string message) {
    findings_.add(path, std::move(message));
    return std::nullopt;
  }

  std::optional<json::Value> keep_if(bool right, const json::Value& value, const Path& path,
                                     std::string_view expected) {
    if (!right) return fault(path, fmt::format("must be {}", expected));
    return value;
  }

  std::optional<json::Value> keep_text(const Format* format, const json::Value& value,
                                       const Path& path) {
    if (!value.is_string())
      return fault(path, fmt::format("must be text{}{}", format ? ": " : "",
                                     format ? format->expected : ""));
    const std::string& text = value.string();
    std::size_t most = format ? format->code_points : most_code_points;
    if (text.size() > most && code_points(text) > most)
      return fault(path, fmt::format("must have at most {} characters", most));
    if (format && !format->fits(text, today_))
      return fault(path, fmt::format("must be {}", format->expected));
    if (has_controls(text))
      return fault(path, "must hold no control characters but tab and line ends");
    return value;
  }

  std::optional<json::Value> keep_choice(const Codes& codes, const json::Value& value,
                                         const Path& path) {
    return keep_if(value.is_string() && codes.has(value.string()), value, path, codes.expected());
  }

  std::optional<json::Value> keep_scalar(const json::Value& value, const Path& path) {
    if (value.is_string()) return keep_text(nullptr, value, path);
    return keep_if(value.is_bool() || is_within_double(value), value, path,
                   "text, a number or true or false");
  }

  std::optional<json::Value> keep_list(const Type& type, const json::Value& value,
                                       const Path& path) {
    if (!value.is_array()) return fault(path, "must be a list");
    const json::Array& sent = value.array();
    if (sent.size() > most_items)
      return fault(path, fmt::format("must have at most {} items", most_items));
    Type item = type;
    item.list = false;
    json::Array kept;
    kept.reserve(sent.size());
    for (std::size_t i = 0; i < sent.size() && !findings_.full(); ++i)
      if (auto one = keep(item, sent[i], Path{&path, {}, i})) kept.push_back(std::move(*one));
    return json::Value(std::move(kept));
  }

  std::optional<json::Value> keep_object(const Object& object, const json::Value& value,
                                         const Path& path) {
    if (!value.is_object()) return fault(path, "must be an object");
    const json::Object& sent = value.object();
    json::Object kept;
    for (const json::Member& member : sent)
      if (const Member* known = member_of(object, member.key))
        keep_member(*known, member, path, kept);
    for (const Member& member : object.members)
      if (member.required && !sent.find(member.name)) fault({&path, member.name}, "is required");
    if (object.rule) object.rule(sent, Here(findings_, path));
    if (object.settle) object.settle(kept);
    return json::Value(std::move(kept));
  }

  static const Member* member_of(const Object& object, std::string_view name) {
    for (const Member& member : object.members)
      if (member.name == name) return &member;
    return nullptr;
  }

  void keep_member(const Member& known, const json::Member& sent, const Path& up,
                   json::Object& kept) {
    if ((known.nullable && sent.value.is_null()) || findings_.full()) return;
    if (auto value = keep(known.type, sent.value, {&up, known.name}))
      kept.set(sent.key, std::move(*value));
  }

  std::optional<json::Value> keep_variant(const Variant& variant, const json::Value& value,
                                          const Path& path) {
    if (!value.is_object()) return fault(path, "must be an object");
    const json::Value* tag = value.find(variant.tag);
    for (const Variant::Case& one : variant.cases)
      if (tag && tag->is_string() && tag->string() == one.tag)
        return keep_object(*one.object, value, path);
    std::string expected = variant.cases.size() == 1 ? "" : "one of ";
    for (const Variant::Case& one : variant.cases)
      expected += (&one == variant.cases.data() ? "" : ", ") + std::string(one.tag);
    return fault({&path, variant.tag},
                 fmt::format("{} {}", tag ? "must be" : "is required:", expected));
  }

  std::optional<json::Value> keep_map(const Map& map, const json::Value& value, const Path& path) {
    if (!value.is_object()) return fault(path, "must be an object");
    const json::Object& sent = value.object();
    if (sent.size() > map.most)
      return fault(path, fmt::format("must have at most {} members", map.most));
    json::Object kept;
    for (const json::Member& member : sent) {
      if (findings_.full()) break;
      // A name of the wrong form isn't repeated in the path: it may be personal, and of any length.
      if (!map.key->fits(member.key, today_))
        return fault(path, fmt::format("must have members whose names are {}", map.key->expected));
      if (auto one = keep(map.value, member.value, {&path, member.key}))
        kept.set(member.key, std::move(*one));
    }
    return json::Value(std::move(kept));
  }

  // A value of any content is kept whole or not at all, under the rules for all text and numbers.
  std::optional<json::Value> keep_plain(const json::Value& value, const Path& path) {
    return keep_if(is_plain(value), value, path,
                   "JSON without null, control characters, texts over the limit and numbers beyond "
                   "a double");
  }

  static bool is_plain_text(std::string_view text) {
    return !has_controls(text) &&
           (text.size() <= most_code_points || code_points(text) <= most_code_points);
  }

  static bool is_plain(const json::Value& value) {
    switch (value.kind()) {
      case json::Kind::null:
      case json::Kind::verbatim:
        return false;
      case json::Kind::boolean:
        return true;
      case json::Kind::number:
        return is_within_double(value);
      case json::Kind::string:
        return is_plain_text(value.string());
      case json::Kind::array:
        for (const json::Value& item : value.array())
          if (!is_plain(item)) return false;
        return true;
      case json::Kind::object:
        for (const json::Member& member : value.object())
          if (!is_plain_text(member.key) || !is_plain(member.value)) return false;
        return true;
    }
    return false;
  }

  class Here final : public Place {
   public:
    Here(Findings& findings, const Path& path) : findings_(findings), path_(path) {}
    void fault(std::string_view member, std::string message) const override {
      findings_.add(member.empty() ? path_ : Path{&path_, member}, std::move(message));
    }

   private:
    Findings& findings_;
    const Path& path_;
  };

  Findings& findings_;
  Date today_;
};

}  // namespace

Result<json::Value> accept(const Type& type, const json::Value& value, std::string_view prefix,
                           Date today) {
  Findings findings;
  auto kept = Walk(findings, today).keep(type, value, Path{nullptr, prefix});
  auto faults = findings.take();
  if (!faults.empty())
    return refuse(Refusal::invalid_input, "The document has wrong fields.", std::move(faults));
  ENSURE(kept.has_value());
  return std::move(*kept);
}

}  // namespace probity::profiles::schema
