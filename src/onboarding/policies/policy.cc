#include "policies/policy.h"

#include <algorithm>
#include <map>
#include <utility>

namespace probity::policies {

namespace {

constexpr std::size_t max_elements = 500;

constexpr std::string_view element_types[] = {"START", "TASK", "BRANCH", "OUTCOME"};
constexpr std::string_view outcome_kinds[] = {"AUTOMATIC_APPROVAL", "MANUAL_REVIEW", "ESCALATE",
                                              "IMMEDIATE_REJECTION"};

template <class E, std::size_t N>
std::optional<E> named(const std::string_view (&names)[N], std::string_view name) {
  auto found = std::ranges::find(names, name);
  if (found == std::end(names)) return {};
  return static_cast<E>(found - std::begin(names));
}

// An element while it is read: its targets are still ids.
struct Draft {
  Element element;
  std::string path, next, other;
  bool typed = true;  // its type is known
  bool sound = true;  // its targets are, too
};

void read_outcome(Reader& reader, Outcome& outcome) {
  std::string name = reader.text("outcome", Shape::name);
  std::optional<OutcomeKind> kind = named<OutcomeKind>(outcome_kinds, name);
  if (!name.empty() && !kind) reader.fault("outcome", "is not an outcome");
  outcome.kind = kind.value_or(OutcomeKind::manual_review);
  if (kind == OutcomeKind::escalate) outcome.teams = reader.texts("teams", Shape::name);
  if (kind == OutcomeKind::immediate_rejection)
    outcome.reason = reader.text("reason", Shape::prose);
}

Draft read_element(const json::Value& value, std::string path, Entity entity,
                   const Vocabulary& vocabulary, Faults& faults) {
  Draft draft{.path = path};
  Reader reader(value, std::move(path), faults);
  Element& element = draft.element;
  element.id = reader.text("id", Shape::element);
  std::string type = reader.text("type", Shape::name);
  std::optional<ElementType> known = named<ElementType>(element_types, type);
  if (!type.empty() && !known) reader.fault("type", "must be START, TASK, BRANCH or OUTCOME");
  draft.typed = draft.sound = known.has_value();
  if (!known) return draft;
  element.type = *known;
  reader.text("description", Shape::prose, Need::optional);
  if (*known == ElementType::task) element.tasks = reader.texts("tasks", Shape::alias);
  if (*known == ElementType::outcome) read_outcome(reader, element.outcome);
  if (*known == ElementType::start || *known == ElementType::task)
    draft.next = reader.text("next", Shape::element);
  if (*known == ElementType::branch) {
    draft.next = reader.text("yes", Shape::element);
    draft.other = reader.text("no", Shape::element);
    if (const json::Value* condition = reader.member("condition"))
      element.condition =
          read_condition(*condition, reader.path_of("condition"), entity, vocabulary, faults);
  }
  reader.close();
  return draft;
}

void refuse_repeats(const std::vector<Draft>& drafts, Faults& faults) {
  std::map<std::string, bool> ids, tasks;
  for (const Draft& draft : drafts) {
    if (!draft.element.id.empty() && !ids.emplace(draft.element.id, true).second)
      add_fault(faults, draft.path + ".id", "is used by an element before");
    for (const std::string& task : draft.element.tasks)
      if (!tasks.emplace(task, true).second)
        add_fault(faults, draft.path + ".tasks", "has a task variant that the policy added before");
  }
}

// Turns target ids into indices.
void connect(std::vector<Draft>& drafts, Faults& faults) {
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < drafts.size(); ++i) index.emplace(drafts[i].element.id, i);
  auto target = [&](Draft& draft, const std::string& id, std::string_view key, std::size_t& into) {
    if (id.empty()) return void(draft.sound = false);
    auto found = index.find(id);
    if (found != index.end()) return void(into = found->second);
    add_fault(faults, draft.path + "." + std::string(key), "names an element that does not exist");
    draft.sound = false;
  };
  for (Draft& draft : drafts) {
    ElementType type = draft.element.type;
    if (!draft.sound || type == ElementType::outcome) continue;
    bool branch = type == ElementType::branch;
    target(draft, draft.next, branch ? "yes" : "next", draft.element.next);
    if (branch) target(draft, draft.other, "no", draft.element.other);
  }
}

std::size_t find_start(const std::vector<Draft>& drafts, const std::string& path, Faults& faults) {
  std::size_t start = drafts.size();
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!drafts[i].typed || drafts[i].element.type != ElementType::start) continue;
    if (start != drafts.size())
      add_fault(faults, drafts[i].path + ".type", "is a second START");
    else
      start = i;
  }
  if (start == drafts.size()) add_fault(faults, path, "must have one START");
  return start;
}

