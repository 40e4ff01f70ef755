import { expect, test } from "vitest";
import { nextPlace } from "./pages";

test.each([
  ["/profiles/1?x=2", "/profiles/1?x=2"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [null, "/"],
])("after signing in, %s leads to %s", (asked, place) => expect(nextPlace(asked)).toBe(place));
