#include "matching/name_table.h"

#include <numeric>

#include "matching/phrases.h"

namespace probity::matching {
namespace {

constexpr std::int32_t kAcronymWeight = 6'000;  // at most, of a name's own acronym
constexpr std::size_t kLeastJoined = 4;         // letters

Word joined(const std::vector<Word>& words, std::size_t from, std::size_t to) {
  Word out;
  for (std::size_t i = from; i < to; ++i) {
    out.text += words[i].text;
    out.marked += words[i].marked;
  }
  return out;
}

Word turned(const std::vector<Word>& words, std::size_t family) {
  Word out = joined(words, words.size() - family, words.size());
  const Word given = joined(words, 0, words.size() - family);
  out.text += given.text;
  out.marked += given.marked;
  return out;
}

}  // namespace

void NameTable::add(std::uint32_t entity, std::uint32_t position, const Entity& source,
                    Vocabulary& vocabulary) {
  std::size_t family = 0;
  read_listed_name(source.names[position].text, source.kind, words_, family);
  const auto& words = words_.words;
  const std::size_t count = words.size();
  if (count == 0) return;

  const auto first_token = static_cast<std::uint32_t>(tokens_.size());
  const auto put = [&](const Word& word, std::size_t first, std::size_t end) {
    if (word.text.size() > kMaxWordBytes) return;
    const bool is_joined = end - first > 1;
    const char letter = word.text[0];
    tokens_.push_back({vocabulary.add(word, is_joined), 0, static_cast<std::uint8_t>(first),
                       static_cast<std::uint8_t>(end), words[first].syllable, word.text.size() == 1,
                       is_joined || letter < 'a' ? '\0' : letter});
  };
  for (std::size_t i = 0; i < count; ++i) put(words[i], i, i + 1);
  for (std::size_t i = count - family; i < count; ++i)
    vocabulary.bears_family(tokens_[first_token + i].token);
  for (std::size_t i = 0; i + 1 < count; ++i)
    if (words[i].text.size() + words[i + 1].text.size() >= kLeastJoined)
      put(joined(words, i, i + 2), i, i + 2);
  if (count >= 3) put(joined(words, 0, count), 0, count);
  if (source.kind != EntityKind::person)
    for (const FoundPhrase& phrase : find_phrases(words))
      put({std::string(phrase.short_form)}, phrase.first, phrase.end);
  if (family)  // "FAMILY, Given": all of it joined with the family name in front
    put(turned(words, family), 0, count);

  std::uint32_t& last = by_words_[words_key(words)];
  same_words_.push_back(last);
  last = static_cast<std::uint32_t>(rows_.size() + 1);
  rows_.push_back({entity, position, first_token,
                   static_cast<std::uint8_t>(tokens_.size() - first_token),
                   static_cast<std::uint8_t>(count), source.names[position].quality, source.kind,
                   ends_with_its_acronym(words)});
}

void NameTable::seal(Vocabulary& vocabulary) {
  const auto each = [&](auto f) {  // every (token, name) once
    std::vector<std::uint32_t> last(vocabulary.size(), ~0u);
    for (std::uint32_t name = 0; name < rows_.size(); ++name)
      for (const NameToken& t : tokens(rows_[name]))
        if (last[t.token] != name) {
          last[t.token] = name;
          f(t.token, name);
        }
  };
  const auto place = [&](std::uint32_t token, std::uint32_t name) {
    return kKinds * token + static_cast<std::size_t>(rows_[name].kind);
  };
  starts_.assign(kKinds * vocabulary.size() + 1, 0);
  each([&](std::uint32_t token, std::uint32_t name) { ++starts_[place(token, name) + 1]; });
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  names_.resize(starts_.back());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  each([&](std::uint32_t token, std::uint32_t name) { names_[next[place(token, name)]++] = name; });

  std::vector<std::uint32_t> counts(vocabulary.size());
  for (std::uint32_t t = 0; t < counts.size(); ++t)
    counts[t] = static_cast<std::uint32_t>(holding(t, std::nullopt).size());
  vocabulary.seal(counts, rows_.size());
  for (const NameRow& row : rows_) {
    lengths_.push_back(row.tokens);
    NameToken* const tokens = &tokens_[row.first_token];
    for (int i = 0; i < row.words; ++i) tokens[i].weight = vocabulary.weight(tokens[i].token);
    if (row.own_acronym)
      tokens[row.words - 1].weight = std::min(tokens[row.words - 1].weight, kAcronymWeight);
    for (int i = row.words; i < row.tokens; ++i)
      for (int j = tokens[i].first; j < tokens[i].end; ++j) tokens[i].weight += tokens[j].weight;
  }
}

std::size_t NameTable::bytes() const {
  return rows_.size() * sizeof(NameRow) + tokens_.size() * sizeof(NameToken) +
         (starts_.size() + names_.size() + same_words_.size()) * 4 + lengths_.size() +
         by_words_.bytes();
}

}  // namespace probity::matching
