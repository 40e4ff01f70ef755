// Keys that do something. Components say which while they are on screen; the help lists just those.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { preferences } from "./preferences";

export interface Shortcut {
  keys: string; // "j", "g l" (one after the other), "Control+k", "Shift+Enter"
  label: string;
  run: (event: KeyboardEvent) => void;
  whileTyping?: boolean;
  hidden?: boolean; // from the help
}
interface Group {
  title: string;
  shortcuts: Shortcut[];
  modal: boolean; // an open dialog: what lies under it hears nothing
}

let groups: Group[] = [];
const listeners = new Set<() => void>();
let pending = "";
let pendingSince = 0;

function changed(next: Group[]) {
  groups = next;
  for (const tell of listeners) tell();
}

export function pressed(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  // Shift is part of a printed character ("?"), but not of a letter or a named key.
  const named = event.key.length > 1 || /[a-z]/i.test(event.key);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return [
    (event.ctrlKey || event.metaKey) && "Control",
    event.altKey && "Alt",
    event.shiftKey && named && "Shift",
    key,
  ].filter(Boolean).join("+");
}

// What a press after `before` means: the shortcut, or the start of one.
export function chosen(all: Shortcut[], before: string, press: string): { run?: Shortcut; begun: string } {
  for (const whole of before ? [`${before} ${press}`, press] : [press]) {
    const run = all.findLast((s) => s.keys === whole);
    if (run) return { run, begun: "" };
    if (all.some((s) => s.keys.startsWith(`${whole} `))) return { begun: whole };
  }
  return { begun: "" };
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.key === "Shift") return;
  const press = pressed(event);
  const plain = !press.startsWith("Control+") && !press.startsWith("Alt+");
  const isTyping = typing(event.target);
  const now = event.timeStamp;
  const before = now - pendingSince < 1200 ? pending : "";
  const floor = groups.findLastIndex((g) => g.modal);
  const usable = groups
    .slice(Math.max(floor, 0))
    .flatMap((g) => g.shortcuts)
    .filter((s) => (!isTyping || s.whileTyping) && (preferences().singleKeys || s.keys.length > 3));
  const { run, begun } = chosen(usable, before, press);
  pending = begun;
  pendingSince = now;
  if (!run) return;
  // Space and Enter belong to the button or link that has the focus.
  if (plain && (press === "Enter" || press === " ") && event.target instanceof Element && event.target.closest("button, a, summary")) return;
  event.preventDefault();
  run.run(event);
}
if (typeof document !== "undefined") document.addEventListener("keydown", onKey);

export function useShortcuts(title: string, shortcuts: Shortcut[], modal = false) {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shape = shortcuts.map((s) => `${s.keys}\u0000${s.label}\u0000${s.whileTyping}\u0000${s.hidden}`).join("\u0001");
  useEffect(() => {
    const mine: Group = {
      title,
      modal,
      shortcuts: latest.current.map((s, i) => ({ ...s, run: (e) => latest.current[i]?.run(e) })),
    };
    changed([...groups, mine]);
    return () => changed(groups.filter((g) => g !== mine));
  }, [title, shape, modal]);
}

export function useShortcutGroups(): Group[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => groups,
  );
}
