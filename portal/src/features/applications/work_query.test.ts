import { expect, test } from "vitest";
import { countOf, queryOf, queues, sameWork, searchOf, sorts, told } from "./work_query";

test("an address, a query and a view say the same", () => {
  const address = "q=vip&status=APPLIED%2CIN_REVIEW&risk=HIGH&tag=private+banking&assignee=me&created_from=2026-11-01&sort=risk";
  const query = queryOf(new URLSearchParams(address));
  expect(query).toEqual({ q: "vip", status: ["APPLIED", "IN_REVIEW"], risk: ["HIGH"], tag: ["private banking"], assignee: "me", created_from: "2026-11-01", sort: "risk" });
  expect(searchOf(query).toString()).toBe(address);
});

test.each([
  ["status=OPEN,APPLIED,APPLIED", { status: ["APPLIED"] }],
  ["status=&risk=", {}],
  ["sort=name", {}],
  ["sort=-application_date", {}],
  ["created_from=yesterday", {}],
  ["status=constructor,__proto__", {}],
  ["page=3&q=%20%20", {}],
])("what means nothing is left out of %s", (address, query) => expect(queryOf(new URLSearchParams(address))).toEqual(query));

test("the order of values makes no other list, another sort does", () => {
  expect(sameWork({ status: ["APPLIED", "APPROVED"], columns: ["name"] }, { status: ["APPROVED", "APPLIED"] })).toBe(true);
  expect(sameWork({ sort: "-application_date" }, {})).toBe(true);
  expect(sameWork({ sort: "risk" }, {})).toBe(false);
});

test("the counts of the queues are sums", () => {
  const counts = [
    { status: "APPLIED", flag: "READY_FOR_DECISION", count: 17 }, { status: "IN_REVIEW", flag: "READY_FOR_DECISION", count: 3 },
    { status: "APPROVED", flag: "DECIDED", count: 100 }, { status: "APPLIED", flag: "WAITING_ON_CHECKS", count: 5 },
  ] as const;
  const of = (label: string) => countOf(queues.find((q) => q.label === label)!, [...counts]);
  expect([of("All applications"), of("Ready for decision"), of("In review"), of("Waiting"), of("Closed")]).toEqual([125, 20, 3, 5, 0]);
});

test("filters read as words", () => {
  expect(told("status", ["APPLIED"])).toBe("Applied");
  expect(told("risk", ["HIGH", "MEDIUM"])).toBe("High +1");
  expect(told("product", ["current_account"], { current_account: "Current account" })).toBe("Current account");
});

test("each sort is told in words", () => {
  for (const { title, up, down } of Object.values(sorts)) expect([title, up, down].every(Boolean)).toBe(true);
});
