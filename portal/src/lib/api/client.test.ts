import { expect, test } from "vitest";
import { key, refusal } from "./client";

test("a refusal keeps every fault with its field, and what to quote", () => {
  const refused = refusal(
    400,
    {
      errors: [
        { code: 201, message: "invalid", source: "API", info: { title: "Bad request", detail: "must be a date", field: "collected_data.personal_details.dob" } },
        { code: 201, message: "needs a name", source: "API" },
      ],
    },
    new Headers({ "x-request-id": "abc", "retry-after": "7" }),
  );
  expect(refused.faults.map((f) => [f.field, f.message])).toEqual([
    ["collected_data.personal_details.dob", "must be a date"],
    ["", "needs a name"],
  ]);
  expect([refused.request, refused.retryAfter, refused.message]).toEqual(["abc", 7, "must be a date"]);
});

test("an answer that is no refusal of ours is told by its status", () => {
  expect(refusal(502, null, new Headers()).message).toBe("the server answered 502");
});

test("keys differ and are what the contract allows", () => {
  const keys = new Set(Array.from({ length: 100 }, key));
  expect(keys.size).toBe(100);
  for (const k of keys) expect(k).toMatch(/^[!-~]{1,255}$/);
});
