// What changed on the server, as server-sent events. The server's replies are short and the browser asks again by itself, so a
// connection is lost only when nothing has come for a while. Nobody at the screen: nothing is asked, and the session may run out.
import { useEffect, useSyncExternalStore } from "react";
import { askSession } from "./session";

export interface Change {
  profile_id: string;
  application_ids: string[];
  actions: string[];
}
export type News = { is: "profile"; change: Change } | { is: "counts" } | { is: "reset" };

const lostAfter = 10_000;
const idleAfter = 5 * 60_000;
const again = [1_000, 5_000, 15_000];

const listeners = new Set<(news: News) => void>();
export function onLive(listen: (news: News) => void): () => void {
  listeners.add(listen);
  return () => void listeners.delete(listen);
}

// That somebody looked changes nothing of what is shown. Who sees only some products is not told what was done.
export function newsOf(kind: string, data: string): News | null {
  if (kind !== "profile") return { is: kind === "counts" ? "counts" : "reset" };
  try {
    const change = JSON.parse(data) as Change;
    return change.actions.length > 0 && change.actions.every((a) => a === "viewed-profile") ? null : { is: "profile", change };
  } catch {
    return { is: "reset" };
  }
}

export class Connection {
  lost = false;
  private source: EventSource | null = null;
  private heard = 0;
  private touched = 0;
  private failures = 0;
  private missed = false; // something may have happened unheard
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (news: News) => void, private readonly changed: () => void, private readonly closed: () => void = () => {}) {}

  open() {
    this.heard = this.touched = Date.now();
    this.connect();
  }
  close() {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.source?.close();
    this.source = null;
  }
  // Somebody is there.
  touch() {
    this.touched = Date.now();
    if (!this.source && !this.lost) this.resume();
  }
  // Looks at the time: a page that nobody sees or uses asks nothing.
  look(hidden: boolean) {
    const now = Date.now();
    if (this.source && (hidden || now - this.touched > idleAfter)) {
      this.close();
      this.missed = true;
    } else if (!this.source && !hidden && now - this.touched <= idleAfter && !this.retry) this.resume();
    this.say(this.source !== null && now - this.heard > lostAfter);
  }

  private resume() {
    this.missed = true;
    this.heard = Date.now();
    this.connect();
  }
  private say(lost: boolean) {
    if (lost === this.lost) return;
    this.lost = lost;
    this.changed();
  }
  private connect() {
    this.close();
    const source = (this.source = new EventSource("/4.0/stream"));
    source.onopen = () => {
      this.heard = Date.now();
      this.failures = 0;
      this.say(false);
      if (this.missed) this.tell({ is: "reset" });
      this.missed = false;
    };
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      // Refused: it does not ask again by itself. The session may be gone.
      this.missed = true;
      this.closed();
      this.retry = setTimeout(() => this.connect(), again[Math.min(this.failures++, again.length - 1)]);
    };
    for (const kind of ["profile", "counts", "reset"])
      source.addEventListener(kind, (event) => {
        this.heard = Date.now();
        const news = newsOf(kind, (event as MessageEvent<string>).data);
        if (news) this.tell(news);
      });
  }
}

let connection: Connection | null = null;
const watchers = new Set<() => void>();
const changed = () => watchers.forEach((w) => w());

// One for the page; tabs count for themselves.
export function useConnection() {
  useEffect(() => {
    const mine = new Connection((news) => listeners.forEach((l) => l(news)), changed, () => void askSession());
    connection = mine;
    mine.open();
    const look = () => mine.look(document.hidden);
    const touch = () => mine.touch();
    const timer = setInterval(look, 2_000);
    document.addEventListener("visibilitychange", look);
    for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) document.addEventListener(kind, touch, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) document.removeEventListener(kind, touch);
      mine.close();
      connection = null;
    };
  }, []);
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => connection?.lost ?? false,
  );
}
