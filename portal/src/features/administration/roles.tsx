import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Checkbox, FormFaults, TextField } from "@/components/ui/field";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { Foreign } from "@/components/ui/text";
import { tell } from "@/components/ui/toasts";
import { api, type Answer } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { counted, words } from "@/lib/format";
import { useMay, type Grant } from "@/lib/session";
import { useRenew, useRoles, type Role } from "./directory";
import { Frame } from "./frame";
import { areas, beside, levelOf } from "./grants";
import { Matrix } from "./matrix";

export function summary(grants: Grant[]): string {
  const whole = areas.filter((a) => levelOf(grants, a.name) !== "NONE").map((a) => `${a.label}${levelOf(grants, a.name) === "READ_ONLY" && a.levels.includes("READ_AND_WRITE") ? " (look)" : ""}`);
  const rest = beside(grants).length;
  return [...whole, ...(rest ? [`${rest} single`] : [])].join(", ") || "Nothing";
}

export function Roles() {
  const { data, error, refetch } = useRoles();
  const navigate = useNavigate();
  const may = useMay("ROLES_AND_TEAMS", true);
  return (
    <Frame title="Roles" text={data && counted(data.length, "role")} full action={may && <ButtonLink kind="primary" icon="plus" to="/administration/roles/new">New role</ButtonLink>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={6} label="Loading roles" /> : data.length === 0 ? <Empty title="No roles yet" icon="shield">A role says what its people may do.</Empty> : (
        <Table<Role> label="Roles" keysTitle="Roles" rows={data} rowKey={(r) => r.id} onOpen={(r) => void navigate(`/administration/roles/${r.id}`)} columns={[
          { id: "name", title: "Role", width: 220, cell: (r) => <Foreign text={r.name} className="strong" /> },
          { id: "may", title: "May", width: 480, cell: (r) => <Foreign text={summary(r.permissions)} /> },
          { id: "users", title: "Users", width: 80, number: true, cell: (r) => r.user_count },
          { id: "teams", title: "Teams", width: 80, number: true, cell: (r) => r.team_count },
          { id: "factor", title: "Second factor", width: 120, cell: (r) => (r.second_factor_required ? "Required" : <span className="muted">—</span>) },
        ]} />
      )}
    </Frame>
  );
}

type Preview = Answer<"/roles/{role_id}/preview", "post">;

const list = (held: { permission: string; product_id?: string }[]) => held.map((h) => words(h.permission).toLowerCase() + (h.product_id ? " (one product)" : "")).join(", ");

function Affected({ preview }: { preview: Preview }) {
  if (preview.affected.length === 0) return <p className="muted">{preview.user_count === 0 ? "Nobody has this role." : `Nobody of the ${counted(preview.user_count, "person", "people")} with this role gains or loses anything.`}</p>;
  return (
    <ul className="rows">
      {preview.affected.map((a) => (
        <li key={a.id} className="affected">
          <Foreign text={a.name} className="strong" />
          {a.gains.length > 0 && <span className="gains"><Foreign text={`gains ${list(a.gains)}`} lines={2} /></span>}
          {a.loses.length > 0 && <span className="loses"><Foreign text={`loses ${list(a.loses)}`} lines={2} /></span>}
        </li>
      ))}
    </ul>
  );
}

function Editor({ role }: { role?: Role }) {
  const [name, setName] = useState(role?.name ?? "");
  const [description, setDescription] = useState(role?.description ?? "");
  const [grants, setGrants] = useState<Grant[]>(role?.permissions ?? []);
  const [factor, setFactor] = useState(role?.second_factor_required ?? true);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [deleting, setDeleting] = useState(false);
  const may = useMay("ROLES_AND_TEAMS", true);
  const renew = useRenew();
  const navigate = useNavigate();
  const save = useSubmit(["name", "description"], async () => {
    const body = { name: name.trim(), description, permissions: grants, second_factor_required: factor };
    if (role) await api.POST("/roles/{role_id}", { params: { path: { role_id: role.id } }, body });
    else await api.POST("/roles", { body });
    tell("Role saved");
    await renew();
    await navigate("/administration/roles");
  });
  const look = useSubmit([], async () => setPreview((await api.POST("/roles/{role_id}/preview", { params: { path: { role_id: role!.id } }, body: { permissions: grants } })).data!));
  return (
    <Frame title={role ? role.name : "New role"} action={<ButtonLink to="/administration/roles" icon="left">Roles</ButtonLink>}>
      <form className="stack" onSubmit={(e) => void save.submit(e)} noValidate>
        <fieldset className="panel panel-body stack" disabled={!may}>
          <TextField label="Name" value={name} maxLength={100} fault={save.at("name")} onChange={(e) => setName(e.target.value)} />
          <TextField label="What it is for" optional value={description} maxLength={1000} fault={save.at("description")} onChange={(e) => setDescription(e.target.value)} />
          <Checkbox label="Its people must have a second factor" checked={factor} onChange={(e) => setFactor(e.target.checked)} />
        </fieldset>
        <section className="panel" aria-label="What the role may do">
          <header className="panel-head"><h2>What it may do</h2></header>
          <div className="panel-body"><Matrix grants={grants} disabled={!may} onChange={(next) => { setGrants(next); setPreview(null); }} /></div>
        </section>
        {role && may && (
          <section className="panel" aria-label="Who is affected">
            <header className="panel-head"><h2>Who is affected</h2><Button small busy={look.busy} onClick={() => void look.submit()}>Show</Button></header>
            <div className="panel-body">{preview ? <Affected preview={preview} /> : <p className="muted">Shows who would gain or lose what, before you save.</p>}<FormFaults faults={look.others} /></div>
          </section>
        )}
        <FormFaults faults={save.others} />
        {may && (
          <div className="row between">
            {role ? <Button kind="danger" onClick={() => setDeleting(true)}>Delete the role</Button> : <span />}
            <Button kind="primary" type="submit" busy={save.busy} disabled={!name.trim()}>Save</Button>
          </div>
        )}
      </form>
      {deleting && role && <Confirm title="Delete this role?" verb="Delete" text="It must be taken from its users and teams first." onClose={() => setDeleting(false)} act={async () => {
        await api.DELETE("/roles/{role_id}", { params: { path: { role_id: role.id } } });
        tell("Role deleted");
        await navigate("/administration/roles");
        await renew();
      }} />}
    </Frame>
  );
}

export function RoleScreen() {
  const { role_id: id } = useParams();
  const { data, error, refetch } = useRoles();
  if (id === "new") return <Editor />;
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={8} label="Loading the role" />;
  const role = data.find((r) => r.id === id);
  return role ? <Editor key={role.last_modified_date} role={role} /> : <Empty title="There is no such role" icon="shield" action={<ButtonLink to="/administration/roles">Roles</ButtonLink>} />;
}
