import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection, newsOf, type News } from "./live";

class FakeSource {
  static CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  private listeners = new Map<string, (event: { data: string }) => void>();
  constructor() {
    FakeSource.made.push(this);
  }
  addEventListener(kind: string, listen: (event: { data: string }) => void) {
    this.listeners.set(kind, listen);
  }
  close() {
    this.readyState = 2;
  }
  hear(kind: string, data: string) {
    this.listeners.get(kind)?.({ data });
  }
  refuse() {
    this.readyState = 2;
    this.onerror?.();
  }
}
const latest = () => FakeSource.made.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  FakeSource.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function started() {
  const heard: News[] = [];
  const closed = vi.fn();
  const connection = new Connection((n) => heard.push(n), () => {}, closed);
  connection.open();
  latest().onopen?.();
  return { connection, heard, closed };
}

test("what was done is told, that somebody looked is not", () => {
  const { heard } = started();
  latest().hear("profile", '{"profile_id": "p", "application_ids": ["a"], "actions": ["event-resolution"]}');
  latest().hear("profile", '{"profile_id": "q", "application_ids": [], "actions": ["viewed-profile"]}');
  latest().hear("profile", '{"profile_id": "r", "application_ids": ["a"], "actions": []}');
  latest().hear("counts", "{}");
  expect(heard.map((n) => (n.is === "profile" ? n.change.profile_id : n.is))).toEqual(["p", "r", "counts"]);
  expect(newsOf("profile", "no JSON")).toEqual({ is: "reset" });
});

test("short replies are no loss; ten silent seconds are", () => {
  const { connection } = started();
  for (let second = 0; second < 30; second += 2) {
    vi.advanceTimersByTime(2_000);
    latest().onopen?.();
    connection.look(false);
    expect(connection.lost).toBe(false);
  }
  vi.advanceTimersByTime(12_000);
  connection.look(false);
  expect(connection.lost).toBe(true);
  latest().onopen?.();
  expect(connection.lost).toBe(false);
});

test("a refused connection asks whether the session is there, comes again, and then trusts nothing", () => {
  const { closed, heard } = started();
  latest().refuse();
  expect(closed).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(1_000);
  expect(FakeSource.made).toHaveLength(2);
  latest().onopen?.();
  expect(heard).toEqual([{ is: "reset" }]);
});

test("nobody at the screen: nothing is asked until somebody is", () => {
  const { connection, heard } = started();
  connection.look(true);
  expect(latest().readyState).toBe(2);
  connection.look(false);
  expect(FakeSource.made).toHaveLength(2);
  latest().onopen?.();
  expect(heard).toEqual([{ is: "reset" }]);
  vi.advanceTimersByTime(11 * 60_000);
  connection.look(false);
  expect(latest().readyState).toBe(2);
  vi.advanceTimersByTime(60_000);
  connection.look(false);
  expect(FakeSource.made).toHaveLength(2);
  connection.touch();
  expect(FakeSource.made).toHaveLength(3);
});
