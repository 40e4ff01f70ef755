// Who is signed in. The cookie can't be read by scripts; what is known here came with the last answer about the
// session and is gone with the page.
import { useSyncExternalStore } from "react";
import { api, Refused, setCsrf, watchSession, type Answer } from "./api/client";

export type Session = Answer<"/session", "get">;
export type Grant = NonNullable<Session["permissions"]>[number];

// "key": a development proxy adds an API key, and there is nobody to sign in.
export type Known = { is: "asking" } | { is: "nobody" } | { is: "key" } | { is: "session"; session: Session; lost: boolean } | { is: "failed"; error: unknown };

let known: Known = { is: "asking" };
const listeners = new Set<() => void>();

function become(next: Known) {
  known = next;
  setCsrf(next.is === "session" ? next.session.csrf_token : "");
  for (const tell of listeners) tell();
}

export const signedIn = (session: Session) => become({ is: "session", session, lost: false });
// On the way in: its calls go through, but nobody is signed in before nothing is owed.
export const onTheWay = (session: Session) => setCsrf(session.csrf_token);
export const signedOut = () => become({ is: "nobody" });

let asking: Promise<void> | null = null;
// Whoever asks while an answer is on its way gets that one.
export const askSession = () => (asking ??= ask().finally(() => { asking = null; }));

async function ask(): Promise<void> {
  try {
    const { data } = await api.GET("/session");
    signedIn(data!);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) {
      if (known.is === "session") become({ ...known, lost: true });
      else signedOut();
    } else if (error instanceof Refused && error.status === 403) become({ is: "key" });
    else if (known.is === "asking" || known.is === "failed") become({ is: "failed", error });
  }
}

watchSession(
  () => {
    if (known.is === "session" && !known.lost) become({ ...known, lost: true });
    else if (known.is === "asking") signedOut();
  },
  askSession,
);

export function useSession(): Known {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => known,
  );
}

// Areas of the matrix of roles, with the single permissions that they stand for: [to look, to change].
const areas = {
  PRODUCT_APPLICATIONS: ["READ_PROFILES", "EDIT_APPLICATIONS"],
  USERS: ["VIEW_USERS", "MANAGE_USERS"],
  ROLES_AND_TEAMS: ["VIEW_ROLES", "MANAGE_ROLES"],
  IP_ALLOW_LIST: ["VIEW_IP_LIST", "MANAGE_IP_LIST"],
  DEVELOPER_TOOLS: ["VIEW_API_KEYS", "MANAGE_API_KEYS"],
  AUDIT_LOG: ["READ_AUDIT_LOG", "READ_AUDIT_LOG"],
} as const;
export type Area = keyof typeof areas;

// The API has the last word; this only leaves out of sight what it would refuse.
export function may(grants: Grant[] | undefined, area: Area, change = false): boolean {
  const [look, edit] = areas[area];
  return (grants ?? []).some((g) =>
    g.area === area ? !change || g.level === "READ_AND_WRITE" : g.permission === (change ? edit : look) || (!change && g.permission === edit));
}

export function useMay(area: Area, change = false): boolean {
  const now = useSession();
  if (now.is === "key") return true;
  return now.is === "session" && may(now.session.permissions, area, change);
}
