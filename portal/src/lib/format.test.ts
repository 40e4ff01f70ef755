import { describe, expect, test } from "vitest";
import { ago, calmed, instant, partialDate, shortened, words } from "./format";

test("the API's times are UTC", () => {
  expect(instant("2026-11-24 22:32:53").toISOString()).toBe("2026-11-24T22:32:53.000Z");
});

test.each([
  ["1984", "1984"],
  ["1984-12", "December 1984"],
  ["1984-12-01", "1 December 1984"],
  ["unknown", "unknown"],
])("partial date %s", (given, shown) => expect(partialDate(given)).toBe(shown));

describe("ago", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  test.each([
    ["2026-11-24T11:59:50Z", "just now"],
    ["2026-11-24T11:57:00Z", "3 minutes ago"],
    ["2026-11-24T07:00:00Z", "5 hours ago"],
    ["2026-11-23T11:00:00Z", "yesterday"],
    ["2026-11-20T12:00:00Z", "4 days ago"],
    ["2026-10-01T12:00:00Z", "1 Oct 2026"],
  ])("%s", (at, shown) => expect(ago(new Date(at), now)).toBe(shown));
});

test("codes read as words", () => {
  expect(words("REQUIRES_MANUAL_TASK_COMPLETION")).toBe("Requires manual task completion");
  expect(words("added-a-task-note")).toBe("Added a task note");
});

test("shortening keeps letters whole", () => {
  expect(shortened("abc", 3)).toBe("abc");
  expect(shortened("abcd", 3)).toBe("abc…");
  expect(shortened("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 12)).toBe("👩‍👩‍👧‍👦…");
  expect(shortened("x".repeat(10_000), 20)).toBe(`${"x".repeat(20)}…`);
});

test("floods of marks and control characters are calmed, ordinary marks stay", () => {
  expect(calmed(`e${"\u0301".repeat(50)}f`)).toBe(`e${"\u0301".repeat(3)}f`);
  expect(calmed("Nguyễn Thị")).toBe("Nguyễn Thị");
  expect(calmed("a\u0000b")).toBe("a\ufffdb");
  expect(calmed("\u202eevil")).toBe("\ufffdevil");
  expect(calmed("\u200fعبد الله")).toBe("\u200fعبد الله");
});
