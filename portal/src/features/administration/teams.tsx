import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog } from "@/components/ui/dialog";
import { FormFaults, TextField } from "@/components/ui/field";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { Foreign } from "@/components/ui/text";
import { tell } from "@/components/ui/toasts";
import { api } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { counted } from "@/lib/format";
import { useMay } from "@/lib/session";
import { named, useRenew, useRoles, useTeams, useUsers, type Team } from "./directory";
import { Frame } from "./frame";
import { Pick } from "./pick";

function Editor({ team, onClose }: { team?: Team; onClose: () => void }) {
  const { data: users } = useUsers();
  const { data: roles } = useRoles();
  const renew = useRenew();
  const may = useMay("ROLES_AND_TEAMS", true);
  const [name, setName] = useState(team?.name ?? "");
  const [description, setDescription] = useState(team?.description ?? "");
  const [external, setExternal] = useState(team?.external_team_id ?? "");
  const [members, setMembers] = useState(team?.members ?? []);
  const [held, setHeld] = useState(team?.roles ?? []);
  const [deleting, setDeleting] = useState(false);
  const { busy, submit, at, others } = useSubmit(["name", "description", "external_team_id", "members", "roles"], async () => {
    const body = { name: name.trim(), description, external_team_id: external.trim(), members, roles: held };
    if (team) await api.POST("/teams/{team_id}", { params: { path: { team_id: team.id } }, body });
    else await api.POST("/teams", { body });
    tell("Team saved");
    await renew();
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={team ? "Team" : "New team"}
      footer={may ? <>{team && <Button kind="danger" onClick={() => setDeleting(true)}>Delete</Button>}<span className="grow" /><Button onClick={onClose}>Back</Button><Button kind="primary" busy={busy} disabled={!name.trim()} onClick={() => void submit()}>Save</Button></> : <Button onClick={onClose}>Close</Button>}>
      <fieldset className="stack" disabled={!may}>
        <TextField label="Name" value={name} maxLength={100} fault={at("name")} onChange={(e) => setName(e.target.value)} />
        <TextField label="What it is for" optional value={description} maxLength={1000} fault={at("description")} onChange={(e) => setDescription(e.target.value)} />
        <TextField label="Id in your directory" optional value={external} maxLength={200} fault={at("external_team_id")} onChange={(e) => setExternal(e.target.value)} />
        <Pick label="Members" choices={(users ?? []).map((u) => ({ id: u.id, name: u.name, extra: u.email }))} chosen={members} onChange={setMembers} fault={at("members")} empty="There is nobody yet." />
        <Pick label="Roles of all members" choices={roles ?? []} chosen={held} onChange={setHeld} fault={at("roles")} empty="There is no role yet." />
        <FormFaults faults={others} />
      </fieldset>
      {deleting && team && <Confirm title="Delete this team?" verb="Delete" text="Its members stay, and lose what the team’s roles gave them." onClose={() => setDeleting(false)} act={async () => {
        await api.DELETE("/teams/{team_id}", { params: { path: { team_id: team.id } } });
        tell("Team deleted");
        await renew();
        onClose();
      }} />}
    </Dialog>
  );
}

export function Teams() {
  const { data, error, refetch } = useTeams();
  const { data: users } = useUsers();
  const { data: roles } = useRoles();
  const [open, setOpen] = useState<Team | "new" | null>(null);
  const may = useMay("ROLES_AND_TEAMS", true);
  return (
    <Frame title="Teams" text={data && counted(data.length, "team")} full action={may && <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>New team</Button>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={6} label="Loading teams" /> : data.length === 0 ? <Empty title="No teams yet" icon="team">A team gives its members roles, and can be given work.</Empty> : (
        <Table<Team> label="Teams" keysTitle="Teams" rows={data} rowKey={(t) => t.id} onOpen={setOpen} columns={[
          { id: "name", title: "Team", width: 200, cell: (t) => <Foreign text={t.name} className="strong" /> },
          { id: "about", title: "What it is for", width: 280, cell: (t) => <Foreign text={t.description} /> },
          { id: "count", title: "Members", width: 90, number: true, cell: (t) => t.members.length },
          { id: "members", title: "Who", width: 260, cell: (t) => <Foreign text={named(t.members.slice(0, 20), users)} /> },
          { id: "roles", title: "Roles", width: 220, cell: (t) => <Foreign text={named(t.roles, roles)} /> },
        ]} />
      )}
      {open && <Editor team={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </Frame>
  );
}
