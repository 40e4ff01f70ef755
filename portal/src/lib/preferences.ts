// What a person likes to see, kept in the browser: no token and nothing about customers.
import { useSyncExternalStore } from "react";

interface Preferences {
  theme: "system" | "light" | "dark";
  singleKeys: boolean; // shortcuts of one key, which some people's aids type by accident
  columns: string[] | null; // of the work list, null: as shipped
}
const fallback: Preferences = { theme: "system", singleKeys: true, columns: null };
const place = "probity.preferences";

function read(): Preferences {
  try {
    return { ...fallback, ...(JSON.parse(localStorage.getItem(place) ?? "{}") as Partial<Preferences>) };
  } catch {
    return fallback;
  }
}

let current = read();
const listeners = new Set<() => void>();

function apply() {
  const root = document.documentElement;
  if (current.theme === "system") delete root.dataset.theme;
  else root.dataset.theme = current.theme;
}
if (typeof document !== "undefined") apply();

export const preferences = () => current;

export function prefer(change: Partial<Preferences>) {
  current = { ...current, ...change };
  try {
    localStorage.setItem(place, JSON.stringify(current));
  } catch {
    // Full or forbidden: they last as long as the page.
  }
  apply();
  for (const tell of listeners) tell();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => current,
  );
}
