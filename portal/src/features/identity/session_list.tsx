import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Foreign, When } from "@/components/ui/text";
import { tellFailure } from "@/components/ui/toasts";
import type { Answer } from "@/lib/api/client";
import { instant } from "@/lib/format";

type Item = Answer<"/me/sessions", "get">[number];

const browsers: [RegExp, string][] = [[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]];
const systems: [RegExp, string][] = [[/Windows/, "Windows"], [/iPhone|iPad/, "iOS"], [/Android/, "Android"], [/Mac OS/, "macOS"], [/Linux/, "Linux"]];

// "Chrome on Linux" of a browser's long name for itself; else what it said.
export function deviceName(agent: string): string {
  const browser = browsers.find(([is]) => is.test(agent))?.[1];
  const system = systems.find(([is]) => is.test(agent))?.[1];
  return browser ? (system ? `${browser} on ${system}` : browser) : agent;
}

// `onEnd` absent: only to look at.
export function SessionList({ sessions, onEnd }: { sessions: Item[]; onEnd?: (id: string) => Promise<unknown> }) {
  const [busy, setBusy] = useState("");
  const end = async (id: string) => {
    if (busy) return;
    setBusy(id);
    try {
      await onEnd!(id);
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy("");
    }
  };
  if (sessions.length === 0) return <p className="muted">Not signed in anywhere.</p>;
  return (
    <ul className="rows">
      {sessions.map((s) => (
        <li key={s.id}>
          <span className="grow" title={s.device.slice(0, 300)}><Foreign text={deviceName(s.device)} /> <span className="muted small">since <When at={instant(s.creation_date)} /></span></span>
          {s.is_current ? <Badge tone="good" dot>This one</Badge> : <span className="muted small">used <When at={instant(s.last_used)} form="ago" /></span>}
          {onEnd && !s.is_current && <Button small busy={busy === s.id} onClick={() => void end(s.id)}>End</Button>}
        </li>
      ))}
    </ul>
  );
}
