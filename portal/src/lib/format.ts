// How values are shown. The API's times are UTC without a zone; people see their own.

export function instant(text: string): Date {
  return new Date(`${text.replace(" ", "T")}Z`);
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });

export const shownDay = (at: Date) => day.format(at);
export const shownTime = (at: Date) => `${day.format(at)}, ${clock.format(at)}`;
export const shownFully = (at: Date) => long.format(at);

const steps: [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, "second"], [3600, "minute"], [86_400, "hour"], [7 * 86_400, "day"],
];
const per: Partial<Record<Intl.RelativeTimeFormatUnit, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

// "5 minutes ago" for a week, then the day.
export function ago(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const step = steps.find(([limit]) => Math.abs(seconds) < limit);
  if (!step) return shownDay(at);
  if (step[1] === "second") return "just now";
  return relative.format(Math.round(seconds / per[step[1]]!), step[1]);
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

// A date of which the day, or month and day, may be unknown.
export function partialDate(text: string): string {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!parts) return text;
  const [, year, month, dayOf] = parts;
  return [dayOf && String(Number(dayOf)), month && (months[Number(month) - 1] ?? month), year].filter(Boolean).join(" ");
}

// REQUIRES_MANUAL_TASK_COMPLETION → Requires manual task completion
export function words(code: string): string {
  const text = code.replace(/[_-]+/g, " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const counted = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

// Long text in attributes and lists; never cuts a letter off its marks or an emoji in two.
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let out = "";
  for (const { segment } of segmenter.segment(text.slice(0, most * 4))) {
    if (out.length + segment.length > most) break;
    out += segment;
  }
  return `${out}…`;
}

// At most three marks on a letter are drawn: a flood of them would paint over the lines around it. Controls, and
// what turns the direction of writing by force, are shown as what they are: something that is not a letter.
export function calmed(text: string): string {
  return text.replace(/(\p{M}{3})\p{M}+/gu, "$1").replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
