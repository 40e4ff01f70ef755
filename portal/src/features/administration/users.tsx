import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog } from "@/components/ui/dialog";
import { Checkbox, FormFaults, TextField } from "@/components/ui/field";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { Foreign, When } from "@/components/ui/text";
import { tell, tellFailure } from "@/components/ui/toasts";
import { SessionList } from "@/features/identity/session_list";
import { api, body } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { counted, instant } from "@/lib/format";
import { useMay } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { named, useRenew, useRoles, useTeams, useUsers, type User } from "./directory";
import { Frame } from "./frame";
import { Pick } from "./pick";

const states: Record<User["status"], readonly [string, Tone]> = { ACTIVE: ["Active", "good"], INVITED: ["Invited", "info"], SUSPENDED: ["Suspended", "warn"] };
const State = ({ of }: { of: User["status"] }) => <Badge tone={states[of][1]} dot>{states[of][0]}</Badge>;

function Invite({ onClose }: { onClose: () => void }) {
  const { data: roles } = useRoles();
  const { data: teams } = useTeams();
  const renew = useRenew();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [inTeams, setInTeams] = useState<string[]>([]);
  const [factor, setFactor] = useState(true);
  const { busy, submit, at, others } = useSubmit(["email", "name", "roles", "teams"], async () => {
    await api.POST("/users", { body: { email: email.trim(), name: name.trim(), roles: chosen, teams: inTeams, second_factor_required: factor } });
    tell("Invited", `${name.trim().slice(0, 80)} gets a mail with a link.`);
    await renew();
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title="Invite a person"
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={busy} disabled={!email.trim() || !name.trim()} onClick={() => void submit()} keys="Control+Enter">Invite</Button></>}
      shortcuts={[{ keys: "Control+Enter", label: "Invite", run: () => void submit(), whileTyping: true }]}>
      <TextField label="E-mail" type="email" value={email} fault={at("email")} onChange={(e) => setEmail(e.target.value)} />
      <TextField label="Name" value={name} maxLength={200} fault={at("name")} onChange={(e) => setName(e.target.value)} />
      <Pick label="Roles" choices={roles ?? []} chosen={chosen} onChange={setChosen} fault={at("roles")} empty="There is no role yet." />
      <Pick label="Teams" choices={teams ?? []} chosen={inTeams} onChange={setInTeams} fault={at("teams")} empty="There is no team yet." />
      <Checkbox label="Must have a second factor" checked={factor} onChange={(e) => setFactor(e.target.checked)} />
      <FormFaults faults={others} />
    </Dialog>
  );
}

