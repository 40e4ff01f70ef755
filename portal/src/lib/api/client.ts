// The one way to the server. Types come from contract/openapi.yaml, so a path or a member that the contract
// lacks does not compile. Refusals become `Refused`, a server out of reach becomes `Unreachable`.
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

export interface Fault {
  message: string; // what would be right
  title: string;
  field: string; // dotted path, list items as [0]; empty when none is at fault
  code: number;
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly faults: Fault[],
    readonly request: string, // id to quote in support; empty when the answer had none
    readonly retryAfter = 0, // seconds; 0 when not told
    readonly body: unknown = null,
    readonly etag = "",
  ) {
    super(faults[0]?.message ?? `the server answered ${status}`);
  }
}

export class Unreachable extends Error {
  constructor() {
    super("The server can't be reached. Nothing is lost: try again when it is back.");
  }
}

interface WireError {
  code: number;
  message: string;
  info?: { title?: string; detail?: string; field?: string };
}

export function refusal(status: number, body: unknown, headers: Headers): Refused {
  const errors = (body as { errors?: WireError[] } | null)?.errors ?? [];
  const faults = errors.map((e) => ({
    code: e.code,
    message: e.info?.detail || e.message,
    title: e.info?.title ?? e.message,
    field: e.info?.field ?? "",
  }));
  const wait = Number(headers.get("retry-after") ?? headers.get("x-ratelimit-reset-secs") ?? 0);
  return new Refused(status, faults, headers.get("x-request-id") ?? "", Number.isFinite(wait) ? wait : 0, body, headers.get("etag") ?? "");
}

export function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

const changes = (method: string) => method !== "GET" && method !== "HEAD";

// A change that got no answer is sent once more with the same key, so it happens once whatever was lost.
const send = async (request: Request): Promise<Response> => {
  const again = changes(request.method) ? request.clone() : null;
  try {
    return await fetch(request);
  } catch (e) {
    if (request.signal.aborted) throw e;
    if (!again) throw new Unreachable();
    try {
      return await fetch(again);
    } catch {
      throw new Unreachable();
    }
  }
};

const rules: Middleware = {
  onRequest({ request }) {
    if (changes(request.method) && !request.headers.has("idempotency-key"))
      request.headers.set("idempotency-key", key());
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const body: unknown = await response.json().catch(() => null);
    throw refusal(response.status, body, response.headers);
  },
};

export const api = createClient<paths>({ baseUrl: "/4.0", fetch: send });
api.use(rules);

// The body of an answer; what isn't an answer has been thrown by then.
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
