// How many applications there are, kept beside them: a row a change, written with the change,
// rolled up now and then (ADR 0019). Nothing is counted anew and no row is everybody's.
#pragma once

#include <string>
#include <vector>

#include "db/tx.h"

namespace probity::policies {

struct Count {
  Uuid product;
  std::string status, flag;
  std::int64_t count;
};

class AskedCounts {
 public:
  explicit AskedCounts(db::Pending rows) : rows_(std::move(rows)) {}
  // Only what is more than none.
  std::vector<Count> get();

 private:
  db::Pending rows_;
};
// Of applications that no other replaced, as they are in this transaction's eyes; of these products
// only, when they are given.
AskedCounts ask_counts(db::Tx& tx, const std::optional<std::vector<Uuid>>& products);

// Adds the changes of all institutions to their counts. Harmless when run twice, or by two at once.
void roll_up_counts(db::Pool& pool);

}  // namespace probity::policies
