import { expect, test } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { goesOnAt, nothing, withEvents, withPage } from "./queue_state";

const event = (id: string, resolution: "UNRESOLVED" | "MATCH" = "UNRESOLVED") => ({ id, resolution, creation_date: "2026-11-24 20:43:02", data: { event_type: "SANCTION_FLAG" } }) as Schemas["EventResource"];
const page = (ids: string[], next?: string): Schemas["EventPage"] => ({ results: ids.map((id) => ({ profile_id: `p-${id}`, display_name: id, entity_type: "INDIVIDUAL", event: event(id) })), ...(next && { next }) });
const shown = (queue: typeof nothing) => queue.items.map((i) => `${i.event.id} ${i.event.resolution}`);

test("pages follow each other, and what is decided keeps its place", () => {
  const first = withPage(nothing, undefined, page(["a", "b"], "b"));
  expect(goesOnAt(first)).toBe("b");
  const decided = withEvents(first, [event("a", "MATCH")]);
  const second = withPage(decided, "b", page(["c"]));
  expect(shown(second)).toEqual(["a MATCH", "b UNRESOLVED", "c UNRESOLVED"]);
});

test("the last page is read again, and only what is new is added", () => {
  const end = withPage(withPage(nothing, undefined, page(["a"], "a")), "a", page(["b"]));
  expect(goesOnAt(end)).toBe("a");
  const later = withPage(end, "a", page(["b", "c"]));
  expect(shown(later)).toEqual(["a UNRESOLVED", "b UNRESOLVED", "c UNRESOLVED"]);
  expect(withPage(later, "a", page(["b", "c"])).items).toBe(later.items);
});
