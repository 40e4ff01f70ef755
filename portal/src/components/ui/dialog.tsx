import { Dialog as Base } from "@base-ui/react/dialog";
import { useRef, type ReactNode, type RefObject } from "react";
import { useShortcuts, type Shortcut } from "@/lib/shortcuts";
import { IconButton } from "./button";

interface Props {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  size?: "small" | "medium" | "large";
  bare?: boolean; // no visible title
  shortcuts?: Shortcut[];
  stays?: boolean; // only its own buttons close it
  first?: RefObject<HTMLElement | null>; // gets the focus
}

// Mounted while open, so that what lies under it hears no keys meanwhile.
function Deaf({ title, shortcuts = [] }: { title: string; shortcuts?: Shortcut[] }) {
  useShortcuts(title, shortcuts, true);
  return null;
}

export function Dialog({ open, onClose, title, description, children, footer, size = "medium", bare, shortcuts, stays, first }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  // The first thing to fill in; else the first button, which never is the one that can't be undone.
  const start = () => popup.current?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea):not(:disabled), .dialog-body button, .dialog-foot button") ?? true;
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && !stays && onClose()} disablePointerDismissal={stays}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup ref={popup} className={`dialog ${size}`} initialFocus={first ?? start}>
          <Deaf title={title} shortcuts={shortcuts} />
          <header className={bare ? "hidden-visually" : "dialog-head"}>
            <Base.Title className="dialog-title">{title}</Base.Title>
            {!stays && !bare && <IconButton icon="close" label="Close" onClick={onClose} />}
          </header>
          <div className={bare ? "" : "dialog-body"}>
            {description && <Base.Description className="muted">{description}</Base.Description>}
            {children}
          </div>
          {footer && <footer className="dialog-foot">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
