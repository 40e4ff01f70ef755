#include "checks/providers/demo_identity.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace probity::checks {
namespace {

enum class Answer { two, one, none, deceased, connection, credentials, unknown };

struct WordRow {
  std::string_view words;
  Answer answer;
};

// Errors before findings, bad findings before good ones: several words in one name are no accident.
constexpr WordRow word_rows[] = {
    {"connection error", Answer::connection},
    {"invalid credentials", Answer::credentials},
    {"error", Answer::unknown},
    {"mortality match", Answer::deceased},
    {"mortality", Answer::deceased},
    {"no matches", Answer::none},
    {"no match", Answer::none},
    {"fail", Answer::none},
    {"one name address match", Answer::one},
    {"one match", Answer::one},
    {"1+1", Answer::one},
};

struct ErrorRow {
  Answer answer;
  int code;  // of the API
  std::string_view type, message;
};

constexpr ErrorRow error_rows[] = {
    {Answer::connection, 302, "PROVIDER_CONNECTION", "the demo provider cannot be reached"},
    {Answer::credentials, 303, "INVALID_CREDENTIALS", "the demo provider refuses the credentials"},
    {Answer::unknown, 303, "PROVIDER_MESSAGE", "the demo provider ended in an error"},
};

// A database that the demo pretends to ask; it matches when the answer is `one` and it is a main
// one, and always when the answer is `two`.
struct Database {
  std::string_view name, type, key;  // key: of db_matches
  std::string_view third_field;      // matched beside FORENAME and SURNAME
  bool main;
};

constexpr Database databases[] = {
    {"Demo electoral roll", "CIVIL", "electoral_exact", "ADDRESS", true},
    {"Demo consumer file", "CREDIT", "consumer_exact", "ADDRESS", false},
    {"Demo government register", "CIVIL", "government_dob", "DOB", true},
    {"Demo utility accounts", "CREDIT", "utility_dob", "DOB", false},
};

std::string_view result_of(Answer answer) {
  switch (answer) {
    case Answer::two:
      return "2+2";
    case Answer::one:
      return "1+1";
    case Answer::none:
    case Answer::deceased:
      return "Fail";
    default:
      return "Error";
  }
}

// The name as " word word …  " in lower case, with '_', '-' and white space as the only separators.
std::string words_of(std::string_view given, std::string_view family) {
  std::string words = " ";
  for (char c : lower_ascii(std::string(given) + " " + std::string(family) + " ")) {
    if (c == '_' || c == '-' || c == '\t' || c == '\n' || c == '\r') c = ' ';
    if (c != ' ' || words.back() != ' ') words += c;
  }
  return words;
}

Answer answer_to(const std::string& words) {
  for (const WordRow& row : word_rows)
    if (words.find(" " + std::string(row.words) + " ") != std::string::npos) return row.answer;
  return Answer::two;
}

json::Object error(int code, std::string_view source, std::string_view message, json::Object kept) {
  return {{"code", code}, {"source", source}, {"message", message}, {"info", std::move(kept)}};
}

DemoIdentity failed(json::Array errors) {
  return {.result = "Error",
          .output_data = json::Object{{"entity_type", "INDIVIDUAL"}},
          .errors = std::move(errors)};
}

json::Object found(bool match) { return {{"count", match ? 1 : 0}, {"match", match}}; }

json::Object row(std::string_view name, std::string_view type, json::Array fields) {
  int count = fields.empty() ? 0 : 1;
  return {{"database_name", name},
          {"database_type", type},
          {"matched_fields", std::move(fields)},
          {"count", count}};
}

json::Object output_of(Answer answer) {
  json::Object by_key;
  json::Array rows;
  for (const Database& database : databases) {
    bool match = answer == Answer::two || (answer == Answer::one && database.main);
    by_key.set(std::string(database.key), found(match));
    rows.push_back(
        row(database.name, database.type,
            match ? json::Array{"FORENAME", "SURNAME", database.third_field} : json::Array{}));
  }
  bool deceased = answer == Answer::deceased;
  by_key.set("mortality_list", found(deceased));
  rows.push_back(row("Demo mortality list", "MORTALITY",
                     deceased ? json::Array{"FORENAME", "SURNAME", "DOB"} : json::Array{}));
  return {{"db_matches", std::move(by_key)},
          {"electronic_id_check", json::Object{{"matches", std::move(rows)}}},
          {"entity_type", "INDIVIDUAL"}};
}

std::string given_names(const json::Value& collected) {
  std::string joined;
  const json::Value* names = collected.path("personal_details.name.given_names");
  if (!names || !names->is_array()) return joined;
  for (const json::Value& name : names->array())
    if (name.is_string()) joined += name.string() + " ";
  return joined;
}

json::Object missing(std::string_view field, std::string_view what) {
  return error(101, "ENGINE", "an identity check needs the " + std::string(what),
               {{"type", "MISSING_CHECK_INPUT"}, {"field", field}});
}

}  // namespace

DemoIdentity demo_identity(const json::Value& collected) {
  std::string given = given_names(collected);
  std::string_view family = collected.text_at("personal_details.name.family_name");
  json::Array absent;
  if (trimmed(given).empty()) absent.push_back(missing("GIVEN_NAMES", "given names"));
  if (trimmed(family).empty()) absent.push_back(missing("FAMILY_NAME", "family name"));
  if (!absent.empty()) return failed(std::move(absent));

  Answer answer = answer_to(words_of(given, family));
  for (const ErrorRow& row : error_rows)
    if (row.answer == answer)
      return failed({error(row.code, "PROVIDER", row.message, {{"type", row.type}})});
  return {.result = std::string(result_of(answer)), .output_data = output_of(answer)};
}

std::vector<DemoWord> demo_identity_words() {
  std::vector<DemoWord> words;
  for (const WordRow& row : word_rows) words.push_back({row.words, result_of(row.answer)});
  return words;
}

}  // namespace probity::checks
