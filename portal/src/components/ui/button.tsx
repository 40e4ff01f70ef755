import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { Icon, type IconName } from "./icons";

interface Look {
  kind?: "plain" | "primary" | "danger" | "grave" | "quiet"; // grave: weighs much, but is not the way to go
  icon?: IconName;
  keys?: string; // the shortcut, shown beside the label
  small?: boolean;
}

function look({ kind = "plain", small }: Look) {
  return `button ${kind}${small ? " small-button" : ""}`;
}

function Content({ icon, keys, children }: Look & { children?: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {children}
      {keys && <Keys keys={keys} />}
    </>
  );
}

type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement> & { busy?: boolean };

// While busy it keeps its place and focus, and a second press does nothing.
export function Button({ kind, icon, keys, small, busy, onClick, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button {...rest} type={busy ? "button" : type} className={`${look({ kind, small })} ${className ?? ""}`} aria-disabled={busy || undefined}
      onClick={busy ? (e) => e.preventDefault() : onClick}>
      <Content icon={icon} keys={keys}>{children}</Content>
      {busy && <span className="spinner" role="img" aria-label="working" />}
    </button>
  );
}

export function ButtonLink({ kind, icon, keys, small, children, ...rest }: Look & LinkProps) {
  return (
    <Link {...rest} className={look({ kind, small })}>
      <Content icon={icon} keys={keys}>{children as ReactNode}</Content>
    </Link>
  );
}

export function IconButton({ label, icon, ...rest }: { label: string; icon: IconName } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} className="button quiet icon-button" aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}

const shown: Record<string, string> = { Control: "Ctrl", Enter: "↵", Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑", Shift: "⇧" };

export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys" aria-hidden>
      {keys.split(" ").map((press) => (
        <kbd key={press}>{press.split("+").map((k) => shown[k] ?? (k.length === 1 ? k.toUpperCase() : k)).join(" ")}</kbd>
      ))}
    </span>
  );
}
