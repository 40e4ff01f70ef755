// What journeys have at hand: the server's address, a key for preparing customers, and who signs in.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";

export interface World {
  url: string;
  key: string;
  invitations: string[]; // each good for one person
}

type Json = Record<string, unknown>;

export class Api {
  readonly world: World;
  constructor(world: World) {
    this.world = world;
  }
  async call<T = Json>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.world.url}/4.0${path}`, {
      method,
      headers: { apikey: this.world.key, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }
  person(given: string[], family: string, more: Json = {}): Promise<Profile> {
    const { dob = "1976-10-05", nationality = "NZL", ...rest } = more;
    return this.call("POST", "/profiles", {
      role: "INDIVIDUAL_CUSTOMER",
      collected_data: {
        entity_type: "INDIVIDUAL",
        personal_details: { name: { given_names: given, family_name: family }, dob, nationality },
        address_history: [{ address: { type: "STRUCTURED", country: "NZL", locality: "Napier" } }],
        ...rest,
      },
    });
  }
}

export interface Profile {
  id: string;
  display_name: string;
  events: { id: string }[];
  applications: { id: string; status: string; flag: string }[];
}

// Of a name on the sample list, in another spelling.
export const listed = (api: Api, more: Json = {}) => api.person(["Ramsan"], "Kadirow", { nationality: "RUS", ...more });

export interface Stage {
  world: World;
  api: Api;
  context: BrowserContext;
  page: Page;
}

export type Journey = (stage: Stage) => Promise<void>;

export function totp(secret: string, at = Date.now()): string {
  const bits = [...secret.replace(/=+$/, "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac.at(-1)! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// Waits until `what` holds; says what it saw last when it never does.
export async function until(what: () => Promise<unknown>, message: string, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    if (await what()) return;
    assert.ok(Date.now() < end, message);
    await new Promise((r) => setTimeout(r, 50));
  }
}

export async function sees(page: Page, text: string | RegExp, ms = 20_000): Promise<void> {
  await page.getByText(text).first().waitFor({ state: "visible", timeout: ms });
}
