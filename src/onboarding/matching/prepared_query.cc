#include "matching/prepared_query.h"

#include "matching/sound.h"

namespace probity::matching {

void PreparedQuery::prepare(const Query& query, const Vocabulary& vocabulary,
                            TokenScratch& scratch) {
  read_query(query.name, query.kind, text);
  words = static_cast<int>(text.words.size());
  tokens.clear();
  for (int i = 0; i < words; ++i) {
    const Word& word = text.words[i];
    vocabulary.similar(word.text, false, scratch, similar[i]);
    tokens.push_back({word.text, vocabulary.query_weight(word.text, similar[i]),
                      static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i + 1),
                      word.syllable});
  }
  for (int i = 0; i + 1 < words; ++i) join(i, i + 2);
  if (words > 3)
    for (int i = 0; i + 2 < words && i < 4; ++i) join(i, i + 3);
  if (words == 3 || words > 4) join(0, words);
  for (std::size_t i = words; i < tokens.size(); ++i)
    vocabulary.similar(tokens[i].text, true, scratch, similar[i]);
}

void PreparedQuery::join(int first, int end) {
  std::string joined;
  std::int32_t weight = 0;
  for (int i = first; i < end; ++i) {
    if (is_consonantal(tokens[i].text) != is_consonantal(tokens[first].text)) return;
    joined += tokens[i].text;
    weight += tokens[i].weight;
  }
  if (joined.size() < 4 || joined.size() > kMaxWordBytes) return;
  tokens.push_back({std::move(joined), weight, static_cast<std::uint8_t>(first),
                    static_cast<std::uint8_t>(end), tokens[first].syllable});
}

}  // namespace probity::matching
