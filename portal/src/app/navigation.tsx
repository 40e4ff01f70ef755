// The left side: where one can go, the queues with their counts, the views that one likes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, NavLink, useLocation, useNavigate } from "react-router";
import { Keys } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icons";
import { Menu } from "@/components/ui/menu";
import { Foreign } from "@/components/ui/text";
import { tellFailure } from "@/components/ui/toasts";
import { useCounts } from "@/features/applications/counts";
import { forgetLists } from "@/features/applications/lists";
import { addressOf, useViews } from "@/features/applications/view_query";
import { countOf, queryOf, queues, sameWork, searchOf } from "@/features/applications/work_query";
import { api, body } from "@/lib/api/client";
import { prefer, usePreferences } from "@/lib/preferences";
import { signedOut, useMay, useSession } from "@/lib/session";
import { usePlaces } from "./use_places";

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

const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });

function Queues() {
  const { data } = useCounts();
  const { pathname, search } = useLocation();
  const now = new URLSearchParams(search);
  const { sort, ...shown } = queryOf(now);
  const { data: views } = useViews(useSession().is === "session");
  const favourites = (views ?? []).filter((v) => v.is_favourite).slice(0, 8);
  return (
    <>
      <div role="group" aria-label="Applications">
        <p className="nav-title">Applications</p>
        {queues.map((q) => {
          const here = pathname === "/" && !now.has("view") && sameWork(q.query, shown);
          const count = data && countOf(q, data.counts);
          return (
            <Link key={q.label} to={`/?${searchOf(q.query)}`} className="nav-item slim" aria-current={here ? "page" : undefined}>
              <span>{q.label}</span>
              <span className="nav-count" title={count === undefined ? undefined : count.toLocaleString("en-GB")}>{count === undefined ? "" : short.format(count)}</span>
            </Link>
          );
        })}
        <Link to="/?assignee=me" className="nav-item slim" aria-current={pathname === "/" && sameWork({ assignee: "me" }, shown) ? "page" : undefined}><span>Assigned to me</span></Link>
      </div>
      {favourites.length > 0 && (
        <div role="group" aria-label="Views">
          <p className="nav-title">Views</p>
          {favourites.map((v) => (
            <Link key={v.id} to={addressOf(v)} className="nav-item slim" aria-current={pathname === "/" && now.get("view") === v.id ? "page" : undefined}><Foreign text={v.name} /></Link>
          ))}
        </div>
      )}
    </>
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
      forgetLists();
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

// Administration is folded away until one is there: most who come have the work in mind.
function Places() {
  const { pathname } = useLocation();
  return usePlaces().map((group) => {
    const items = group.places.map((p) => <Item key={p.to} to={p.to} icon={p.icon} label={p.label} end={p.to === "/"} />);
    if (!group.folds) return <div key={group.title} role="group" aria-label={group.title}>{items}</div>;
    return (
      <details key={group.title} className="nav-fold" open={pathname.startsWith("/administration")}>
        <summary className="nav-item"><Icon name="right" /><span>{group.title}</span></summary>
        {items}
      </details>
    );
  });
}

export function Navigation({ cut, openPalette, openHelp }: { cut: boolean; openPalette: () => void; openHelp: () => void }) {
  const { theme } = usePreferences();
  const now = useSession();
  const mayLook = useMay("PRODUCT_APPLICATIONS");
  const demo = now.is === "session" && now.session.institution?.is_demo;
  return (
    <nav className="nav" aria-label="Main">
      <NavLink to="/" className="brand"><img src="/icon.svg" alt="" />Probity{demo && <span className="demo-label">DEMO</span>}</NavLink>
      <button type="button" className="nav-item" onClick={openPalette}><Icon name="search" /><span>Find or do</span><Keys keys="Control+k" /></button>
      {mayLook && <Queues />}
      <Places />
      <div className="nav-foot">
        {cut && <p className="nav-note small" role="status"><Icon name="warning" />Not live: the server can’t be heard. Trying again.</p>}
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
