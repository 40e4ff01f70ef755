import { expect, test, vi } from "vitest";
import { Pager, type Page } from "./pager";

// A server with numbers in order; a mark is the number that a page ended with.
function server(numbers: number[], size: number) {
  const asked: (string | undefined)[] = [];
  const fetch = (after: string | undefined): Promise<Page<number>> => {
    asked.push(after);
    const rest = numbers.filter((n) => after === undefined || n > Number(after));
    const results = rest.slice(0, size);
    return Promise.resolve({ results, count: numbers.length, count_is_exact: true, ...(rest.length > size && { next: String(results.at(-1)) }) });
  };
  return { asked, fetch };
}
const range = (n: number, from = 0) => Array.from({ length: n }, (_, i) => (from + i) * 10);
const all = (pager: Pager<number>) => Array.from({ length: pager.length }, (_, i) => pager.at(i));

function looked(numbers: number[], size = 100) {
  const at = server(numbers, size);
  const pager = new Pager<number>(at.fetch, size);
  pager.subscribe(() => {});
  return { ...at, pager, numbers };
}
const settled = () => vi.waitFor(() => new Promise((r) => setTimeout(r, 5)));

test("pages come as one goes on, and no sooner", async () => {
  const { pager, asked } = looked(range(450));
  pager.see(0, 20);
  await settled();
  expect([pager.length, pager.count, asked.length]).toEqual([100, { known: 450, exact: true }, 1]);
  pager.see(30, 50);
  await settled();
  expect(pager.length).toBe(200);
  for (let last = 190; pager.more; last += 100) {
    pager.see(last - 20, last);
    await settled();
  }
  expect(all(pager)).toEqual(range(450));
});

test("after a change the pages in sight are read anew, and the rest when one comes to it", async () => {
  const { pager, asked, numbers } = looked(range(300));
  pager.see(0, 90);
  await settled();
  pager.see(90, 190);
  await settled();
  expect(pager.length).toBe(300);
  numbers.splice(0, 0, -5);
  asked.length = 0;
  pager.see(0, 20);
  pager.stale();
  await settled();
  expect(asked).toEqual([undefined]);
  expect([pager.at(0), pager.at(1), pager.length]).toEqual([-5, 0, 300]);
  pager.see(90, 120);
  await settled();
  pager.see(200, 299);
  await settled();
  expect(all(pager)).toEqual([-5, ...range(300)]);
});

test("a list that became shorter ends there", async () => {
  const { pager, numbers } = looked(range(250));
  pager.see(0, 90);
  await settled();
  pager.see(100, 190);
  await settled();
  numbers.splice(40);
  pager.see(0, 20);
  pager.stale();
  await settled();
  expect([pager.length, pager.more, pager.count?.known]).toEqual([40, false, 40]);
});

test("what lies far away is let go and fetched when one comes back", async () => {
  const { pager, asked } = looked(range(60 * 10), 10);
  for (let last = 5; pager.length < 600; last += 10) {
    pager.see(Math.max(last - 5, 0), last);
    await settled();
  }
  expect(pager.at(0)).toBeUndefined();
  asked.length = 0;
  pager.see(0, 5);
  await settled();
  expect([asked, pager.at(0), pager.length]).toEqual([[undefined], 0, 600]);
}, 20_000);

test("a row is found near where it was", async () => {
  const { pager } = looked(range(50));
  pager.see(0, 20);
  await settled();
  expect([pager.near((n) => n === 120, 10), pager.near((n) => n === 80, 10), pager.near((n) => n === 5, 10)]).toEqual([12, 8, undefined]);
});

test("a failure stops it until it is told to go on", async () => {
  let broken = true;
  const { fetch } = server(range(5), 10);
  const pager = new Pager<number>((after) => (broken ? Promise.reject(new Error("away")) : fetch(after)), 10);
  pager.subscribe(() => {});
  pager.see(0, 1);
  await settled();
  expect([pager.started, String(pager.error)]).toEqual([false, "Error: away"]);
  broken = false;
  pager.again();
  await settled();
  expect(all(pager)).toEqual(range(5));
});
