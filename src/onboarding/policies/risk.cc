#include "policies/risk.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace probity::policies {

namespace {

constexpr std::size_t max_factors = 100, max_rules = 200, max_groups = 50;
constexpr std::int64_t max_score = 1'000'000;  // so that no total comes near 2^63

constexpr std::string_view levels[] = {"LOW", "MEDIUM", "HIGH", "UNDETERMINED"};

// --- reading
// --------------------------------------------------------------------------------------

RiskRule read_rule(const json::Value& value, std::string path, Entity entity,
                   std::string_view property, const Vocabulary& vocabulary, Faults& faults) {
  RiskRule rule;
  Reader reader(value, std::move(path), faults);
  if (const json::Value* condition = reader.member("condition"); condition && !property.empty())
    rule.condition = read_condition(*condition, reader.path_of("condition"), entity, vocabulary,
                                    faults, property);
  rule.score = reader.integer("score", 0, max_score).value_or(0);
  reader.close();
  return rule;
}

// The property of the factor; empty, with a fault, when a model cannot use it.
std::string read_factor_property(Reader& reader, Entity entity, const Vocabulary& vocabulary) {
  std::string name = reader.text("property", Shape::name);
  if (name.empty()) return {};
  const Property* property = vocabulary.find(name);
  if (!property)
    reader.fault("property", "is not a property that a factor can name");
  else if (!property->applies_to(entity))
    reader.fault("property", "is not a property of this entity type");
  else if (!property->for_risk)
    reader.fault("property", "is made from the risk itself");
  else
    return name;
  return {};
}

RiskFactor read_factor(const json::Value& value, std::string path, Entity entity,
                       const Vocabulary& vocabulary, Faults& faults) {
  RiskFactor factor;
  Reader reader(value, std::move(path), faults);
  factor.name = reader.text("name", Shape::name);
  reader.text("description", Shape::prose, Need::optional);
  factor.property = read_factor_property(reader, entity, vocabulary);
  factor.required = reader.truth("required", false);
  factor.group = reader.text("group", Shape::field, Need::optional);
  factor.default_score = reader.integer("default_score", 0, max_score, Need::optional).value_or(0);
  reader.items("rules", max_rules, Need::required, [&](const json::Value& item, auto at) {
    factor.rules.push_back(
        read_rule(item, std::move(at), entity, factor.property, vocabulary, faults));
  });
  reader.close();
  return factor;
}

RiskGroup read_group(const json::Value& value, std::string path, Faults& faults) {
  Reader reader(value, std::move(path), faults);
  RiskGroup group;
  group.name = reader.text("name", Shape::field);
  group.combine =
      static_cast<Combine>(reader.word("combine", {"HIGHEST", "LOWEST", "MEAN", "SUM"}));
  reader.close();
  return group;
}

void read_thresholds(Reader& model, RiskModel& into, Faults& faults) {
  const json::Value* value = model.member("thresholds");
  if (!value) return;
  Reader reader(*value, model.path_of("thresholds"), faults);
  into.medium_from = reader.integer("medium_from", 1, max_score * 100).value_or(0);
  into.high_from = reader.integer("high_from", 1, max_score * 100).value_or(into.medium_from);
  if (into.high_from < into.medium_from) reader.fault("high_from", "must not be below medium_from");
  reader.close();
}

// Names are unique, each group is declared and used.
void cross_check(const RiskModel& model, const Reader& reader, Faults& faults) {
  auto at = [&](std::string_view list, std::size_t i, std::string_view key) {
    return reader.path_of(list) + "[" + std::to_string(i) + "]." + std::string(key);
  };
  std::set<std::string> factors, groups, used;
  for (std::size_t i = 0; i < model.groups.size(); ++i)
    if (!groups.insert(model.groups[i].name).second)
      add_fault(faults, at("groups", i, "name"), "is used by a group before");
  for (std::size_t i = 0; i < model.factors.size(); ++i) {
    const RiskFactor& factor = model.factors[i];
    if (!factor.name.empty() && !factors.insert(factor.name).second)
      add_fault(faults, at("factors", i, "name"), "is used by a factor before");
    if (!factor.group.empty() && !groups.contains(factor.group))
      add_fault(faults, at("factors", i, "group"), "names a group that does not exist");
    used.insert(factor.group);
  }
  for (std::size_t i = 0; i < model.groups.size(); ++i)
    if (!model.groups[i].name.empty() && !used.contains(model.groups[i].name))
      add_fault(faults, at("groups", i, "name"), "has no factor");
}

// --- assessing
// ------------------------------------------------------------------------------------

// What the rules saw, in words; nothing when there is no value. Screening has the counts for a
// value.
std::optional<std::string> input_of(const RiskFactor& factor, const Facts& facts) {
  if (factor.property != screening_events) {
    const Fact* fact = facts.find(factor.property);
    return fact ? std::optional(text_of(*fact)) : std::nullopt;
  }
  std::set<std::string> counted;
  for (const RiskRule& rule : factor.rules)
    counted.insert(rule.condition.counted.begin(), rule.condition.counted.end());
  std::string text;
  for (const std::string& property : counted)
    if (const Fact* fact = facts.find(property))
      text += (text.empty() ? "" : ", ") + property.substr(property.find('.') + 1) + " " +
              text_of(*fact);
  return text.empty() ? std::nullopt : std::optional(text);
}

RiskComponent weigh(const RiskModel& model, const RiskFactor& factor, const Facts& facts) {
  RiskComponent component{.name = factor.name, .required = factor.required};
  component.input = input_of(factor, facts);
  std::optional<std::int64_t> highest;
  for (const RiskRule& rule : factor.rules) {
    Verdict verdict = ask(rule.condition, facts);
    if (verdict.answer == Answer::missing) component.missing = verdict.missing;
    if (verdict.answer == Answer::yes) highest = std::max(highest.value_or(0), rule.score);
  }
  if (factor.rules.empty() && !component.input) component.missing = factor.property;
  // What is missing could still raise the score: a required factor waits for it, another one does
  // not.
  if (!component.missing.empty() && (factor.required || !highest)) return component;
  component.score = highest.value_or(factor.default_score);
  component.level = model.level(*component.score);
  return component;
}

std::int64_t combined(Combine combine, const std::vector<std::int64_t>& scores) {
  std::int64_t sum = std::accumulate(scores.begin(), scores.end(), std::int64_t{0});
  auto count = static_cast<std::int64_t>(scores.size());
  switch (combine) {
    case Combine::highest:
      return *std::ranges::max_element(scores);
    case Combine::lowest:
      return *std::ranges::min_element(scores);
    case Combine::mean:
      return (2 * sum + count) / (2 * count);
    case Combine::sum:
      break;
  }
  return sum;
}

std::int64_t total(const RiskModel& model, const std::vector<RiskComponent>& components) {
  std::int64_t sum = 0;
  std::map<std::string_view, std::vector<std::int64_t>> grouped;
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (!components[i].score) continue;
    if (model.factors[i].group.empty())
      sum += *components[i].score;
    else
      grouped[model.factors[i].group].push_back(*components[i].score);
  }
  for (const RiskGroup& group : model.groups)
    if (auto scores = grouped.find(group.name); scores != grouped.end())
      sum += combined(group.combine, scores->second);
  return sum;
}

