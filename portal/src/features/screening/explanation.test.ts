import { describe, expect, test } from "vitest";
import { coloured, explanationOf, sumOf, type Explanation } from "./explanation";

// As the server sent it for "Николас Мадуро Морос" against the sample list.
const maduro: Explanation = {
  listed_name: "MADURO MOROS, Nicolas",
  screened_name: "Николас Мадуро Морос",
  quality: "primary",
  matches: [
    { query: "maduro", listed: "maduro", relation: "equal", similarity: 10000, weight: 37534, points: 37534 },
    { query: "moros", listed: "moros", relation: "equal", similarity: 10000, weight: 37534, points: 37534 },
    { query: "nikolas", listed: "nicolas", relation: "folded-equal", similarity: 9500, weight: 41344, points: 38086 },
  ],
  query_unmatched: [],
  listed_unmatched: [],
  conflict_cost: 0,
  reserve: 6000,
  numerator: 113154,
  denominator: 122412,
  factors: [],
  deltas: [{ qualifier: "country", reason: "a country in common", points: 100 }],
  score: 9343,
};

describe("the sum", () => {
  test("adds up to the engine's score", () => {
    expect(sumOf(maduro)).toEqual({ base: 9243, after: [], total: 9343, holds: true });
  });

  test("rounds down after each factor", () => {
    const weak = { ...maduro, factors: [{ reason: "weak alias", factor: 9700 }, { reason: "one word", factor: 9000 }], score: 8168 };
    expect(sumOf(weak)).toEqual({ base: 9243, after: [8965, 8068], total: 8168, holds: true });
  });

  test("counts what is left over on both sides", () => {
    const partly = {
      ...maduro,
      query_unmatched: [{ token: "x", weight: 10000, cost: 7000 }],
      listed_unmatched: [{ token: "y", weight: 10000, cost: 2500 }],
      conflict_cost: 3000,
      denominator: 134912,
      deltas: [],
      score: 8387,
    };
    expect(sumOf(partly)).toMatchObject({ base: 8387, holds: true });
  });

  test.each([{ score: 9344 }, { numerator: 113155 }, { denominator: 1 }])("says when it does not hold: %o", (wrong) => {
    expect(sumOf({ ...maduro, ...wrong }).holds).toBe(false);
  });
});

test("an explanation of another shape is none", () => {
  expect(explanationOf({ explanation: maduro })).toBe(maduro);
  for (const explanation of [undefined, null, {}, { ...maduro, matches: [{}] }, { ...maduro, score: "high" }])
    expect(explanationOf({ explanation })).toBeNull();
});

describe("colouring a name", () => {
  test("finds the words that the engine compared", () => {
    expect(coloured("MADURO MOROS, Nicolás", [{ text: "maduro", kind: "same" }, { text: "nicolas", kind: "close" }, { text: "moros", kind: "rest" }]))
      .toEqual([
        { text: "MADURO", kind: "same" }, { text: " ", kind: "between" }, { text: "MOROS", kind: "rest" },
        { text: ", ", kind: "between" }, { text: "Nicolás", kind: "close" },
      ]);
  });

  test("uses each of them once and leaves other scripts alone", () => {
    expect(coloured("li li Иван", [{ text: "li", kind: "same" }]).map((w) => w.kind)).toEqual(["same", "between", "between", "between", "between"]);
  });
});
