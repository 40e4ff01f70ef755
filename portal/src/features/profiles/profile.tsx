import type { ReactNode } from "react";
import { NavLink, Outlet, useOutletContext, useParams } from "react-router";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { Menu } from "@/components/ui/menu";
import { Said } from "@/components/ui/said";
import { Failed, Loading } from "@/components/ui/states";
import { Foreign } from "@/components/ui/text";
import { tell } from "@/components/ui/toasts";
import { neighbour } from "@/features/applications/lists";
import { api, type Schemas } from "@/lib/api/client";
import { counted } from "@/lib/format";
import { useShortcuts } from "@/lib/shortcuts";
import * as say from "@/lib/words";
import { useNavigate } from "react-router";
import { Tags } from "./tags";
import { liveTasks, unresolved, useChange, useProfile, type Profile } from "./profile_query";

export const useShownProfile = () => useOutletContext<Profile>();

function Tab({ to, end, children, count }: { to: string; end?: boolean; children: ReactNode; count?: number }) {
  return <NavLink to={to} end={end}>{children}{count ? <Badge tone="warn">{count}</Badge> : null}</NavLink>;
}

function StandingMenu({ profile }: { profile: Profile }) {
  const change = useChange(profile.id, (status: Schemas["ProfileStatus"]) =>
    api.POST("/profiles/{profile_id}/status", { params: { path: { profile_id: profile.id } }, body: status }), "Standing changed");
  const rows: [Schemas["ProfileStatus"], string][] = [["NORMAL", "Lift: approvals are possible again"], ["SUSPENDED", "Suspend: no approval meanwhile"], ["BANNED", "Ban"]];
  return (
    <Menu heading="Standing" trigger={<Button icon="more" busy={change.isPending}>More</Button>}
      items={rows.filter(([status]) => status !== profile.status).map(([status, label]) => ({ label, danger: status === "BANNED", run: () => change.mutate(status) }))} />
  );
}

// Without matches: whether that is because nobody was found, or because nobody could be looked for.
function screened(profile: Profile) {
  const screens = profile.checks.filter((c) => c.check_type.includes("SANCTIONS_SCREEN"));
  if (screens.length === 0) return null;
  const clean = screens.every((c) => "result" in c && c.result === "Pass");
  return clean ? <Badge tone="quiet">No matches</Badge> : <Badge tone="bad" dot>Not fully screened</Badge>;
}

function Head({ profile }: { profile: Profile }) {
  const open = unresolved(profile).length;
  const confirmed = profile.events.filter((e) => e.resolution === "MATCH");
  const company = profile.role.startsWith("COMPANY");
  const current = profile.applications.filter((a) => !a.hidden);
  return (
    <header className="profile-head">
      <div className="row between top">
        <div className="stack tight grow">
          <div className="row">
            <Icon name={company ? "building" : "person"} label={company ? "Company" : "Person"} />
            <h1 className="profile-name"><Foreign text={profile.display_name || "No name"} lines={2} /></h1>
          </div>
          <div className="row wrap">
            <Said of={say.category} code={profile.category} dot />
            {profile.status !== "NORMAL" && <Said of={say.standing} code={profile.status} dot />}
            <span className="pair"><span className="muted small">Risk</span><Said of={say.risk} code={profile.risk.overall_risk.category} /></span>
            {current.length === 1 && (
              <span className="pair"><Said of={say.status} code={current[0]!.status} />{current[0]!.flag !== "DECIDED" && <Said of={say.flag} code={current[0]!.flag} />}</span>
            )}
            {open > 0 && <Badge tone="warn" dot>{counted(open, "potential match", "potential matches")}</Badge>}
            {confirmed.length > 0 && <Badge tone="bad" dot>{counted(confirmed.length, "confirmed match", "confirmed matches")}</Badge>}
            {profile.events.length === 0 && screened(profile)}
            {profile.collected_data.customer_ref && <span className="muted small ref">Ref <Foreign text={profile.collected_data.customer_ref} /></span>}
            <Tags profile={profile} />
          </div>
        </div>
        <div className="row">
          {profile.events.length > 0 && (
            <ButtonLink to={`/profiles/${profile.id}/review`} kind={open > 0 ? "primary" : "plain"} icon="scales" keys={open > 0 ? "r" : undefined}>
              {open > 0 ? "Review matches" : "Matches"}
            </ButtonLink>
          )}
          <StandingMenu profile={profile} />
        </div>
      </div>
    </header>
  );
}

export function ProfileScreen() {
  const { profile_id: id = "" } = useParams();
  const { data, error, refetch } = useProfile(id);
  const navigate = useNavigate();
  const at = `/profiles/${id}`;
  const go = (to: string) => () => void navigate(to);
  const beside = (step: 1 | -1) => () => {
    const next = neighbour(id, step);
    if (next) void navigate(`/profiles/${next}`);
    else tell(step === 1 ? "The list ends here" : "The list begins here");
  };
  useShortcuts("Profile", data ? [
    { keys: "Shift+j", label: "Next customer of the list", run: beside(1) },
    { keys: "Shift+k", label: "Customer before", run: beside(-1) },
    { keys: "1", label: "Overview", run: go(at) },
    { keys: "2", label: "Tasks", run: go(`${at}/tasks`) },
    { keys: "3", label: "Data", run: go(`${at}/data`) },
    { keys: "4", label: "Risk", run: go(`${at}/risk`) },
    { keys: "5", label: "Audit trail", run: go(`${at}/audit`) },
    ...(data.events.length ? [{ keys: "r", label: "Review matches", run: go(`${at}/review`) }] : []),
  ] : []);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={12} label="Loading the profile" />;
  const open = liveTasks(data).filter((t) => t.state === "INCOMPLETE").length;
  return (
    <div className="profile">
      <title>{`${data.display_name.slice(0, 60)} · Probity`}</title>
      <Head profile={data} />
      <nav className="tabs profile-tabs" aria-label="Profile">
        <Tab to={at} end>Overview</Tab>
        <Tab to={`${at}/tasks`} count={open}>Tasks</Tab>
        <Tab to={`${at}/data`}>Data</Tab>
        <Tab to={`${at}/risk`}>Risk</Tab>
        <Tab to={`${at}/audit`}>Audit trail</Tab>
      </nav>
      <div className="page-body profile-body"><Outlet context={data satisfies Profile} /></div>
    </div>
  );
}
