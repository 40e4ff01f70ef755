import type { ReactNode } from "react";

// The frame of a screen of administration: its title, what it is for, what one can do.
export function Frame({ title, text, action, full, children }: { title: string; text?: string; action?: ReactNode; full?: boolean; children: ReactNode }) {
  return (
    <div className={full ? "page full" : "page"}>
      <title>{`${title} · Probity`}</title>
      <header className="page-head"><div><h1>{title}</h1>{text && <p className="muted small">{text}</p>}</div>{action}</header>
      {full ? <div className="list-body">{children}</div> : <div className="page-body stack narrow">{children}</div>}
    </div>
  );
}
