import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

// A small form beside the button that opens it.
export function Popover({ trigger, title, children }: { trigger: ReactElement<Record<string, unknown>>; title: string; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="positioner">
          <Base.Popup className="menu popover">
            <Base.Title className="hidden-visually">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
