// The queue of matches while one works on it: what was decided stays in its place, what comes new goes to the end.
import type { Schemas } from "@/lib/api/client";
import type { Item } from "./desk";

export interface Queue {
  items: Item[];
  after?: string; // of the page read last
  next?: string; // of the page to come; absent: that was the last one
  read: boolean;
}

export const nothing: Queue = { items: [], read: false };

export function withPage(queue: Queue, after: string | undefined, page: Schemas["EventPage"]): Queue {
  const known = new Set(queue.items.map((i) => i.event.id));
  const fresh = page.results.filter((r) => !known.has(r.event.id)).map(({ profile_id, display_name, event }) => ({ profile_id, display_name, event }));
  return { items: fresh.length ? [...queue.items, ...fresh] : queue.items, after, next: page.next, read: true };
}

export function withEvents(queue: Queue, events: Item["event"][]): Queue {
  const by = new Map(events.map((e) => [e.id, e]));
  return { ...queue, items: queue.items.map((i) => (by.has(i.event.id) ? { ...i, event: by.get(i.event.id)! } : i)) };
}

// Where to go on: behind the last page, or at it again when there was none after it.
export const goesOnAt = (queue: Queue) => queue.next ?? queue.after;
