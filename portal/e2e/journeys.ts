// What people do, against the real server. Each journey makes the customers that it needs.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { listed, sees, until, type Journey } from "./world.ts";

export const journeys: Record<string, Journey> = {
  async "the work list is searched and walked by keys"({ page, api }) {
    const word = `quill-${Date.now()}`;
    const made = await api.person(["Perpetua"], "Quillon", { customer_ref: word });
    await api.person(["Philippa"], "Quillon");
    await page.goto("/");
    await page.locator("tbody tr[data-index]").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(word);
    await until(async () => (await page.locator("tbody tr[data-index]").count()) === 1, "the search finds one");
    assert.ok(page.url().includes(`q=${word}`), "the search is part of the address");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await until(async () => (await page.locator("tbody tr[data-index]").count()) > 1, "the list is whole again");
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-index")), "1");
    await page.keyboard.press("k");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-index")), "0");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/profiles\/[0-9a-f-]{36}$/);
    await page.goto(`/?q=${word}`);
    await page.getByRole("link", { name: made.display_name }).click();
    await page.waitForURL(`**/profiles/${made.id}`);
  },

  async "the palette finds a customer and a place"({ page, api }) {
    const made = await api.person(["Ferdinanda"], "Ostrowska");
    await page.goto("/");
    await page.getByRole("heading", { name: "Work list" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("Ferdinanda Ostrowska");
    await page.getByRole("option", { name: /Ferdinanda Ostrowska/ }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/profiles\//);
    await sees(page, made.display_name);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("add cus");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/profiles/new");
    await page.getByRole("heading", { name: "Add customer" }).click();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  },

  async "a hit is decided by keys, its task passed, the customer approved"({ page, api }) {
    const made = await listed(api);
    assert.equal(made.events.length, 1);
    await page.goto(`/profiles/${made.id}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.ok(await page.getByRole("button", { name: /^Approve/ }).isDisabled(), "approval waits");
    await page.keyboard.press("r");
    await page.waitForURL("**/review");
    await sees(page, "1 of 1 to decide");
    // The sum that is shown is the score.
    const shown = await page.locator(".ladder .result dd").innerText();
    assert.equal(shown, await page.locator(".why-panel .score").innerText());
    assert.equal(await page.getByRole("alert").count(), 0, "the arithmetic holds");
    await page.keyboard.press("c");
    await page.keyboard.type("Born elsewhere");
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    await sees(page, "All 1 decided");
    await sees(page, "Born elsewhere");
    await page.keyboard.press("u");
    await sees(page, "1 of 1 to decide");
    await page.keyboard.press("n");
    await sees(page, "All 1 decided");
    await page.keyboard.press("b");
    await page.getByRole("link", { name: /Task to do: Screen for sanctions/ }).click();
    await page.waitForURL(/\/tasks#/);
    const task = page.getByRole("region", { name: "Screen for sanctions" });
    await task.getByLabel("New note").fill("Compared the passport with the list.");
    await task.getByRole("button", { name: /^Add note/ }).click();
    await task.getByText("Compared the passport with the list.").last().waitFor();
    await task.getByRole("button", { name: "Pass", exact: true }).click();
    await task.getByRole("button", { name: "Open again" }).waitFor();
    await page.getByRole("link", { name: "Overview" }).click();
    await sees(page, "the decision is yours");
    await page.keyboard.press("a");
    await page.getByRole("dialog", { name: /^Approve/ }).getByLabel(/Comment/).fill("Reviewed");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog", { name: /^Approve/ }).waitFor({ state: "detached" });
    await until(async () => (await api.call<{ applications: { status: string }[] }>("GET", `/profiles/${made.id}`)).applications[0]!.status === "APPROVED", "it is approved");
    await page.getByRole("link", { name: "Audit trail" }).click();
    await sees(page, "decided on a match");
  },

  async "a match is confirmed and ignored in bulk"({ page, api }) {
    const made = await listed(api);
    await page.goto(`/profiles/${made.id}/review`);
    await sees(page, "1 of 1 to decide");
    await page.keyboard.press("Shift+a");
    await sees(page, "1 match together");
    await page.getByRole("button", { name: /^Ignore/ }).click();
    await sees(page, "All 1 decided");
    const events = await api.call<{ resolution: string }[]>("GET", `/profiles/${made.id}/events`);
    assert.deepEqual(events.map((e) => e.resolution), ["IGNORE"]);
  },

  async "a person is added; faults stand at their fields"({ page }) {
    await page.goto("/profiles/new");
    await page.getByLabel("Given names").fill("Notburga Ilse");
    await page.getByLabel("Family name").fill("Mielcarek");
    await page.getByLabel("Date of birth").fill("1988-13-45");
    await page.getByLabel("Nationality").selectOption("NZL");
    await page.getByRole("button", { name: /^Add person/ }).click();
    const dob = page.getByLabel("Date of birth");
    await until(async () => (await dob.getAttribute("aria-invalid")) === "true", "the fault stands at its field");
    assert.ok(await dob.evaluate((e) => e === document.activeElement), "and has the focus");
    assert.equal(await page.getByLabel("Given names").inputValue(), "Notburga Ilse");
    await dob.fill("1988-10-09");
    await page.getByLabel("Country").selectOption("NZL");
    await page.getByLabel("Town").fill("Wellington");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/\/profiles\/[0-9a-f-]{36}$/);
    await page.getByRole("heading", { level: 1, name: "Notburga Ilse Mielcarek" }).waitFor();
    await sees(page, "Approved");
  },

  async "a tag is put on a customer and taken off"({ page, api }) {
    const made = await api.person(["Isolde"], "Tamsin");
    await page.goto(`/profiles/${made.id}`);
    await page.getByRole("button", { name: "Tag", exact: true }).click();
    await page.getByLabel("New tag").fill("vip <b>north</b>");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Remove the tag vip <b>north</b>" }).click();
    await until(async () => (await page.getByRole("button", { name: /^Remove the tag/ }).count()) === 0, "the tag is gone");
  },

  async "a company is added, verified and approved"({ page }) {
    await page.goto("/profiles/new?kind=COMPANY");
    await page.getByLabel("Name", { exact: true }).fill("Kaimoana Boat Works Limited");
    await page.getByLabel("Country of incorporation").selectOption("NZL");
    await page.getByLabel("Company number").fill("09565115");
    await page.getByRole("button", { name: /^Add company/ }).click();
    await page.waitForURL(/\/profiles\/[0-9a-f-]{36}$/);
    await page.getByRole("link", { name: /^Tasks/ }).click();
    const task = page.getByRole("region", { name: "Verify company identity" });
    await task.getByRole("button", { name: "Pass", exact: true }).click();
    await task.getByRole("button", { name: "Open again" }).waitFor();
    await page.getByRole("link", { name: "Overview" }).click();
    await sees(page, "Approved");
  },

  async "two people change the same data and both versions are shown"({ page, api }) {
    const made = await api.person(["Ottoline"], "Fernsby");
    await page.goto(`/profiles/${made.id}/data`);
    await page.getByRole("button", { name: /^Edit/ }).click();
    await page.getByLabel("Town").fill("Hastings");
    const now = await api.call("GET", `/profiles/${made.id}/collected_data`);
    await api.call("POST", `/profiles/${made.id}/collected_data`, { ...now, customer_ref: "from-elsewhere" });
    await page.getByRole("button", { name: /^Save/ }).click();
    const dialog = page.getByRole("dialog", { name: /Someone else/ });
    await dialog.getByText("from-elsewhere").waitFor();
    await dialog.getByText("Hastings").waitFor();
    await dialog.getByText("Napier").waitFor();
    await dialog.getByRole("button", { name: "Save mine over theirs" }).click();
    await sees(page, "Hastings");
    const saved = await api.call<{ customer_ref?: string; address_history: { address: { locality: string } }[] }>("GET", `/profiles/${made.id}/collected_data`);
    assert.equal(saved.address_history[0]!.address.locality, "Hastings");
  },

  async "hostile names are text and break nothing"({ page, api }) {
    const names: [string[], string][] = [
      [["<script>alert(1)</script>"], "<img src=x onerror=alert(1)>"],
      [["\u202eevil"], "\u202dorder \u2067rtl"],
      [["x".repeat(4900)], "y".repeat(4900)],
      [[`Z${"\u0351".repeat(200)}`], `a${"\u0300".repeat(300)}lgo`],
      [["عبد الله"], "الحسن"],
      [["javascript:alert(1)"], "{{7*7}}${7*7}"],
    ];
    const ids: string[] = [];
    for (const [given, family] of names) ids.push((await api.person(given, family, { customer_ref: "hostile" })).id);
    let alerted = false;
    page.on("dialog", (d) => { alerted = true; void d.dismiss(); });
    await page.goto("/?q=hostile");
    await until(async () => (await page.locator("tbody tr[data-index]").count()) >= names.length, "all are listed");
    const heights = await page.locator("tbody tr[data-index]").evaluateAll((rows) => rows.map((r) => r.getBoundingClientRect().height));
    assert.ok(heights.every((h) => h === 34), `rows keep their height: ${heights}`);
    for (const id of ids)
      for (const tab of ["", "/data", "/audit"]) {
        await page.goto(`/profiles/${id}${tab}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        const wide = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector("main")!.scrollWidth - document.querySelector("main")!.clientWidth + innerWidth));
        assert.ok(wide <= 1280, `${id}${tab} is ${wide} wide`);
        const head = await page.locator(".profile-head").boundingBox();
        assert.ok(head!.height < 140, `${id}${tab}: the header is ${head!.height} high`);
      }
    assert.equal(await page.locator("main script, main img").count(), 0);
    assert.ok(!alerted, "nothing was run");
  },

  async "the first screen is light and quick"({ page, context, api }) {
    await api.person(["Perpetua"], "Quillon");
    const sizes = new Map<string, number>();
    page.on("response", async (r) => {
      if (r.request().resourceType() === "script") sizes.set(r.url(), gzipSync(await r.body(), { level: 9 }).length);
    });
    await page.goto("/");
    await page.locator("tbody tr[data-index]").first().waitFor();
    await page.waitForLoadState("networkidle");
    const total = [...sizes.values()].reduce((a, b) => a + b, 0);
    assert.ok(total <= 250_000, `the first screen's scripts are ${total} bytes in gzip`);
    const fresh = await context.newPage();
    const started = Date.now();
    await fresh.goto("/");
    await fresh.locator("tbody tr[data-index]").first().waitFor();
    const took = Date.now() - started;
    assert.ok(took < Number(process.env.PORTAL_FIRST_SCREEN_MS ?? 3000), `the first screen took ${took} ms`);
    console.error(`  ${Math.round(total / 1000)} kB of scripts in gzip, first screen ${took} ms`);
  },
};
