// Reads Appendix A.6 and A.7 of the API reference, when it is there, and holds the tables against
// it: nothing is missing, nothing is of another kind, and what is not in it is marked as later.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

#include "base/text.h"
#include "profiles/collected_data_schema.h"

namespace probity::profiles {
namespace {

using schema::Kind;
using schema::Type;

std::string reference_text() {
  const char* shared = std::getenv("PROBITY_SHARED");
  std::string folder = shared ? shared : PROBITY_SOURCE_DIR "/../shared";
  std::ifstream file(folder + "/reference/lifecycle-api.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "- **Name** — body" entries of some sections, each on one line.
std::map<std::string, std::string> entries(const std::string& text) {
  std::map<std::string, std::string> out;
  std::size_t from = text.find("### A.6"), until = text.find("### A.8");
  if (from == std::string::npos || until == std::string::npos) return out;
  std::stringstream lines(text.substr(from, until - from));
  std::string line, name;
  while (std::getline(lines, line)) {
    auto end = line.find("** — ");
    if (line.starts_with("- **") && end != std::string::npos) {
      name = line.substr(4, end - 4);
      out[name] = line.substr(end + std::string_view("** — ").size());
    } else if (line.starts_with("  ") && !name.empty()) {
      out[name] += " " + std::string(trimmed(line));
    }
  }
  return out;
}

// Splits where no brace is open.
std::vector<std::string> split_outside(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  int open = 0;
  for (char c : text) {
    open += (c == '{' || c == '(') - (c == '}' || c == ')');
    if (c == separator && open == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

struct Described {
  std::string type;
  bool required = false;
};
using Members = std::map<std::string, Described>;

bool is_word(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

// "name*: type; name: type"
void read_members(const std::string& text, bool may_be_absent, Members& out) {
  for (const std::string& part : split_outside(text, ';')) {
    auto colon = part.find(": ");
    if (colon == std::string::npos) continue;
    std::string name(trimmed(part.substr(0, colon)));
    bool required = name.ends_with('*');
    if (required) name.pop_back();
    if (!is_word(name)) continue;
    Described& member = out[name];
    if (member.type.empty()) member.type = trimmed(part.substr(colon + 2));
    member.required |= required && !may_be_absent;
  }
}

// The parts in braces on the top level.
std::vector<std::string> groups(const std::string& text) {
  std::vector<std::string> out;
  int open = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' && open++ == 0) from = i + 1;
    if (text[i] == '}' && --open == 0) out.push_back(text.substr(from, i - from));
  }
  return out;
}

Members members_of(const std::map<std::string, std::string>& all, const std::string& name) {
  std::string body = all.at(name), plus;
  Members out;
  if (auto at = body.find(". Plus "); at != std::string::npos) {
    plus = body.substr(at);
    body.resize(at);
  }
  auto base_end = body.find("` & ");
  bool extends = body.starts_with("`") && base_end != std::string::npos;
  if (extends) out = members_of(all, body.substr(1, base_end - 1));
  bool grouped = extends || body.starts_with("array of ");
  bool alternatives = body.find("} | {") != std::string::npos;
  if (!grouped) read_members(body, false, out);
  if (grouped)
    for (const std::string& group : groups(body)) read_members(group, alternatives, out);
  for (const std::string& group : groups(plus)) read_members(group, true, out);
  for (std::string_view rest = plus; rest.find("requires ") != rest.npos;) {
    rest.remove_prefix(rest.find("requires ") + 9);
    out.try_emplace(std::string(rest.substr(0, rest.find_first_of(" |;"))), Described{"any"});
  }
  if (name == "AddressHistory") out.at("address").required = true;  // in both alternatives
  return out;
}

std::string_view name_of(const Type& type) {
  if (type.format) return type.format->name;
  if (type.codes) return type.codes->name;
  if (type.object) return type.object->name;
  if (type.variant) return type.variant->name;
  return type.kind == Kind::open ? "EncryptedData" : "";
}

void expect_members(const Members& described, const schema::Object& object,
                    const std::string& path);

void expect_codes(const std::string& text, const Type& type, const std::string& path) {
  ASSERT_EQ(type.kind, Kind::choice) << path;
  for (std::string_view code : split(text, ','))
    EXPECT_TRUE(type.codes->has(trimmed(code))) << path << ' ' << code;
}

void expect_type(std::string text, const Type& type, const std::string& path) {
  if (auto note = text.find(" ("); note != std::string::npos && text[0] != '{') text.resize(note);
  if (text == "`AddressHistory`") text = "array of `AddressHistory`";
  bool list = text.starts_with("array of ");
  EXPECT_EQ(type.list, list) << path;
  if (list) text = text.substr(9);
  if (text == "string") {
    EXPECT_TRUE(type.kind == Kind::text && !type.format) << path;
  } else if (text == "number" || text == "integer" || text == "boolean") {
    EXPECT_EQ(type.kind, text == "number"    ? Kind::number
                         : text == "integer" ? Kind::integer
                                             : Kind::boolean)
        << path;
  } else if (text.starts_with("object whose keys")) {
    EXPECT_EQ(type.kind, Kind::map) << path;
  } else if (text == "object") {
    EXPECT_EQ(type.kind, Kind::open) << path;
  } else if (text == "any") {
    // Said nowhere, or by another entry.
  } else if (text.starts_with("enum ")) {
    expect_codes(text.substr(5), type, path);
  } else if (text.starts_with("`")) {
    EXPECT_EQ(name_of(type), text.substr(1, text.find('`', 1) - 1)) << path;
  } else if (text.starts_with("{")) {
    ASSERT_EQ(type.kind, Kind::object) << path;
    Members inner;
    read_members(groups(text).at(0), false, inner);
    expect_members(inner, *type.object, path);
  } else {
    FAIL() << path << " is described in a way that this test doesn't know: " << text;
  }
}

void expect_members(const Members& described, const schema::Object& object,
                    const std::string& path) {
  for (const auto& [name, wanted] : described) {
    auto ours = std::ranges::find(object.members, name, &schema::Member::name);
    if (ours == object.members.end()) {
      ADD_FAILURE() << path << '.' << name << " is missing";
      continue;
    }
    EXPECT_FALSE(ours->later) << path << '.' << name;
    bool stricter =
        path == "AssociatedEntity.linked_profile";  // a link without an id links nothing
    EXPECT_TRUE(ours->required == wanted.required || stricter) << path << '.' << name;
    EXPECT_EQ(ours->nullable, wanted.type.find("(nullable)") != std::string::npos) << name;
    bool tag = ours->type.kind == Kind::text && wanted.type.starts_with("enum ");
    if (!tag) expect_type(wanted.type, ours->type, path + "." + name);
  }
  for (const schema::Member& ours : object.members)
    EXPECT_TRUE(ours.later || described.contains(std::string(ours.name)))
        << path << '.' << ours.name << " is not in the reference, yet not marked as later";
}

void gather(const schema::Object& object, std::map<std::string_view, const schema::Object*>& out) {
  if (!out.emplace(object.name, &object).second) return;
  for (const schema::Member& member : object.members) {
    if (member.type.object) gather(*member.type.object, out);
    if (member.type.variant)
      for (const auto& one : member.type.variant->cases) gather(*one.object, out);
  }
}

TEST(SchemaReference, EveryMemberOfTheAppendixIsInTheTables) {
  auto all = entries(reference_text());
  if (all.empty()) GTEST_SKIP() << "not present";
  std::map<std::string_view, const schema::Object*> ours;
  gather(schemas::individual_data, ours);
  gather(schemas::company_data, ours);
  ours.erase("Error");  // of another section

  // Variants and bases of others, and what only uploads use.
  const std::set<std::string> elsewhere = {"EntityData",  "EntityDataBase",  "Address",
                                           "BankAccount", "CompanyDocument", "CreateFileResource",
                                           "FileResource"};
  int objects = 0;
  for (const auto& [name, body] : all) {
    bool scalar = body.starts_with("enum") || body.starts_with("string; ");
    if (scalar || elsewhere.contains(name)) continue;
    ASSERT_TRUE(ours.contains(name)) << name << " has no table";
    expect_members(members_of(all, name), *ours.at(name), name);
    bool closed = body.find("; **closed**") != std::string::npos;
    EXPECT_EQ(ours.at(name)->closed, closed) << name;
    ++objects;
  }
  EXPECT_EQ(objects, 28);
}

TEST(SchemaReference, EveryCodeOfTheAppendixIsKnown) {
  std::string text = reference_text();
  auto all = entries(text);
  if (all.empty()) GTEST_SKIP() << "not present";
  std::map<std::string_view, const Codes*> ours;
  for (const Codes* codes :
       {&codes::entity_types, &codes::bank_account_types, &codes::company_address_types,
        &codes::tax_id_types, &codes::document_categories, &codes::document_image_types,
        &codes::checked_document_fields, &codes::document_field_results, &codes::decision_classes})
    ours[codes->name] = codes;
  for (const auto& [name, body] : all) {
    if (!body.starts_with("enum ") || body.find("list in") != std::string::npos) continue;
    ASSERT_TRUE(ours.contains(name)) << name;
    expect_codes(body.substr(5), schema::of(*ours.at(name)), name);
  }
  auto row = text.find("| document type |");
  std::string cell = text.substr(row + 17, text.find('|', row + 17) - row - 17);
  expect_codes(cell, schema::of(codes::document_types), "document type");
  for (auto [heading, codes] :
       {std::pair{"### C.1", &codes::countries}, {"### C.2", &codes::currencies}}) {
    std::string block = text.substr(text.find(heading));
    block = block.substr(block.find("\n\n") + 2);
    std::stringstream words(block.substr(0, block.find("\n\n")));
    std::size_t count = 0;
    for (std::string word; words >> word; ++count) EXPECT_TRUE(codes->has(word)) << word;
    EXPECT_EQ(count, codes->values.size());
  }
}

}  // namespace
}  // namespace probity::profiles
