import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { Icon, type IconName } from "./icons";

export interface MenuItem {
  label: ReactNode;
  icon?: IconName;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
}

export function Menu({ trigger, items, heading }: { trigger: ReactElement<Record<string, unknown>>; items: MenuItem[]; heading?: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className="positioner">
          <Base.Popup className="menu">
            {heading && <div className="menu-heading">{heading}</div>}
            {items.map((item, i) => (
              <Base.Item key={i} className={`menu-item${item.danger ? " danger-item" : ""}`} disabled={item.disabled} onClick={item.run}>
                {item.icon && <Icon name={item.icon} />}
                <span>{item.label}</span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

// Several may be chosen; it stays open meanwhile.
export function ChoiceMenu({ trigger, options, chosen, onChange, label }: {
  trigger: ReactElement<Record<string, unknown>>;
  options: { value: string; label: string; disabled?: boolean }[];
  chosen: string[];
  onChange: (next: string[]) => void;
  label: string;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="positioner">
          <Base.Popup className="menu" aria-label={label}>
            {options.map((o) => (
              <Base.CheckboxItem key={o.value} className="menu-item" checked={chosen.includes(o.value)} disabled={o.disabled} closeOnClick={false}
                onCheckedChange={(on) => onChange(on ? [...chosen, o.value] : chosen.filter((v) => v !== o.value))}>
                <span className="menu-check" aria-hidden>{chosen.includes(o.value) && <Icon name="check" />}</span>
                <span>{o.label}</span>
              </Base.CheckboxItem>
            ))}
            {chosen.length > 0 && <Base.Item className="menu-item menu-clear" onClick={() => onChange([])}>Clear</Base.Item>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
