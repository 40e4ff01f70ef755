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

// Where a 401 means a wrong password or an old link, not a lost session.
const entrances = /^\/(sign-in|session|recovery|invitations)(\/|$)/;

const changes = (method: string) => method !== "GET" && method !== "HEAD";

// A change of a customer that got no answer is sent once more with the same key, so it happens once whatever was lost. One that
// another tab's sign-in has overtaken is sent again with the new proof.
const send = async (request: Request): Promise<Response> => {
  if (!changes(request.method)) return fetch(request).catch((e: unknown) => { throw request.signal.aborted ? e : new Unreachable(); });
  const again = request.clone();
  let response: Response;
  try {
    response = await fetch(request);
  } catch (e) {
    if (request.signal.aborted) throw e;
    if (!request.headers.has("idempotency-key")) throw new Unreachable();
    return fetch(again).catch(() => { throw new Unreachable(); });
  }
  if (response.status !== 403 || !request.headers.has(proofHeader)) return response;
  const body: unknown = await response.clone().json().catch(() => null);
  if (!refusal(403, body, response.headers).faults.some((f) => f.field === proofHeader)) return response;
  await watchers.moved();
  again.headers.set(proofHeader, csrf);
  return fetch(again).catch(() => { throw new Unreachable(); });
};

// Proof that a change comes from this page: the session's token, in memory only. lib/session.ts sets it.
let csrf = "";
export const setCsrf = (token: string) => {
  csrf = token;
};
// Asked when a call finds the session gone, and when another tab has moved it on.
const watchers = { lost: () => {}, moved: () => Promise.resolve() };
export const watchSession = (lost: () => void, moved: () => Promise<void>) => Object.assign(watchers, { lost, moved });

const proofHeader = "probity-csrf";

const rules: Middleware = {
  onRequest({ request, schemaPath }) {
    if (!changes(request.method)) return request;
    if (/^\/(profiles|applications)/.test(schemaPath)) request.headers.set("idempotency-key", key());
    if (csrf) request.headers.set(proofHeader, csrf);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    const body: unknown = await response.json().catch(() => null);
    const refused = refusal(response.status, body, response.headers);
    if (refused.status === 401 && !entrances.test(schemaPath)) watchers.lost();
    throw refused;
  },
};

export const api = createClient<paths>({ baseUrl: "/4.0", fetch: send, querySerializer: { array: { style: "form", explode: false } } });
api.use(rules);

// The body of an answer; what isn't an answer has been thrown by then.
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

// The body of a good answer to one call of the contract, e.g. Answer<"/users", "get">.
type Good<R> = R extends { responses: infer A } ? (A extends { 200: infer G } ? G : A extends { 201: infer G } ? G : never) : never;
export type Answer<P extends keyof paths, M extends keyof paths[P]> = Good<paths[P][M]> extends { content: { "application/json": infer T } } ? T : never;
export type Sent<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { requestBody: { content: { "application/json": infer T } } } ? T : never;
