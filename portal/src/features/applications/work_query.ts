// What the work list shows: the address of the page, a saved view and the API's query say the same in three ways.
import type { Schemas } from "@/lib/api/client";
import * as say from "@/lib/words";

export type WorkQuery = Omit<Schemas["ViewQuery"], "columns">;
export type Sort = NonNullable<WorkQuery["sort"]>;

// Filters of several values, with what they may be; null: the institution's own words.
export const lists = {
  status: say.status, flag: say.flag, product: null, risk: say.risk, entity_type: say.entityType, matches: say.matchKind, tag: null,
} as const;
export type ListName = keyof typeof lists;
const listNames = Object.keys(lists) as ListName[];
const words = ["q", "assignee", "created_from", "created_to"] as const;

export const usualSort: Sort = "-application_date";
export const sorts: Record<string, { title: string; up: string; down: string }> = {
  application_date: { title: "Application date", up: "oldest first", down: "newest first" },
  last_modified: { title: "Last change", up: "oldest first", down: "newest first" },
  status: { title: "Status", up: "from applied", down: "from the end" },
  flag: { title: "What it waits for", up: "in order", down: "reversed" },
  risk: { title: "Risk", up: "lowest first", down: "highest first" },
  product: { title: "Product", up: "in order", down: "reversed" },
  entity_type: { title: "Kind", up: "companies first", down: "people first" },
};
const isSort = (text: string): text is Sort => Object.hasOwn(sorts, text.replace(/^-/, ""));
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

// What the address has that means nothing is left out: an old bookmark shows what it still can.
export function queryOf(search: URLSearchParams): WorkQuery {
  const query: Record<string, unknown> = {};
  for (const name of listNames) {
    const known: object | null = lists[name];
    const values = [...new Set((search.get(name) ?? "").split(",").filter((v) => v !== "" && (known === null || Object.hasOwn(known, v))))];
    if (values.length) query[name] = values;
  }
  for (const name of words) {
    const value = search.get(name)?.trim().slice(0, 200);
    if (value && (!name.startsWith("created") || isDay(value))) query[name] = value;
  }
  const sort = search.get("sort");
  if (sort && isSort(sort) && sort !== usualSort) query.sort = sort;
  return query;
}

export function searchOf(query: Schemas["ViewQuery"]): URLSearchParams {
  const search = new URLSearchParams();
  for (const name of ["q", ...listNames, ...words.slice(1), "sort", "columns"] as (keyof Schemas["ViewQuery"])[]) {
    const value = query[name];
    if (Array.isArray(value) ? value.length > 0 : value && !(name === "sort" && value === usualSort)) search.set(name, Array.isArray(value) ? value.join(",") : value!);
  }
  return search;
}

// The same list, whatever the order in which its filters were set.
export function sameWork(a: Schemas["ViewQuery"], b: Schemas["ViewQuery"]): boolean {
  const plain = ({ columns, ...query }: Schemas["ViewQuery"]) =>
    searchOf(Object.fromEntries(Object.entries(query).map(([k, v]) => [k, Array.isArray(v) ? v.toSorted() : v])) as Schemas["ViewQuery"]).toString();
  return plain(a) === plain(b);
}

export const filtered = ({ sort, ...filters }: WorkQuery) => Object.keys(filters).length > 0;

export interface Queue {
  label: string;
  keys?: string;
  query: Pick<WorkQuery, "status" | "flag">;
}

// The queues of the left navigation; their counts are sums of the kept ones.
export const queues: Queue[] = [
  { label: "All applications", keys: "g l", query: {} },
  { label: "Ready for decision", keys: "g d", query: { flag: ["READY_FOR_DECISION"] } },
  { label: "Task to do", keys: "g o", query: { flag: ["REQUIRES_MANUAL_TASK_COMPLETION", "WAITING_ON_ESCALATIONS"] } },
  { label: "Data missing", query: { flag: ["REQUIRES_DATA", "REQUIRES_RISK_SCORE"] } },
  { label: "Waiting", query: { flag: ["AUTOMATING", "WAITING_ON_COLLECTION_STEPS", "WAITING_ON_CHECKS", "RECALCULATING_RISK"] } },
  { label: "In review", query: { status: ["IN_REVIEW"] } },
  { label: "Approved", query: { status: ["APPROVED"] } },
  { label: "Closed", query: { status: ["REJECTED", "CANCELLED"] } },
];

export function countOf(queue: Queue, counts: Schemas["ApplicationCounts"]["counts"]): number {
  const { status, flag } = queue.query;
  return counts.filter((c) => (!status || status.includes(c.status)) && (!flag || flag.includes(c.flag))).reduce((sum, c) => sum + c.count, 0);
}

// How a filter of chosen values reads on its button.
export function told(name: ListName, values: readonly string[], own: Record<string, string> = {}): string {
  const known = lists[name] as Record<string, readonly [string, unknown]> | null;
  const [first, ...rest] = values.map((v) => known?.[v]?.[0] ?? own[v] ?? v);
  return rest.length ? `${first} +${rest.length}` : (first ?? "");
}
