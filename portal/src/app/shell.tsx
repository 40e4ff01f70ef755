import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { NavLink, Outlet, useLocation, useNavigate, useNavigation } from "react-router";
import { Keys } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icons";
import { Menu } from "@/components/ui/menu";
import { Foreign } from "@/components/ui/text";
import { api, body } from "@/lib/api/client";
import { prefer, usePreferences } from "@/lib/preferences";
import { useShortcuts } from "@/lib/shortcuts";
import { Help } from "./help";
import { Palette } from "./palette";
import { places } from "./places";

export const whoami = { queryKey: ["whoami"], queryFn: () => body(api.GET("/whoami")), staleTime: 60_000 };

function Item({ to, icon, label, keys, end }: { to: string; icon: IconName; label: string; keys?: string; end?: boolean }) {
  return (
    <NavLink to={to} end={end} className="nav-item">
      <Icon name={icon} />
      <span>{label}</span>
      {keys && <Keys keys={keys} />}
    </NavLink>
  );
}

const themes = { system: "As the system", light: "Light", dark: "Dark" } as const;

function Navigation({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }) {
  const { data } = useQuery(whoami);
  const { theme } = usePreferences();
  return (
    <nav className="nav" aria-label="Main">
      <NavLink to="/" className="brand"><img src="/icon.svg" alt="" />Probity</NavLink>
      <button type="button" className="nav-item" onClick={openPalette}><Icon name="search" /><span>Find or do</span><Keys keys="Control+k" /></button>
      {places.map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          {group.title && <p className="nav-title">{group.title}</p>}
          {group.places.map((p) => <Item key={p.to} to={p.to} icon={p.icon} label={p.label} end={p.to === "/"} />)}
        </div>
      ))}
      <div className="nav-foot">
        <Menu
          trigger={<button type="button" className="nav-item"><Icon name="theme" /><span>Appearance</span></button>}
          items={Object.entries(themes).map(([value, label]) => ({ label, icon: value === theme ? "check" : undefined, run: () => prefer({ theme: value as keyof typeof themes }) }))}
        />
        <button type="button" className="nav-item" onClick={openHelp}><Icon name="keyboard" /><span>Keyboard</span><Keys keys="?" /></button>
        {data && (
          <div className="who small">
            <Foreign text={data.user?.name ?? "API key"} />
            <span className="muted"><Foreign text={data.institution.name} /></span>
          </div>
        )}
      </div>
    </nav>
  );
}

export function Shell() {
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const main = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const busy = useNavigation().state === "loading";

  // A new screen is announced and takes the focus, as a new page would.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
    first.current = false;
    main.current?.scrollTo(0, 0);
  }, [pathname]);

  useShortcuts("Everywhere", [
    { keys: "Control+k", label: "Find or do", run: () => setOpen("palette"), whileTyping: true },
    { keys: "?", label: "Keyboard help", run: () => setOpen("help") },
    ...places.flatMap((g) => g.places).filter((p) => p.keys).map((p) => ({ keys: p.keys!, label: p.label, run: () => void navigate(p.to) })),
  ]);

  return (
    <div className="shell" aria-busy={busy}>
      <a className="skip" href="#main">To the content</a>
      <Navigation openPalette={() => setOpen("palette")} openHelp={() => setOpen("help")} />
      <main id="main" className="main" ref={main} tabIndex={-1}><Outlet /></main>
      <Palette open={open === "palette"} onClose={() => setOpen(null)} onHelp={() => setOpen("help")} />
      <Help open={open === "help"} onClose={() => setOpen(null)} />
    </div>
  );
}
