import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Navigate, Outlet, useLocation, useNavigate, useNavigation } from "react-router";
import { Failed, Loading } from "@/components/ui/states";
import { queues, searchOf } from "@/features/applications/work_query";
import { onLive, useConnection, type News } from "@/lib/live";
import { askSession, useSession } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { Help } from "./help";
import { Navigation } from "./navigation";
import { usePlaces } from "./use_places";

// Opened by few of those who come: they are fetched then.
const Palette = lazy(async () => ({ default: (await import("./palette")).Palette }));
const LostSession = lazy(async () => ({ default: (await import("./lost_session")).LostSession }));

// What the stream tells makes old what was read; what is on screen is read anew, and nothing else.
const touched = (news: News): string[][] =>
  news.is === "counts" ? [["counts"]] : news.is === "profile" ? [["profile", news.change.profile_id], ["profiles"], ["events"]] : [["counts"], ["profile"], ["profiles"], ["events"]];

function useNews() {
  const queries = useQueryClient();
  useEffect(() => onLive((news) => touched(news).forEach((queryKey) => void queries.invalidateQueries({ queryKey }))), [queries]);
  return useConnection();
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
  const cut = useNews();

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
    ...queues.filter((q) => q.keys).map((q) => ({ keys: q.keys!, label: q.label, run: () => void navigate(`/?${searchOf(q.query)}`) })),
  ]);

  return (
    <div className="shell" aria-busy={busy}>
      <a className="skip" href="#main">To the content</a>
      <Navigation cut={cut} openPalette={() => setOpen("palette")} openHelp={() => setOpen("help")} />
      <main id="main" className="main" ref={main} tabIndex={-1}><Outlet /></main>
      <Suspense>
        {open === "palette" && <Palette open onClose={() => setOpen(null)} onHelp={() => setOpen("help")} />}
        {lost && <LostSession email={email} />}
      </Suspense>
      <Help open={open === "help"} onClose={() => setOpen(null)} />
    </div>
  );
}