export function Users() {
  const { data, error, refetch } = useUsers();
  const { data: roles } = useRoles();
  const { data: teams } = useTeams();
  const [inviting, setInviting] = useState(false);
  const [wanted, setWanted] = useState("");
  const may = useMay("USERS", true);
  const navigate = useNavigate();
  useShortcuts("Users", may ? [{ keys: "i", label: "Invite a person", run: () => setInviting(true) }] : []);
  const rows = (data ?? []).filter((u) => `${u.name} ${u.email}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Frame title="Users" text={data && counted(data.length, "person", "people")} full action={may && <Button kind="primary" icon="plus" keys="i" onClick={() => setInviting(true)}>Invite</Button>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={10} label="Loading users" /> : (
        <>
          <label className="searchbox above"><span className="hidden-visually">Filter users</span><input className="control" type="search" placeholder="Filter by name or e-mail" value={wanted} onChange={(e) => setWanted(e.target.value)} /></label>
          {rows.length === 0 ? <Empty title="Nobody fits" icon="people" /> : (
            <Table<User> label="Users" keysTitle="Users" rows={rows} rowKey={(u) => u.id} onOpen={(u) => void navigate(`/administration/users/${u.id}`)} columns={[
              { id: "name", title: "Name", width: 200, cell: (u) => <Foreign text={u.name} className="strong" /> },
              { id: "email", title: "E-mail", width: 230, cell: (u) => <Foreign text={u.email} /> },
              { id: "status", title: "State", width: 110, cell: (u) => <State of={u.status} /> },
              { id: "roles", title: "Roles", width: 220, cell: (u) => <Foreign text={named(u.roles, roles)} /> },
              { id: "teams", title: "Teams", width: 150, cell: (u) => <Foreign text={named(u.teams, teams)} /> },
              { id: "factor", title: "Second factor", width: 120, cell: (u) => (u.second_factor_required ? "Required" : <span className="muted">By role</span>) },
            ]} />
          )}
        </>
      )}
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Frame>
  );
}

function Editor({ user }: { user: User }) {
  const { data: roles } = useRoles();
  const { data: teams } = useTeams();
  const renew = useRenew();
  const may = useMay("USERS", true);
  const [name, setName] = useState(user.name);
  const [chosen, setChosen] = useState(user.roles);
  const [inTeams, setInTeams] = useState(user.teams);
  const [factor, setFactor] = useState(user.second_factor_required);
  const { busy, submit, at, others } = useSubmit(["name", "roles", "teams", "second_factor_required"], async () => {
    await api.POST("/users/{user_id}", { params: { path: { user_id: user.id } }, body: { name: name.trim(), roles: chosen, teams: inTeams, second_factor_required: factor } });
    tell("Saved");
    await renew();
  });
  return (
    <form className="panel" aria-label="The person" onSubmit={(e) => void submit(e)} noValidate>
      <header className="panel-head"><h2>Person</h2></header>
      <fieldset className="panel-body stack" disabled={!may}>
        <TextField label="Name" value={name} maxLength={200} fault={at("name")} onChange={(e) => setName(e.target.value)} />
        <Pick label="Roles" choices={roles ?? []} chosen={chosen} onChange={setChosen} fault={at("roles")} empty="There is no role yet." />
        <Pick label="Teams" choices={teams ?? []} chosen={inTeams} onChange={setInTeams} fault={at("teams")} empty="There is no team yet." />
        <Checkbox label="Must have a second factor" checked={factor} onChange={(e) => setFactor(e.target.checked)} />
        {at("second_factor_required") && <p className="fault small" role="alert">{at("second_factor_required")}</p>}
        <FormFaults faults={others} />
        {may && <div className="form-foot"><Button kind="primary" type="submit" busy={busy}>Save</Button></div>}
      </fieldset>
    </form>
  );
}

export function UserScreen() {
  const { user_id: id = "" } = useParams();
  const path = { user_id: id };
  const navigate = useNavigate();
  const renew = useRenew();
  const may = useMay("USERS", true);
  const { data: user, error, refetch } = useQuery({ queryKey: ["house", "user", id], queryFn: ({ signal }) => body(api.GET("/users/{user_id}", { params: { path }, signal })) });
  const { data: sessions } = useQuery({ queryKey: ["house", "user", id, "sessions"], queryFn: ({ signal }) => body(api.GET("/users/{user_id}/sessions", { params: { path }, signal })) });
  const [asking, setAsking] = useState<"delete" | "suspend" | "end" | null>(null);
  if (error && !user) return <Failed error={error} again={() => void refetch()} />;
  if (!user) return <Loading rows={8} label="Loading the person" />;
  const change = (status: "ACTIVE" | "SUSPENDED") => api.POST("/users/{user_id}", { params: { path }, body: { status } }).then(renew);
  const invite = () => void api.POST("/users/{user_id}/invitation", { params: { path } }).then(() => tell("Invited again"), tellFailure);
  return (
    <Frame title={user.name} text={user.email} action={<ButtonLink to="/administration/users" icon="left">Users</ButtonLink>}>
      <div className="row wrap">
        <State of={user.status} />
        <span className="muted small">since <When at={instant(user.creation_date)} form="day" /></span>
        <span className="grow" />
        {may && user.status === "INVITED" && <Button onClick={invite}>Invite again</Button>}
        {may && user.status === "ACTIVE" && <Button onClick={() => setAsking("suspend")}>Suspend</Button>}
        {may && user.status === "SUSPENDED" && <Button onClick={() => void change("ACTIVE").then(() => tell("Active again"), tellFailure)}>Activate</Button>}
        {may && <Button kind="danger" onClick={() => setAsking("delete")}>Delete</Button>}
      </div>
      <Editor key={user.last_modified_date} user={user} />
      <section className="panel" aria-label="Sessions">
        <header className="panel-head"><h2>Sessions</h2>{may && (sessions?.length ?? 0) > 0 && <Button small onClick={() => setAsking("end")}>End all</Button>}</header>
        <div className="panel-body">{sessions ? <SessionList sessions={sessions} /> : <Loading rows={2} />}</div>
      </section>
      {asking === "end" && <Confirm title="End all sessions?" verb="End them" text="The person has to sign in again everywhere." onClose={() => setAsking(null)}
        act={() => api.DELETE("/users/{user_id}/sessions", { params: { path } }).then(() => { tell("Sessions ended"); return renew(); })} />}
      {asking === "suspend" && <Confirm title="Suspend this person?" verb="Suspend" text="All sessions end, and signing in is not possible until you activate the person again." onClose={() => setAsking(null)}
        act={() => change("SUSPENDED").then(() => tell("Suspended"))} />}
      {asking === "delete" && <Confirm title="Delete this person?" verb="Delete" typed="delete" text="Name and address are erased. What the person did stays in the audit log, without the name." onClose={() => setAsking(null)}
        act={async () => {
          await api.DELETE("/users/{user_id}", { params: { path } });
          tell("Deleted");
          await navigate("/administration/users");
          await renew();
        }} />}
    </Frame>
  );
}
