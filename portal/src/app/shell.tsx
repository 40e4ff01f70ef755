import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Navigate, NavLink, Outlet, useLocation, useNavigate, useNavigation } from "react-router";
import { Keys } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icons";
import { Menu } from "@/components/ui/menu";
import { Failed, Loading } from "@/components/ui/states";
import { Foreign } from "@/components/ui/text";
import { tellFailure } from "@/components/ui/toasts";
import { api, body } from "@/lib/api/client";
import { prefer, usePreferences } from "@/lib/preferences";
import { askSession, signedOut, useSession } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { Help } from "./help";
import { usePlaces } from "./use_places";

// Opened by few of those who come: they are fetched then.
const Palette = lazy(async () => ({ default: (await import("./palette")).Palette }));
const LostSession = lazy(async () => ({ default: (await import("./lost_session")).LostSession }));

const whoami = { queryKey: ["whoami"], queryFn: () => body(api.GET("/whoami")), staleTime: 60_000 };

function Item({ to, icon, label, keys, end }: { to: string; icon: IconName; label: string; keys?: string; end?: boolean }) {
  return (
    <NavLink to={to} end={end} className="nav-item">
      <Icon name={icon} />
      <span>{label}</span>
      {keys && <Keys keys={keys} />}
    </NavLink>
  );
}

function Who() {
  const now = useSession();
  const { data } = useQuery({ ...whoami, enabled: now.is === "key" });
  const navigate = useNavigate();
  const queries = useQueryClient();
  if (now.is !== "session")
    return data ? <div className="who small"><span>API key</span><span className="muted"><Foreign text={data.institution.name} /></span></div> : null;
  const { session } = now;
  const leave = async () => {
    try {
      await api.DELETE("/session");
      await navigate("/sign-in");
      signedOut();
      queries.clear();
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <Menu
      trigger={
        <button type="button" className="nav-item who">
          <Icon name="person" />
          <span className="grow small"><Foreign text={session.user?.name ?? session.email ?? "You"} /><span className="muted block"><Foreign text={session.institution?.name ?? ""} /></span></span>
        </button>
      }
      items={[{ label: "Your account", icon: "person", run: () => void navigate("/account") }, { label: "Sign out", icon: "out", run: () => void leave() }]}
    />
  );
}

const themes = { system: "As the system", light: "Light", dark: "Dark" } as const;

function Navigation({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }) {
  const { theme } = usePreferences();
  const places = usePlaces();
  const now = useSession();
  const demo = now.is === "session" && now.session.institution?.is_demo;
  return (
    <nav className="nav" aria-label="Main">
      <NavLink to="/" className="brand"><img src="/icon.svg" alt="" />Probity{demo && <span className="demo-label">DEMO</span>}</NavLink>
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
        <Who />
      </div>
    </nav>
  );
}

// Only who is signed in sees more than the door.
export function Shell() {
  const now = useSession();
  const { pathname, search, hash } = useLocation();
  useEffect(() => {
    if (now.is === "asking") void askSession();
  }, [now.is]);
  if (now.is === "asking") return <Loading rows={3} label="Starting" />;
  if (now.is === "failed") return <Failed error={now.error} again={() => void askSession()} />;
  const whole = now.is === "key" || (now.is === "session" && now.session.state === "WHOLE");
  if (!whole) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search + hash)}`} replace />;
  return <House lost={now.is === "session" && now.lost} email={now.is === "session" ? now.session.email : undefined} />;
}

function House({ lost, email }: { lost: boolean; email?: string }) {
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const main = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const busy = useNavigation().state === "loading";
  const places = usePlaces();

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
      <Suspense>
        {open === "palette" && <Palette open onClose={() => setOpen(null)} onHelp={() => setOpen("help")} />}
        {lost && <LostSession email={email} />}
      </Suspense>
      <Help open={open === "help"} onClose={() => setOpen(null)} />
    </div>
  );
}
