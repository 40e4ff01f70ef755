// People who sign in: each takes an invitation, chooses a password and sets up a second step.
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sees, totp, until, type World } from "./world.ts";

export interface Person {
  email: string;
  password: string;
  secret: string; // of the authenticator app, base32
  codes: string[]; // recovery codes not yet used
}

const password = () => `quiet harbour ${Math.random().toString(36).slice(2)} lantern`;

// From the link of an invitation to the first screen of the house, with the authenticator app.
export async function arrive(page: Page, token: string): Promise<Person> {
  await page.goto(`/invitation#${token}`);
  await page.getByRole("heading", { name: "You are invited" }).waitFor();
  const email = (await page.getByText("made an account for").locator("bdi").last().innerText()).trim();
  const person: Person = { email, password: password(), secret: "", codes: [] };
  await page.getByLabel("New password").fill("password");
  await page.getByRole("button", { name: "Take the invitation" }).click();
  await until(async () => (await page.getByLabel("New password").getAttribute("aria-invalid")) === "true", "a weak password is refused at its field");
  await page.getByLabel("New password").fill(person.password);
  await page.getByRole("button", { name: "Take the invitation" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await givePassword(page, person);
  await page.getByRole("heading", { name: "Set up your second step" }).waitFor();
  await page.getByRole("button", { name: "Use an authenticator app" }).click();
  person.secret = (await page.locator("code.secret").innerText()).replace(/\s/g, "");
  await page.getByLabel("Code that is shown now").fill(totp(person.secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("heading", { name: "Keep your recovery codes" }).waitFor();
  person.codes = await page.getByRole("list", { name: "Recovery codes" }).locator("code").allInnerTexts();
  assert.ok(person.codes.length >= 8, "recovery codes are shown");
  await page.getByLabel("I keep them in a safe place").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Work list" }).waitFor();
  return person;
}

export async function givePassword(page: Page, person: Person) {
  if (await page.getByLabel("E-mail").inputValue() === "") await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

// With a recovery code: a code of the app can't be used twice within its half minute.
export async function enter(page: Page, person: Person) {
  await givePassword(page, person);
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(person.codes.pop()!);
  await page.getByRole("button", { name: "Continue" }).click();
}

export async function outsider(browser: Browser, world: World): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: world.url, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC" });
  context.setDefaultTimeout(30_000);
  return context;
}

type Journey = (stage: { browser: Browser; world: World; person: () => Promise<{ person: Person; page: Page; context: BrowserContext }> }) => Promise<void>;

// Each takes an invitation of its own, because a new factor or password ends other sessions of the same person.
export const peopleJourneys: Record<string, Journey> = {
  async "one signs out and in again with a recovery code, which works once"({ browser, world, person }) {
    const made = await person();
    await made.page.getByRole("button", { name: /Test/ }).last().click();
    await made.page.getByRole("menuitem", { name: "Sign out" }).click();
    await made.page.waitForURL(/\/sign-in(\?|$)/);
    const used = made.person.codes.at(-1)!;
    await enter(made.page, made.person);
    await made.page.getByRole("heading", { name: "Work list" }).waitFor();
    const again = await outsider(browser, world);
    const page = await again.newPage();
    await page.goto("/profiles/new");
    await page.waitForURL(/sign-in\?next=/);
    made.person.codes.push(used);
    await enter(page, made.person);
    await sees(page, /not right, or was used already/i);
    await again.close();
  },

  async "a passkey is set up and signs in"({ person }) {
    const { person: who, page, context } = await person();
    const cdp = await context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto("/account");
    await page.getByRole("button", { name: "Add one" }).click();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByRole("region", { name: "Second factors" }).getByText(/^Passkey, /).first().waitFor();
    await page.getByRole("button", { name: new RegExp("Test") }).last().click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in(\?|$)/);
    await givePassword(page, who);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByRole("heading", { level: 1, name: /^(Work list|Your account)$/ }).waitFor();
  },

  async "a lost session asks to sign in and keeps what was typed"({ person }) {
    const { person: who, page, context } = await person();
    await page.goto("/profiles/new");
    await page.getByLabel("Given names").fill("Wilhelmina");
    await page.getByLabel("Family name").fill("Thackeray");
    await page.getByLabel("Nationality").selectOption("NZL");
    await page.getByLabel("Date of birth").fill("1971-03-04");
    await context.clearCookies();
    await page.getByRole("button", { name: /^Add person/ }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.waitFor();
    await dialog.getByLabel("Password", { exact: true }).fill(who.password);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await dialog.getByRole("button", { name: "Use a recovery code" }).click();
    await dialog.getByLabel("Recovery code").fill(who.codes.pop()!);
    await dialog.getByRole("button", { name: "Continue" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.getByLabel("Given names").inputValue(), "Wilhelmina");
    await page.getByRole("button", { name: /^Add person/ }).click();
    await page.getByRole("heading", { level: 1, name: "Wilhelmina Thackeray" }).waitFor();
  },

  async "an administrator makes a role, invites a person and ends a session"({ browser, world, person }) {
    const { person: who, page } = await person();
    await page.goto("/administration/roles/new");
    await page.getByLabel("Name").fill("Night analyst");
    await page.getByLabel("Customers and applications: Look and change").check();
    await page.getByLabel("Audit log: Look", { exact: true }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL("**/administration/roles");
    await sees(page, "Night analyst");
    await page.goto("/administration/users");
    await page.getByRole("heading", { name: "Users" }).click();
    await page.keyboard.press("i");
    const dialog = page.getByRole("dialog", { name: "Invite a person" });
    await dialog.getByLabel("E-mail").fill("not an address");
    await dialog.getByLabel("Name").fill("Lin Chen");
    await dialog.getByRole("button", { name: /^Invite/ }).click();
    await until(async () => (await dialog.getByLabel("E-mail").getAttribute("aria-invalid")) === "true", "the fault stands at its field");
    await dialog.getByLabel("E-mail").fill(`lin-${Date.now()}@example.com`);
    await dialog.getByLabel("Night analyst").check();
    await dialog.getByRole("button", { name: /^Invite/ }).click();
    await dialog.waitFor({ state: "detached" });
    await sees(page, "Lin Chen");
    const phone = await outsider(browser, world);
    const second = await phone.newPage();
    await second.goto("/sign-in");
    await enter(second, who);
    await second.getByRole("heading", { name: "Work list" }).waitFor();
    await page.goto("/account");
    await page.getByRole("region", { name: "Sessions" }).getByRole("button", { name: "End", exact: true }).click();
    await until(async () => (await page.getByRole("region", { name: "Sessions" }).locator("li").count()) === 1, "one session is left");
    await second.reload();
    await second.waitForURL(/sign-in/);
    await phone.close();
  },
};
