#include "credentials/password_rules.h"

#include <zxcvbn.h>

#include <algorithm>
#include <ranges>

#include "base/fault.h"
#include "base/text.h"

namespace probity::credentials {
namespace {

constexpr std::size_t texts_max = 32, text_max = 200, word_min = 3;

// "ada.byron@acme-bank.example" gives itself, without its separators, and ada, byron, acme, bank…
std::vector<std::string> parts(const std::vector<std::string>& texts) {
  std::vector<std::string> words;
  auto add = [&](const std::string& word) {
    if (word.size() >= word_min && std::ranges::find(words, word) == words.end())
      words.push_back(word);
  };
  for (const std::string& text : texts | std::views::take(texts_max)) {
    std::string lower = lower_ascii(std::string_view(text).substr(0, text_max)), word, joined;
    add(lower);
    for (char c : lower + ' ') {
      bool letter =
          static_cast<signed char>(c) < 0 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (letter) {
        word += c;
        joined += c;
      } else {
        add(word);
        word.clear();
      }
    }
    add(joined);
  }
  return words;
}

}  // namespace

double guess_bits(const Password& password, const std::vector<std::string>& words) {
  auto own = parts(words);
  std::vector<const char*> dictionary;
  for (const std::string& word : own) dictionary.push_back(word.c_str());
  dictionary.push_back(nullptr);
  return ZxcvbnMatch(password.normal().c_str(), dictionary.data(), nullptr);
}

std::optional<Fault> weakness_of(const Password& password, const PasswordContext& context,
                                 const Blocklist* blocklist, std::string_view field) {
  auto wrong = [&](std::string message) { return Fault{std::string(field), std::move(message)}; };
  std::size_t least = context.second_factor ? password_length_with_factor : password_length_alone;
  if (password.length() < least) {
    std::string message = "must have at least " + std::to_string(least) + " characters";
    if (!context.second_factor)
      message += " (" + std::to_string(password_length_with_factor) + " with a second factor)";
    return wrong(message);
  }
  if (fault("weak_passwords")) return std::nullopt;
  if (blocklist && blocklist->contains(password.normal()))
    return wrong("is on a list of passwords that others know; choose another one");
  if (guess_bits(password, context.words) < least_guess_bits)
    return wrong(
        "is too easy to guess; use several unrelated words or random characters instead of common "
        "passwords, names, your own or the institution's name, years, keyboard patterns and "
        "repetitions");
  return std::nullopt;
}

}  // namespace probity::credentials
