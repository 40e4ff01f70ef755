import type { ReactNode } from "react";

export type Tone = "good" | "warn" | "bad" | "info" | "quiet";

// The word says it; the tone repeats it.
export function Badge({ tone, children, dot = false, title }: { tone: Tone; children: ReactNode; dot?: boolean; title?: string }) {
  return (
    <span className={`badge ${tone}`} title={title}>
      {dot && <span className="dot" aria-hidden />}
      {children}
    </span>
  );
}
