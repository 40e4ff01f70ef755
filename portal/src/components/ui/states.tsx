// What a place shows while it has nothing to show: loading, empty, failed.
import type { ReactNode } from "react";
import { Refused, Unreachable } from "@/lib/api/client";
import { Button } from "./button";
import { Icon, type IconName } from "./icons";

export function Loading({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div className="loading" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => <span key={i} className={`bone bone-${i % 4}`} />)}
    </div>
  );
}

// `whole`: there is nothing else on the page.
export function Empty({ title, children, icon = "list", action, whole }: { title: string; children?: ReactNode; icon?: IconName; action?: ReactNode; whole?: boolean }) {
  const Heading = whole ? "h1" : "h2";
  return (
    <div className="empty">
      <span className="empty-icon"><Icon name={icon} /></span>
      <Heading>{title}</Heading>
      {children && <p className="muted">{children}</p>}
      {action}
    </div>
  );
}

export function said(error: unknown): { title: string; text: string; request: string } {
  if (error instanceof Unreachable) return { title: "The server can't be reached", text: "Your connection or the server is down. What you typed is kept.", request: "" };
  if (error instanceof Refused) {
    const title =
      error.status === 403 ? "You may not see this" :
      error.status === 404 ? "There is nothing here" :
      error.status === 429 ? "Too many requests" :
      error.status >= 500 ? "The server could not do it" : "That was refused";
    const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : "";
    return { title, text: `${error.faults.map((f) => f.message).join("; ") || error.message}.${wait}`.replace("..", "."), request: error.request };
  }
  return { title: "This screen failed", text: error instanceof Error ? error.message : "An unknown error.", request: "" };
}

export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { title, text, request } = said(error);
  return (
    <div className="empty failed" role="alert">
      <span className="empty-icon"><Icon name="warning" /></span>
      <h2>{title}</h2>
      <p className="muted">{text}</p>
      {request && <p className="muted small">To quote in support: <code>{request}</code></p>}
      {again && <Button onClick={again}>Try again</Button>}
    </div>
  );
}