// Depth first from START without recursion: an edge to an element that is still open is a cycle.
void walk(const std::vector<Draft>& drafts, std::size_t start, Faults& faults) {
  enum class Mark { unseen, open, closed };
  std::vector<Mark> marks(drafts.size(), Mark::unseen);
  std::vector<std::pair<std::size_t, int>> stack = {{start, 0}};
  marks[start] = Mark::open;
  while (!stack.empty()) {
    std::size_t at = stack.back().first;
    int edge = stack.back().second++;
    const Element& element = drafts[at].element;
    bool branch = element.type == ElementType::branch;
    if (edge == (element.type == ElementType::outcome ? 0 : branch ? 2 : 1)) {
      marks[at] = Mark::closed;
      stack.pop_back();
      continue;
    }
    std::size_t to = edge ? element.other : element.next;
    if (marks[to] == Mark::open)
      add_fault(faults,
                drafts[at].path + (edge     ? ".no"
                                   : branch ? ".yes"
                                            : ".next"),
                "leads back to an element before: a policy has no cycles");
    if (marks[to] != Mark::unseen) continue;
    marks[to] = Mark::open;
    stack.emplace_back(to, 0);
  }
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (marks[i] == Mark::unseen) add_fault(faults, drafts[i].path, "is not reached from START");
}

std::string joined(const std::vector<std::string>& texts) {
  std::string line;
  for (const std::string& text : texts) line += (line.empty() ? "" : ", ") + text;
  return line;
}

std::string why(const Outcome& outcome) {
  std::string text(text_of(outcome.kind));
  if (!outcome.teams.empty()) text += " to " + joined(outcome.teams);
  if (!outcome.reason.empty()) text += ": " + outcome.reason;
  return text;
}

// Answers a branch; false when it parks there.
bool branch(const Element& element, const Facts& facts, Evaluation& evaluation, std::size_t& at) {
  Verdict verdict = ask(element.condition, facts);
  std::string question = describe(element.condition);
  if (verdict.answer == Answer::missing) {
    evaluation.trace.push_back(
        {element.id, "MISSING", question + ": " + verdict.missing + " has no value"});
    evaluation.parked = {element.id, verdict.missing};
    return false;
  }
  bool yes = verdict.answer == Answer::yes;
  evaluation.trace.push_back({element.id, yes ? "YES" : "NO", question});
  at = yes ? element.next : element.other;
  return true;
}

}  // namespace

std::string_view text_of(ElementType type) { return element_types[static_cast<int>(type)]; }
std::string_view text_of(OutcomeKind kind) { return outcome_kinds[static_cast<int>(kind)]; }

Policy read_policy(const json::Value& value, const std::string& path, const Vocabulary& vocabulary,
                   Faults& faults) {
  Policy policy;
  Reader reader(value, path, faults);
  reader.format();
  policy.id = reader.id("id");
  policy.alias = reader.text("alias", Shape::alias);
  policy.name = reader.text("name", Shape::name);
  policy.description = reader.text("description", Shape::prose, Need::optional);
  policy.entity = static_cast<Entity>(reader.word("entity_type", {"INDIVIDUAL", "COMPANY"}));
  std::vector<Draft> drafts;
  auto each = [&](const json::Value& item, std::string at) {
    drafts.push_back(read_element(item, std::move(at), policy.entity, vocabulary, faults));
  };
  bool listed = reader.items("elements", max_elements, Need::required, each);
  reader.close();
  if (!listed) return policy;
  refuse_repeats(drafts, faults);
  connect(drafts, faults);
  policy.start = find_start(drafts, reader.path_of("elements"), faults);
  if (policy.start < drafts.size() && std::ranges::all_of(drafts, &Draft::sound))
    walk(drafts, policy.start, faults);
  for (Draft& draft : drafts) policy.elements.push_back(std::move(draft.element));
  return policy;
}

Evaluation evaluate(const Policy& policy, const Facts& facts) {
  Evaluation evaluation;
  std::size_t at = policy.start;
  // No path is longer than the elements are many: read_policy() allows no cycle.
  for (std::size_t steps = 0; steps <= policy.elements.size(); ++steps) {
    const Element& element = policy.elements.at(at);
    switch (element.type) {
      case ElementType::start:
        evaluation.trace.push_back({element.id, "START", policy.alias});
        at = element.next;
        break;
      case ElementType::task:
        evaluation.trace.push_back({element.id, "TASK", joined(element.tasks)});
        evaluation.tasks.insert(evaluation.tasks.end(), element.tasks.begin(), element.tasks.end());
        at = element.next;
        break;
      case ElementType::branch:
        if (!branch(element, facts, evaluation, at)) return evaluation;
        break;
      case ElementType::outcome:
        evaluation.trace.push_back({element.id, "OUTCOME", why(element.outcome)});
        evaluation.outcome = element.outcome;
        return evaluation;
    }
  }
  ENSURE(!"a policy with a cycle was accepted");
  return evaluation;
}

namespace {

json::Array array_of(const std::vector<std::string>& texts) {
  json::Array array;
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

json::Object render(const Outcome& outcome) {
  json::Object object{{"kind", text_of(outcome.kind)}};
  if (!outcome.teams.empty()) object.set("teams", array_of(outcome.teams));
  if (!outcome.reason.empty()) object.set("reason", outcome.reason);
  return object;
}

}  // namespace

json::Value render(const Evaluation& evaluation) {
  json::Object object{{"tasks", array_of(evaluation.tasks)}};
  if (evaluation.outcome) object.set("outcome", render(*evaluation.outcome));
  if (evaluation.parked)
    object.set("parked", json::Object{{"element", evaluation.parked->element},
                                      {"missing", evaluation.parked->missing}});
  json::Array trace;
  for (const Step& step : evaluation.trace)
    trace.push_back(
        json::Object{{"element", step.element}, {"what", step.what}, {"why", step.why}});
  object.set("trace", std::move(trace));
  return object;
}

}  // namespace probity::policies
