import { expect, test } from "vitest";
import { about } from "./audit";

test("an entry tells what it is about without its ids", () => {
  expect(about({ task_id: "01a2", check_ids: ["x"], task_type: "INDIVIDUAL_VERIFY_IDENTITY", variant: "verify_identity" })).toBe("Verify identity");
  expect(about({ check_id: "1", result: "2+2", count: 3 })).toBe("result 2+2 · count 3");
  expect(about(null)).toBe("");
});
