// Why an entry of a list matched: its words beside the customer's, and the sum that makes the score.
// The numbers are the engine's (docs/adr/0010); here they are only added up again, and compared.

export interface Pair {
  query: string;
  listed: string;
  relation: string;
  similarity: number; // all numbers in ten-thousandths
  weight: number;
  points: number;
}
export interface Rest {
  token: string;
  weight: number;
  cost: number;
}
export interface Explanation {
  listed_name: string;
  screened_name: string;
  quality: string;
  matches: Pair[];
  query_unmatched: Rest[];
  listed_unmatched: Rest[];
  conflict_cost: number;
  reserve: number;
  numerator: number;
  denominator: number;
  factors: { reason: string; factor: number }[];
  deltas: { qualifier: string; reason: string; points: number }[];
  score: number;
}

const isText = (v: unknown) => typeof v === "string";
const isNumber = (v: unknown) => typeof v === "number" && Number.isFinite(v);

type Shape = Record<string, (v: unknown) => boolean>;
const has = (shape: Shape) => (v: unknown) => typeof v === "object" && v !== null && Object.entries(shape).every(([k, is]) => is((v as Record<string, unknown>)[k]));
const listOf = (is: (v: unknown) => boolean) => (v: unknown) => Array.isArray(v) && v.every(is);

const rest = listOf(has({ token: isText, weight: isNumber, cost: isNumber }));
const isExplanation = has({
  listed_name: isText, screened_name: isText, quality: isText,
  matches: listOf(has({ query: isText, listed: isText, relation: isText, similarity: isNumber, weight: isNumber, points: isNumber })),
  query_unmatched: rest, listed_unmatched: rest,
  conflict_cost: isNumber, reserve: isNumber, numerator: isNumber, denominator: isNumber,
  factors: listOf(has({ reason: isText, factor: isNumber })),
  deltas: listOf(has({ qualifier: isText, reason: isText, points: isNumber })),
  score: isNumber,
});

// Nothing for an event of a provider that explains itself otherwise, or not at all.
export function explanationOf(data: { explanation?: unknown }): Explanation | null {
  return isExplanation(data.explanation) ? (data.explanation as Explanation) : null;
}

export interface Sum {
  base: number; // of the names alone
  after: number[]; // behind each factor
  total: number; // with the qualifiers
  holds: boolean; // it is the score that the engine gave
}

const one = 10_000;

export function sumOf(e: Explanation): Sum {
  const points = e.matches.reduce((sum, m) => sum + m.points, 0);
  const weights = e.matches.reduce((sum, m) => sum + m.weight, 0);
  const costs = [...e.query_unmatched, ...e.listed_unmatched].reduce((sum, u) => sum + u.cost, 0);
  const against = weights + costs + e.conflict_cost + e.reserve;
  const base = against === 0 ? 0 : Math.floor((points * one) / against);
  const after: number[] = [];
  for (const { factor } of e.factors) after.push(Math.floor(((after.at(-1) ?? base) * factor) / one));
  const total = (after.at(-1) ?? base) + e.deltas.reduce((sum, d) => sum + d.points, 0);
  return { base, after, total, holds: points === e.numerator && against === e.denominator && total === e.score };
}

export const percent = (score: number) => `${(score / 100).toFixed(2)} %`;
export const signed = (points: number) => `${points < 0 ? "−" : "+"}${(Math.abs(points) / 100).toFixed(2)}`;
export const amount = (n: number) => (n / one).toFixed(2);

export const relations: Record<string, string> = {
  equal: "same word",
  "folded-equal": "same in other letters",
  edit: "spelled alike",
  skeleton: "sounds alike",
  nickname: "short form",
  "same-name": "same name",
  "same-meaning": "same meaning",
  "legal-form": "legal form",
  initial: "initial",
  glued: "written as one word",
  split: "written as two words",
  digit: "number",
};

export type Closeness = "same" | "close" | "loose";
export const closeness = (pair: Pair): Closeness => (pair.similarity >= 9500 ? "same" : pair.similarity >= 8000 ? "close" : "loose");

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export interface Word {
  text: string;
  kind: Closeness | "rest" | "between";
}

// A name in its own letters, each word with what became of it. Words in other scripts than the engine's
// can't be told apart here; they stay uncoloured, and the pairs below the name say it.
export function coloured(name: string, tokens: { text: string; kind: Word["kind"] }[]): Word[] {
  const left = tokens.flatMap((t) => t.text.split(" ").map((text) => ({ ...t, text })));
  return (name.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu) ?? []).map((text) => {
    const i = left.findIndex((t) => t.text === folded(text));
    if (i < 0) return { text, kind: "between" };
    return { text, kind: left.splice(i, 1)[0]!.kind };
  });
}