json::Object render_level(RiskLevel level, std::optional<std::int64_t> score) {
  json::Object object;
  if (score) object.set("score", *score);
  object.set("category", text_of(level));
  return object;
}

json::Array names_of(const std::vector<std::string>& names) {
  json::Array array;
  for (const std::string& name : names) array.push_back(name);
  return array;
}

json::Object render(const RiskComponent& component, bool with_values) {
  json::Object object{{"name", component.name}, {"required", component.required}};
  if (with_values && component.input) {
    object.set("input_value", *component.input);
    object.set("raw_value", *component.input);
  }
  object.set("risk_level", render_level(component.level, component.score));
  return object;
}

json::Object overview(const Assessment& assessment, bool with_values) {
  json::Array components;
  for (const RiskComponent& component : assessment.components)
    components.push_back(render(component, with_values));
  return {{"components", std::move(components)},
          {"missing_required_components", names_of(assessment.missing_required)},
          {"overall_risk", render_level(assessment.level, assessment.score)}};
}

}  // namespace

std::string_view text_of(RiskLevel level) { return levels[static_cast<int>(level)]; }

RiskLevel RiskModel::level(std::int64_t score) const {
  if (score >= high_from) return RiskLevel::high;
  return score >= medium_from ? RiskLevel::medium : RiskLevel::low;
}

RiskModel read_risk_model(const json::Value& value, const std::string& path,
                          const Vocabulary& vocabulary, Faults& faults) {
  RiskModel model;
  Reader reader(value, path, faults);
  reader.format();
  model.id = reader.id("id");
  model.alias = reader.text("alias", Shape::alias);
  model.name = reader.text("name", Shape::name);
  model.description = reader.text("description", Shape::prose, Need::optional);
  model.entity = static_cast<Entity>(reader.word("entity_type", {"INDIVIDUAL", "COMPANY"}));
  reader.items("factors", max_factors, Need::required, [&](const json::Value& item, auto at) {
    model.factors.push_back(read_factor(item, std::move(at), model.entity, vocabulary, faults));
  });
  reader.items("groups", max_groups, Need::optional, [&](const json::Value& item, auto at) {
    model.groups.push_back(read_group(item, std::move(at), faults));
  });
  read_thresholds(reader, model, faults);
  model.auto_reject_from = reader.integer("auto_reject_from", 1, max_score * 100, Need::optional);
  if (model.auto_reject_from && *model.auto_reject_from < model.high_from)
    reader.fault("auto_reject_from", "must not be below high_from");
  reader.close();
  cross_check(model, reader, faults);
  return model;
}

Assessment assess(const RiskModel& model, const Facts& facts) {
  Assessment assessment;
  for (const RiskFactor& factor : model.factors) {
    assessment.components.push_back(weigh(model, factor, facts));
    if (factor.required && !assessment.components.back().score)
      assessment.missing_required.push_back(factor.name);
  }
  if (!assessment.missing_required.empty()) return assessment;
  assessment.score = total(model, assessment.components);
  assessment.level = model.level(*assessment.score);
  assessment.auto_reject = model.auto_reject_from && *assessment.score >= *model.auto_reject_from;
  return assessment;
}

json::Value render(const Assessment& assessment, bool is_pending) {
  json::Object object = overview(assessment, true);
  object.set("is_pending", is_pending);
  return object;
}

json::Value render_no_risk() { return overview({}, false); }

json::Value record_of(const Assessment& assessment) { return overview(assessment, false); }

}  // namespace probity::policies
