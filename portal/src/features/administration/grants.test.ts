import { expect, test } from "vitest";
import type { Grant } from "@/lib/session";
import { areas, beside, levelOf, withLevel } from "./grants";

const grants = [
  { area: "USERS", level: "READ_ONLY" },
  { area: "PRODUCT_APPLICATIONS", level: "READ_AND_WRITE", product_id: "p1" },
  { permission: "READ_AUDIT" },
] as Grant[];

test("a level is set for a whole area and leaves the rest alone", () => {
  const more = withLevel(grants, "USERS", "READ_AND_WRITE");
  expect(levelOf(more, "USERS")).toBe("READ_AND_WRITE");
  expect(more).toHaveLength(3);
  expect(withLevel(more, "USERS", "NONE")).toEqual(grants.slice(1));
});

test("a grant for one product is not one for the area", () => {
  expect(levelOf(grants, "PRODUCT_APPLICATIONS")).toBe("NONE");
  expect(withLevel(grants, "PRODUCT_APPLICATIONS", "READ_ONLY")).toHaveLength(4);
  expect(beside(grants)).toEqual(grants.slice(1));
});

test("each area has a level to choose besides none", () => {
  for (const a of areas) expect(a.levels.length).toBeGreaterThan(1);
});
