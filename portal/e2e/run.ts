// Runs journeys and looks at screens in Debian's Chromium against a running server:
//   node e2e/run.ts [--only WORDS] [--screens [--quick] [--bless]] [--shots FOLDER] [--list]
// PORTAL_URL and PORTAL_KEY say where, PORTAL_INVITATIONS who: tokens of invitations to one institution, one for each
// journey of people and one for all the rest.
// Prints a line of JSON for each: {"name", "ok", "seconds", "why"?}. Any error on a page's console, and anything that the
// Content-Security-Policy refuses, fails the journey that saw it.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { journeys } from "./journeys.ts";
import { likeness } from "./likeness.ts";
import { arrive, outsider, peopleJourneys } from "./people.ts";
import { screens } from "./screens.ts";
import { workJourneys } from "./work.ts";
import { Api, listed, type World } from "./world.ts";

const { values: options } = parseArgs({ options: { only: { type: "string" }, screens: { type: "boolean" }, shots: { type: "string" }, list: { type: "boolean" }, quick: { type: "boolean" }, bless: { type: "boolean" } } });

const world: World = {
  url: process.env.PORTAL_URL ?? "",
  key: process.env.PORTAL_KEY ?? "",
  invitations: (process.env.PORTAL_INVITATIONS ?? "").split(",").filter(Boolean),
};

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Watched {
  page: Page;
  complaints: string[];
}

// 4xx answers are the API's way to refuse, and Chromium logs each: those lines say nothing new.
function watch(page: Page): Watched {
  const complaints: string[] = [];
  page.on("console", (m) => {
    if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) complaints.push(m.text());
  });
  page.on("pageerror", (e) => complaints.push(e.message));
  return { page, complaints };
}

// Everybody's session: signed in once, because a code of the authenticator app can't be used twice.
let session: Awaited<ReturnType<BrowserContext["storageState"]>> | undefined;

async function open(browser: Browser, l: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    storageState: session, baseURL: world.url, viewport: { width: l.width, height: l.height }, colorScheme: l.scheme, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC",
  });
  context.setDefaultTimeout(30_000);
  return context;
}

let failures = 0;
async function tell(name: string, act: () => Promise<string[]>) {
  const started = performance.now();
  let why = "";
  try {
    why = (await act()).join(" | ");
  } catch (e) {
    why = e instanceof Error ? e.message : String(e);
  }
  if (why) failures++;
  console.log(JSON.stringify({ name, ok: !why, seconds: Math.round(performance.now() - started) / 1000, ...(why && { why: why.slice(0, 1500) }) }));
}

async function look(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async (only) => {
    const { axe: there } = window as unknown as { axe: { run: (o: object) => Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }> } };
    return (await there.run({ runOnly: only })).violations;
  }, tags);
  return found.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} (${n.failureSummary?.split("\n")[1]?.trim() ?? ""})`).join(", ")}`);
}

const chosen = (name: string) => !options.only || name.includes(options.only);
interface Look {
  width: number;
  height: number;
  scheme: "light" | "dark";
}
const sizes = options.quick ? [[1280, 800]] as const : ([[1280, 800], [1920, 1080]] as const);
const looks: Look[] = sizes.flatMap(([width, height]) => (options.quick ? ["light" as const] : ["light" as const, "dark" as const]).map((scheme) => ({ width, height, scheme })));
const named = (screen: string, look: Look) => `${screen} ${look.width} ${look.scheme}`;

const ofHouse = { ...journeys, ...workJourneys };
const arrival = "an invitation is taken, a second step set up";

if (options.list) {
  const names = options.screens ? looks.flatMap((l) => screens.map((s) => named(s.name, l))) : [arrival, ...Object.keys(ofHouse), ...Object.keys(peopleJourneys)];
  console.log(names.filter(chosen).join("\n"));
  process.exit();
}

const browser = await chromium.launch({ executablePath: process.env.PROBITY_CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
try {
  const api = new Api(world);
  const arrived = async () => {
    const token = world.invitations.pop();
    if (!token) throw new Error("there is no invitation left");
    const context = await outsider(browser, world);
    const { page, complaints } = watch(await context.newPage());
    try {
      return { context, page, complaints, person: await arrive(page, token) };
    } catch (e) {
      if (options.shots) await page.screenshot({ path: join(options.shots, "failed-arrival.png") }).catch(() => {});
      throw e;
    }
  };
  await tell(arrival, async () => {
    const { context, complaints } = await arrived();
    session = await context.storageState();
    await context.close();
    return complaints;
  });
  if (!options.screens)
    for (const [name, journey] of Object.entries(ofHouse).filter(([n]) => chosen(n))) {
      const context = await open(browser, { width: 1280, height: 800, scheme: "light" });
      const { page, complaints } = watch(await context.newPage());
      await tell(name, async () => {
        try {
          await journey({ world, api, context, page });
        } catch (e) {
          if (options.shots) await page.screenshot({ path: join(options.shots, `failed-${name.replace(/\W+/g, "-")}.png`) }).catch(() => {});
          throw e;
        }
        return complaints;
      });
      await context.close();
    }
  if (!options.screens)
    for (const [name, journey] of Object.entries(peopleJourneys).filter(([n]) => chosen(n)))
      await tell(name, async () => {
        let complaints: string[] = [];
        const contexts: BrowserContext[] = [];
        try {
          await journey({ browser, world, person: async () => {
            const made = await arrived();
            contexts.push(made.context);
            complaints = made.complaints;
            return made;
          } });
          return complaints;
        } catch (e) {
          for (const page of options.shots ? contexts.flatMap((c) => c.pages()) : [])
            await page.screenshot({ path: join(options.shots!, `failed-${name.replace(/\W+/g, "-")}.png`) }).catch(() => {});
          throw e;
        } finally {
          for (const c of contexts) await c.close();
        }
      });
  else {
    const made = await listed(api);
    if (options.shots) mkdirSync(options.shots, { recursive: true });
    const tool = await browser.newPage();
    for (const l of looks) {
      const context = await open(browser, l);
      const { page, complaints } = watch(await context.newPage());
      for (const screen of screens.filter((s) => chosen(named(s.name, l))))
        await tell(named(screen.name, l), async () => {
          complaints.length = 0;
          await page.goto(screen.path.replace("$LISTED", made.id));
          await page.locator(screen.ready).first().waitFor();
          for (const press of screen.press ?? []) await page.keyboard.press(press);
          await page.waitForLoadState("networkidle");
          await page.waitForTimeout(200);
          const png = await page.screenshot(options.shots ? { path: join(options.shots, `${screen.name}-${l.width}-${l.scheme}.png`) } : {});
          // axe first: its faults say more than a picture.
          const found = [...complaints, ...(await look(page))];
          return screen.blessed && l.width === 1280 ? [...found, ...(await likeness(tool, `${screen.name}-${l.scheme}`, png, !!options.bless))] : found;
        });
      await context.close();
    }
  }
} finally {
  await browser.close();
}
process.exitCode = failures ? 1 : 0;
