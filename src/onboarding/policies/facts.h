// What is known about one application at one moment: property name → value. A property without a
// value is *missing*, which is never the same as empty, zero or false. Values may be personal: they
// are shown in API replies and never logged.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "json/json.h"

namespace probity::policies {

enum class Entity { individual, company };
std::string_view text_of(Entity entity);  // "INDIVIDUAL", "COMPANY"
std::optional<Entity> entity_from(std::string_view text);

// `events` marks the one property that has no value of its own: the sum of screening counts.
enum class FactType { text, integer, boolean, texts, events };
using Fact = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

// A field that the institution added to collected data (`custom_fields.<name>`).
enum class CustomType { text, choice, integer, boolean };
struct CustomField {
  std::string name;   // [a-z][a-z0-9_]*, the developer name
  std::string label;  // for people
  CustomType type = CustomType::text;
  std::vector<std::string> allowed = {};  // of a choice; in document order
  bool individual = true, company = true;
};
// What is wrong with a value that was sent for the field; nothing when it is right.
std::optional<std::string> fault_in(const CustomField& field, const json::Value& value);

// What a literal of a document that is compared with the property may look like.
enum class Literal { any, country, listed };

struct Property {
  std::string name;
  FactType type = FactType::text;
  bool individual = true, company = true;
  bool for_risk = true;  // false: it is made from the risk, so a risk model cannot use it
  Literal literal = Literal::any;
  std::vector<std::string> listed = {};  // the closed list of Literal::listed

  bool applies_to(Entity entity) const {
    return entity == Entity::individual ? individual : company;
  }
};

// The closed list of properties that an institution's documents may name.
class Vocabulary {
 public:
  explicit Vocabulary(const std::vector<CustomField>& custom = {});
  const Property* find(std::string_view name) const;  // nullptr when there is none
  const std::map<std::string, Property, std::less<>>& all() const { return properties_; }

 private:
  std::map<std::string, Property, std::less<>> properties_;
};

// Matches of one class, by what became of them.
struct MatchCounts {
  std::int64_t unresolved = 0, confirmed = 0, ignored = 0;
};

inline constexpr std::string_view screening_events = "screening.events";

// Event types that screening makes, and the stem of the properties that count them.
struct EventClass {
  std::string_view event_type;  // "SANCTION_FLAG"
  std::string_view stem;        // "screening.sanctions"
  std::string_view name;        // "SANCTIONS", as check variants and lists say it
};
const std::vector<EventClass>& event_classes();

class Facts {
 public:
  void set(std::string_view property, Fact fact);
  // The three counts of a class. Until a screening of that class is complete they stay missing, so
  // that "no match" is never read out of "not looked yet". `event_type` is one of event_classes().
  void set_matches(std::string_view event_type, MatchCounts counts);
  // nullptr when missing. `associated_role` is never missing: without a value it is NONE.
  const Fact* find(std::string_view property) const;

 private:
  std::map<std::string, Fact, std::less<>> facts_;
};

std::string text_of(const Fact& fact);  // lists are joined with ", "

}  // namespace probity::policies
