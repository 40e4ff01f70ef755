// One's own account: password, second factors, sessions, leaving.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog } from "@/components/ui/dialog";
import { FormFaults, SelectField, TextField } from "@/components/ui/field";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { tell } from "@/components/ui/toasts";
import { api, body, type Answer } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { instant } from "@/lib/format";
import { signedIn, signedOut, useSession } from "@/lib/session";
import { Enrolment } from "./enrolment";
import { RecoveryCodes } from "./recovery_codes";
import { SessionList } from "./session_list";

type Factor = Answer<"/me/second-factors", "get">[number];
const factorNames: Record<Factor["kind"], string> = { TOTP: "Authenticator app", PASSKEY: "Passkey", SMS: "Phone" };

function Password() {
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const { busy, submit, at, others } = useSubmit(["current_password", "new_password"], async () => {
    signedIn((await api.POST("/me/password", { body: { current_password: current, new_password: fresh } })).data!);
    setCurrent("");
    setFresh("");
    tell("Password changed", "Your other sessions were ended.");
  });
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      <TextField label="Present password" type="password" autoComplete="current-password" value={current} fault={at("current_password")} onChange={(e) => setCurrent(e.target.value)} />
      <TextField label="New password" type="password" autoComplete="new-password" value={fresh} fault={at("new_password")} onChange={(e) => setFresh(e.target.value)} />
      <FormFaults faults={others} />
      <div><Button type="submit" busy={busy} disabled={!current || !fresh}>Change the password</Button></div>
    </form>
  );
}

function Factors() {
  const queries = useQueryClient();
  const key = ["me", "factors"];
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => body(api.GET("/me/second-factors")) });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Factor | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ["me"] });
  const renew = useSubmit([], async () => setCodes((await api.POST("/me/recovery-codes")).data!.recovery_codes));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  const shown = data.filter((f) => f.confirmed);
  return (
    <div className="stack">
      {shown.length === 0 ? <p className="muted">None yet: only your password protects the account.</p> : (
        <ul className="rows">
          {shown.map((f) => (
            <li key={f.id}>
              <span className="grow"><Foreign text={f.name} /> <span className="muted small">{factorNames[f.kind]}, since <When at={instant(f.creation_date)} form="day" /></span></span>
              {f.last_used && <span className="muted small">used <When at={instant(f.last_used)} form="ago" /></span>}
              <Button small onClick={() => setRemoving(f)}>Remove</Button>
            </li>
          ))}
        </ul>
      )}
      <FormFaults faults={renew.others} />
      <div className="row wrap"><Button onClick={() => setAdding(true)} icon="plus">Add one</Button>{shown.length > 0 && <Button busy={renew.busy} onClick={() => void renew.submit()}>New recovery codes</Button>}</div>
      <Dialog open={adding} onClose={() => setAdding(false)} title="Add a second factor" size="small">
        <Enrolment onDone={(answer) => {
          signedIn(answer.session);
          setAdding(false);
          if (answer.recovery_codes) setCodes(answer.recovery_codes);
          void again();
        }} />
      </Dialog>
      <Dialog open={codes !== null} onClose={() => setCodes(null)} title="Your recovery codes" size="small" stays description="Each works once. Older codes no longer work, and these are shown only now.">
        {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      </Dialog>
      {removing && <Confirm title="Remove this factor?" verb="Remove" text="Your other sessions end, and you can no longer sign in with it." onClose={() => setRemoving(null)}
        act={async () => { await api.DELETE("/me/second-factors/{factor_id}", { params: { path: { factor_id: removing.id } } }); await again(); }} />}
    </div>
  );
}

function Sessions() {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ["me", "sessions"], queryFn: () => body(api.GET("/me/sessions")) });
  const others = useSubmit([], async () => {
    await api.DELETE("/me/sessions");
    await queries.invalidateQueries({ queryKey: ["me", "sessions"] });
    tell("All other sessions were ended");
  });
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  return (
    <div className="stack">
      <SessionList sessions={data} onEnd={async (id) => {
        await api.DELETE("/me/sessions/{session_id}", { params: { path: { session_id: id } } });
        await queries.invalidateQueries({ queryKey: ["me", "sessions"] });
      }} />
      {data.length > 1 && <div><Button busy={others.busy} onClick={() => void others.submit()}>End all others</Button></div>}
    </div>
  );
}

function Institutions({ session }: { session: Answer<"/session", "get"> }) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(session.institution?.id ?? "");
  const { busy, submit, others } = useSubmit([], async () => {
    signedIn((await api.POST("/session/institution", { body: { institution_id: chosen } })).data!);
    queries.clear();
    tell("You work for another institution now");
  });
  return (
    <form className="row wrap end" onSubmit={(e) => void submit(e)}>
      <SelectField label="Work for" value={chosen} onChange={(e) => setChosen(e.target.value)}
        options={(session.memberships ?? []).map((m) => ({ value: m.institution_id, label: `${m.institution_name}${m.is_demo ? " (demo)" : ""}` }))} />
      <Button type="submit" busy={busy} disabled={chosen === session.institution?.id}>Change over</Button>
      <FormFaults faults={others} />
    </form>
  );
}

function Leave() {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const navigate = useNavigate();
  const { busy, submit, at, others } = useSubmit(["password"], async () => {
    await api.POST("/me/delete", { body: { password } });
    signedOut();
    await navigate("/sign-in");
  });
  return (
    <>
      <p className="muted">Your account goes away in every institution. What you did stays in their audit logs, without your name.</p>
      <div><Button kind="danger" onClick={() => setOpen(true)}>Delete my account</Button></div>
      <Dialog open={open} onClose={() => setOpen(false)} title="Delete your account?" size="small" description="This can’t be undone."
        footer={<><Button onClick={() => setOpen(false)}>Back</Button><Button kind="danger" busy={busy} disabled={!password} onClick={() => void submit()}>Delete it for good</Button></>}>
        <TextField label="Your password" type="password" autoComplete="current-password" value={password} fault={at("password")} onChange={(e) => setPassword(e.target.value)} />
        <FormFaults faults={others} />
      </Dialog>
    </>
  );
}

function Section({ title, children, badge }: { title: string; children: React.ReactNode; badge?: React.ReactNode }) {
  return <section className="panel" aria-label={title}><header className="panel-head"><h2>{title}</h2>{badge}</header><div className="panel-body stack">{children}</div></section>;
}

export function Account() {
  const now = useSession();
  if (now.is !== "session") return <Empty whole title="No account" icon="person">An API key is no person and has no account.</Empty>;
  const { session } = now;
  const left = session.recovery_codes_left;
  return (
    <div>
      <header className="page-head"><div className="stack tight"><h1>Your account</h1><p className="muted"><Foreign text={session.user?.name ?? ""} /> · <Foreign text={session.email ?? ""} /></p></div></header>
      <div className="page-body stack narrow">
        {(session.memberships?.length ?? 0) > 1 && <Section title="Institution"><Institutions session={session} /></Section>}
        <Section title="Password"><Password /></Section>
        <Section title="Second factors" badge={left !== undefined && session.second_factors.length > 0 && <Badge tone={left < 3 ? "warn" : "quiet"}>{left} recovery codes left</Badge>}><Factors /></Section>
        <Section title="Sessions"><Sessions /></Section>
        <Section title="Leave"><Leave /></Section>
      </div>
    </div>
  );
}
