// Working through the list: filters, views, assignments, matches of many customers, and what others do meanwhile.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { listed, sees, until, type Journey } from "./world.ts";

const rows = (page: Page) => page.locator("tbody tr[data-index]");
const names = (page: Page) => page.locator("tbody tr[data-index] .name-link").allInnerTexts();
const word = () => `w${Date.now().toString(36)}`;
const focusedRow = (page: Page) => page.evaluate(() => document.activeElement?.querySelector(".name-link")?.textContent ?? "");

async function choose(page: Page, menu: string, ...options: string[]) {
  await page.locator(".toolbar").getByRole("button", { name: new RegExp(`^${menu}`) }).click();
  for (const option of options) await page.getByRole("menuitemcheckbox", { name: option, exact: true }).click();
  await page.keyboard.press("Escape");
}

export const workJourneys: Record<string, Journey> = {
  async "the work list is filtered, sorted and kept as a view"({ page, api }) {
    const ref = word();
    const hit = await listed(api, { customer_ref: ref });
    const clean = await api.person(["Perpetua"], "Quillon", { customer_ref: ref });
    await api.person(["Ottoline"], "Fernsby", { customer_ref: ref, nationality: "RUS" });
    await page.goto(`/?q=${ref}`);
    await until(async () => (await rows(page).count()) === 3, "all three are listed");
    await choose(page, "Status", "Approved");
    await until(async () => !(await names(page)).includes(hit.display_name), "what is not approved is left out");
    assert.ok((await names(page)).includes(clean.display_name));
    assert.match(page.url(), /status=APPROVED/);
    await choose(page, "Status", "Approved", "Applied");
    await choose(page, "Matches", "Sanctions to decide");
    await until(async () => (await names(page)).join() === hit.display_name, "only the one with a match is left");
    await page.goBack();
    await until(async () => (await rows(page).count()) !== 1, "filters can be gone back from");
    await page.goto(`/?q=${ref}`);
    await page.getByRole("columnheader", { name: "Risk" }).getByRole("button").click();
    await until(async () => page.url().includes("sort=-risk"), "the sort is part of the address");
    await until(async () => (await page.getByRole("columnheader", { name: "Risk" }).getAttribute("aria-sort")) === "descending", "and told");
    assert.equal(await page.getByRole("columnheader", { name: "Name" }).getByRole("button").count(), 0, "names don't sort");
    await page.getByRole("button", { name: "Save as a view" }).click();
    const dialog = page.getByRole("dialog", { name: "Save as a view" });
    await dialog.getByLabel("Name").fill(`Grave <i>${ref}</i>`);
    await dialog.getByLabel(/^Share/).check();
    await page.keyboard.press("Control+Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1, name: `Grave <i>${ref}</i>` }).waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^All applications/ }).click();
    await page.getByRole("heading", { level: 1, name: "Work list" }).waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: `Grave <i>${ref}</i>` }).click();
    await until(async () => page.url().includes("sort=-risk") && page.url().includes(ref), "the view brings its query back");
    await page.keyboard.press("v");
    const line = page.getByRole("dialog", { name: "Views" }).getByRole("listitem").filter({ hasText: ref });
    await line.getByRole("button", { name: /^Delete/ }).click();
    await line.getByRole("button", { name: "Delete", exact: true }).click();
    await until(async () => (await line.count()) === 0, "the view is gone");
  },

  async "chosen columns stay chosen"({ page, api }) {
    await api.person(["Philippa"], "Quillon");
    await page.goto("/");
    await rows(page).first().waitFor();
    await page.locator(".toolbar").getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Customer ref" }).click();
    await page.getByRole("menuitemcheckbox", { name: /^Product/ }).click();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByRole("columnheader", { name: "Customer ref" }).waitFor();
    assert.equal(await page.getByRole("columnheader", { name: "Product" }).count(), 0);
  },

  async "applications are assigned, one by one and many at once"({ page, api }) {
    const ref = word();
    const made = await Promise.all([0, 1, 2].map(() => api.person(["Philippa"], "Quillon", { customer_ref: ref })));
    const whose = async () => (await Promise.all(made.map((m) => api.call<{ assignments: { name?: string }[] }[]>("GET", `/profiles/${m.id}/applications`)))).map(([a]) => a!.assignments.length);
    await page.goto(`/?q=${ref}`);
    await until(async () => (await rows(page).count()) === 3, "all three are listed");
    await page.keyboard.press("j");
    await page.keyboard.press("i");
    await until(async () => (await whose()).filter(Boolean).length === 1, "one is mine");
    await page.goto(`/?q=${ref}&assignee=none`);
    await until(async () => (await rows(page).count()) === 2, "two are nobody's");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("Shift+X");
    await sees(page, "2 applications");
    await page.keyboard.press("Shift+A");
    await page.getByRole("dialog", { name: "Assign 2 applications to" }).waitFor();
    await page.getByRole("option", { name: /\(you\)/ }).waitFor();
    await page.keyboard.type("you");
    await page.keyboard.press("Enter");
    await until(async () => (await whose()).every((n) => n === 1), "all are mine");
    await page.goto(`/?q=${ref}&assignee=me`);
    await until(async () => (await rows(page).count()) === 3, "and listed as mine");
    await page.goto(`/profiles/${made[0]!.id}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Shift+A");
    await page.getByRole("option", { name: "Nobody" }).click();
    await page.getByRole("button", { name: /^Assign/ }).waitFor();
  },

  async "matches of many customers are decided one after the other"({ page, api }) {
    const [first, second] = [await listed(api), await listed(api)];
    const open = async () => (await Promise.all([first, second].map((p) => api.call<{ resolution: string }[]>("GET", `/profiles/${p.id}/events`)))).flat().filter((e) => e.resolution === "UNRESOLVED").length;
    await page.goto("/review");
    await page.getByRole("heading", { level: 1, name: "Matches to decide" }).waitFor();
    await page.locator(".comparison").waitFor();
    const lines = page.locator(".match-line");
    const all = await lines.count();
    assert.ok(all >= 2, `${all} wait`);
    for (let i = 0; i < all; i++) {
      const now = () => lines.evaluateAll((all) => all.findIndex((l) => l.classList.contains("current")));
      const before = await now();
      await page.keyboard.press("n");
      await until(async () => (await page.locator(".match-line", { hasText: "Not a match" }).count()) === i + 1, `match ${i + 1} is decided`);
      if (i < all - 1) await until(async () => (await now()) !== before, "the next one is shown");
    }
    await sees(page, "All decided");
    assert.equal(await open(), 0);
    assert.equal(await lines.count(), all, "what was decided stays in its place");
    await page.keyboard.press("u");
    await until(async () => (await open()) + (await page.locator(".match-line", { hasText: "Not a match" }).count()) >= all - 1, "the last is opened again");
    // A new one comes by itself.
    const third = await listed(api);
    await until(async () => (await lines.count()) === all + 1, "a new match is heard of");
    await lines.last().getByRole("button").click();
    await page.keyboard.press("o");
    await page.waitForURL(`**/profiles/${third.id}`);
  },

  async "what others do is seen without a reload, and nothing jumps"({ page, api }) {
    const ref = word();
    const first = await api.person(["Perpetua"], "Quillon", { customer_ref: ref });
    const hit = await listed(api, { customer_ref: ref });
    await page.goto(`/?q=${ref}`);
    await until(async () => (await rows(page).count()) === 2, "two are listed");
    await page.keyboard.press("j");
    assert.equal(await focusedRow(page), hit.display_name);
    const top = (await page.locator("tr:focus").boundingBox())!.y;
    const count = () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^All applications/ }).locator(".nav-count").innerText();
    const before = Number(await count());
    await api.person(["Isolde"], "Tamsin", { customer_ref: ref });
    await until(async () => (await page.getByRole("table", { name: "Applications" }).getAttribute("aria-rowcount")) === "4", "a new customer is listed");
    assert.equal(await focusedRow(page), hit.display_name, "the focus stays with its row");
    assert.equal((await page.locator("tr:focus").boundingBox())!.y >= top, true);
    await until(async () => Number(await count()) > before, "the count follows");
    await api.call("POST", `/profiles/${hit.id}/applications/${hit.applications[0]!.id}`, { status: "REJECTED" });
    await until(async () => (await page.locator("tr:focus").innerText()).includes("Rejected"), "the row changes where it is");
    // From the list into a customer, on to the next one, and back to where one was.
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/profiles\//);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const opened = page.url();
    await until(async () => {
      await page.keyboard.press("Shift+J");
      return page.url() !== opened;
    }, "the next customer of the list is opened");
    await page.goto(`/profiles/${first.id}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("button", { name: "Tag", exact: true }).click();
    await page.getByLabel("New tag").fill("half a w");
    await api.call("POST", `/profiles/${first.id}/tags`, { name: "from-elsewhere" });
    await sees(page, "from-elsewhere");
    assert.equal(await page.getByLabel("New tag").inputValue(), "half a w", "what is typed stays");
    assert.ok(await page.getByLabel("New tag").evaluate((e) => e === document.activeElement), "and has the focus");
  },

  async "a person with own fields and a product of one's choice is added"({ page, api }) {
    await page.goto("/profiles/new");
    await page.getByLabel("Given names").fill("Tamati");
    await page.getByLabel("Family name").fill("Brightwater");
    await page.getByLabel("Date of birth").fill("1979-02-11");
    await page.getByLabel("Nationality").selectOption("NZL");
    await page.getByLabel("Country").selectOption("NZL");
    await page.getByLabel("Town").fill("Napier");
    await page.getByLabel("Occupation").selectOption("EMPLOYED");
    await page.getByLabel("Current account").uncheck();
    await page.getByLabel("Premium account").check();
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/\/profiles\/[0-9a-f-]{36}$/);
    await page.getByRole("heading", { name: "Premium account" }).waitFor();
    const made = await api.call<{ collected_data: { custom_fields: object }; applications: { product: { alias: string } }[] }>("GET", `/profiles/${page.url().split("/").at(-1)}`);
    assert.deepEqual(made.collected_data.custom_fields, { occupation: "EMPLOYED" });
    assert.deepEqual(made.applications.map((a) => a.product.alias), ["premium_account"]);
    await page.getByRole("button", { name: "Add an application" }).click();
    const adding = page.getByRole("dialog", { name: "Add an application" });
    await adding.getByLabel("Product").selectOption("current_account");
    await adding.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("heading", { name: "Current account" }).waitFor();
    await page.getByRole("link", { name: /^Tasks/ }).click();
    await page.getByRole("button", { name: "Add a task" }).click();
    const task = page.getByRole("dialog", { name: "Add a task" });
    await task.getByLabel("What is to be done").selectOption({ index: 1 });
    await task.getByRole("button", { name: "Add", exact: true }).click();
    await task.waitFor({ state: "detached" });
  },
};
