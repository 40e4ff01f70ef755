#include "matching/prepared_query.h"

#include "matching/sound.h"

namespace probity::matching {

void PreparedQuery::prepare(const Query& query, const Vocabulary& vocabulary, TokenScratch& scratch,
                            TokenCache* cache) {
  read_query(query.name, query.kind, text);
  words = static_cast<int>(text.words.size());
  tokens.clear();
  for (int i = 0; i < words; ++i) {
    const Word& word = text.words[i];
    const std::int32_t weight = meaning_of(i, vocabulary, scratch, cache);
    tokens.push_back({word.text, word.marked, weight, static_cast<std::uint8_t>(i),
                      static_cast<std::uint8_t>(i + 1), word.syllable});
  }
  const int end = words - (words > 0 && is_company_form(tokens[words - 1].text));
  for (int i = 0; i + 1 < end; ++i) join(i, i + 2);
  if (words > 3)
    for (int i = 0; i + 2 < end && i < 4; ++i) join(i, i + 3);
  if (words == 3 || words > 4) join(0, end);
  const std::size_t joins = tokens.size();
  if (query.kind != EntityKind::person)
    for (const FoundPhrase& phrase : find_phrases(text.words)) stand_in(phrase);
  for (std::size_t i = words; i < joins; ++i)
    vocabulary.similar({tokens[i].text, false, tokens[i].marked}, true, scratch, similar[i]);
  for (std::size_t i = joins; i < tokens.size(); ++i)
    vocabulary.similar({tokens[i].text}, false, scratch, similar[i]);
}

// Fills similar[i] and returns the word's weight.
std::int32_t PreparedQuery::meaning_of(int i, const Vocabulary& vocabulary, TokenScratch& scratch,
                                       TokenCache* cache) {
  const Word& word = text.words[i];
  TokenCache::Entry* const known = cache ? &cache->place(word) : nullptr;
  if (known && TokenCache::holds(*known, word, vocabulary.serial())) {
    similar[i] = known->similar;
    return known->weight;
  }
  vocabulary.similar(word, false, scratch, similar[i]);
  const std::int32_t weight = vocabulary.query_weight(word.text, similar[i]);
  if (known) *known = {vocabulary.serial(), word.text, word.marked, weight, similar[i]};
  return weight;
}

void PreparedQuery::stand_in(const FoundPhrase& phrase) {
  std::int32_t weight = 0;
  for (std::size_t i = phrase.first; i < phrase.end; ++i) weight += tokens[i].weight;
  if (tokens.size() < kMaxQueryTokens)
    tokens.push_back({std::string(phrase.short_form),
                      {},
                      weight,
                      static_cast<std::uint8_t>(phrase.first),
                      static_cast<std::uint8_t>(phrase.end),
                      false});
}

void PreparedQuery::join(int first, int end) {
  std::string joined, marked;
  std::int32_t weight = 0;
  for (int i = first; i < end; ++i) {
    if (is_consonantal(tokens[i].text) != is_consonantal(tokens[first].text)) return;
    joined += tokens[i].text;
    marked += tokens[i].marked;
    weight += tokens[i].weight;
  }
  if (joined.size() < 4 || joined.size() > kMaxWordBytes) return;
  tokens.push_back({std::move(joined), std::move(marked), weight, static_cast<std::uint8_t>(first),
                    static_cast<std::uint8_t>(end), tokens[first].syllable});
}

}  // namespace probity::matching
