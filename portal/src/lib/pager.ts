// A list that the server gives page by page, each from the mark that the page before it ended with. Pages far from where one
// looks are let go and fetched again; after a change on the server only the pages in sight are read anew.

// An array, or what reads them page by page: a row that isn't there yet is undefined.
export interface Rows<Row> {
  readonly length: number;
  at(index: number): Row | undefined;
}

// Where such a row is, looked for near where it was.
export function findNear<Row>(rows: Rows<Row>, is: (row: Row) => boolean, near: number): number | undefined {
  for (let d = 0; d <= 300; d++)
    for (const i of d ? [near + d, near - d] : [near]) {
      const row = i >= 0 && i < rows.length ? rows.at(i) : undefined;
      if (row !== undefined && is(row)) return i;
    }
  return undefined;
}

export interface Page<Row> {
  results: Row[];
  next?: string;
  count: number;
  count_is_exact: boolean;
}

interface Slot<Row> {
  after?: string;
  size: number;
  rows?: Row[]; // absent: let go
  stale: boolean;
}

type Fetch<Row> = (after: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

const ahead = 60; // rows that are there before one comes to them
const most = 40; // pages held

export class Pager<Row> implements Rows<Row> {
  error: unknown = null;
  count: { known: number; exact: boolean } | null = null;
  version = 0;
  readonly memory = { top: 0, active: 0 }; // where the reader was, for coming back
  private slots: Slot<Row>[] = [];
  private next: string | undefined;
  private seen = { first: 0, last: 0 };
  private era = 0; // of what is stale
  private flight: AbortController | null = null;
  private listeners = new Set<() => void>();

  constructor(private readonly fetch: Fetch<Row>, readonly pageSize: number) {}

  get started() {
    return this.count !== null;
  }
  get length() {
    return this.slots.length === 0 ? 0 : (this.slots.length - 1) * this.pageSize + this.slots.at(-1)!.size;
  }
  get more() {
    return this.next !== undefined;
  }
  at(index: number): Row | undefined {
    return this.slots[Math.floor(index / this.pageSize)]?.rows?.[index % this.pageSize];
  }
  // The index of such a row, looked for near another.
  near(is: (row: Row) => boolean, index: number): number | undefined {
    return findNear(this, is, index);
  }
  subscribe = (tell: () => void) => {
    this.listeners.add(tell);
    this.work();
    return () => {
      this.listeners.delete(tell);
      if (this.listeners.size === 0) this.flight?.abort();
    };
  };
  snapshot = () => this.version;

  // The rows from `first` to `last` are looked at.
  see = (first: number, last: number) => {
    this.seen = { first, last };
    this.work();
  };
  // What was read may be old.
  stale = () => {
    this.era++;
    for (const slot of this.slots) slot.stale = true;
    this.work();
  };
  again = () => {
    this.error = null;
    this.work();
  };

  private wanted(): number | undefined {
    if (!this.started) return 0;
    const last = Math.min(Math.floor(this.seen.last / this.pageSize), this.slots.length - 1);
    for (let i = Math.floor(this.seen.first / this.pageSize); i <= last; i++) if (!this.slots[i]!.rows || this.slots[i]!.stale) return i;
    return this.more && this.seen.last + ahead >= this.length ? this.slots.length : undefined;
  }

  // One page at a time: each tells from where the next one goes on.
  private work() {
    const index = this.error || this.flight || this.listeners.size === 0 ? undefined : this.wanted();
    if (index === undefined) return;
    const flight = (this.flight = new AbortController());
    const era = this.era;
    const after = index < this.slots.length ? this.slots[index]!.after : this.next;
    this.fetch(after, flight.signal)
      .then((page) => this.take(index, after, page, era !== this.era), (e: unknown) => {
        if (!flight.signal.aborted) this.error = e;
      })
      .finally(() => {
        this.flight = null;
        this.changed();
        this.work();
      });
  }

  private take(index: number, after: string | undefined, page: Page<Row>, stale: boolean) {
    this.count = { known: page.count, exact: page.count_is_exact };
    this.slots[index] = { after, size: page.results.length, rows: page.results, stale };
    const following = this.slots[index + 1];
    if (page.next === undefined || page.results.length < this.pageSize) this.slots.length = index + 1;
    else if (following && following.after !== page.next) Object.assign(following, { after: page.next, stale: true });
    if (index === this.slots.length - 1) this.next = page.next;
    this.letGo();
  }

  private letGo() {
    const held = this.slots.map((slot, i) => ({ slot, far: Math.abs(i * this.pageSize - this.seen.first) })).filter(({ slot }) => slot.rows);
    for (const { slot } of held.sort((a, b) => a.far - b.far).slice(most)) delete slot.rows;
  }

  private changed() {
    this.version++;
    for (const tell of this.listeners) tell();
  }
}
