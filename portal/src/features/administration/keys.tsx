import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Dialog } from "@/components/ui/dialog";
import { FormFaults, SelectField, TextArea, TextField } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { Foreign, When } from "@/components/ui/text";
import { tell } from "@/components/ui/toasts";
import { api, body, type Answer } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { instant } from "@/lib/format";
import { useMay, type Grant } from "@/lib/session";
import { useRenew } from "./directory";
import { Frame } from "./frame";
import { Matrix } from "./matrix";
import { summary } from "./roles";

type Key = Answer<"/api-keys", "get">[number];

const states: Record<Key["state"], readonly [string, Tone]> = { LIVE: ["Live", "good"], EXPIRED: ["Expired", "quiet"], REVOKED: ["Revoked", "quiet"] };
const lifetimes = [{ value: "30", label: "30 days" }, { value: "90", label: "90 days" }, { value: "365", label: "One year" }, { value: "", label: "No end" }];
export const lines = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const copy = () => void navigator.clipboard.writeText(secret).then(() => tell("Key copied"), () => {});
  return (
    <Dialog open onClose={onClose} title="The new key" size="small" stays description="It is shown only now. Who has it can do what it may do: keep it like a password."
      footer={<><Button onClick={copy}>Copy</Button><Button kind="primary" onClick={onClose}>I have it</Button></>}>
      <code className="secret">{secret}</code>
    </Dialog>
  );
}

function NewKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [addresses, setAddresses] = useState("");
  const [grants, setGrants] = useState<Grant[]>([]);
  const { busy, submit, at, others } = useSubmit(["name", "ip_allow_list", "expires_in_days"], async () => {
    const { data } = await api.POST("/api-keys", { body: { name: name.trim(), permissions: grants, ip_allow_list: lines(addresses), ...(days && { expires_in_days: Number(days) }) } });
    onMade(data!.api_key ?? "");
  });
  return (
    <Dialog open onClose={onClose} title="New API key" size="large"
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={busy} disabled={!name.trim() || grants.length === 0} onClick={() => void submit()}>Make the key</Button></>}>
      <div className="form">
        <TextField label="Name" value={name} maxLength={200} fault={at("name")} onChange={(e) => setName(e.target.value)} hint="Of the program that uses it." />
        <SelectField label="Lives for" options={lifetimes} value={days} fault={at("expires_in_days")} onChange={(e) => setDays(e.target.value)} />
        <TextArea label="Only from these addresses" optional wide rows={2} value={addresses} fault={at("ip_allow_list")} onChange={(e) => setAddresses(e.target.value)} hint="Addresses or ranges such as 203.0.113.0/24, one a line. Empty: from anywhere that the institution allows." />
      </div>
      <Matrix grants={grants} onChange={setGrants} />
      <FormFaults faults={others} />
    </Dialog>
  );
}

function Rotate({ of, onClose, onMade }: { of: Key; onClose: () => void; onMade: (secret: string) => void }) {
  const [hours, setHours] = useState("24");
  const { busy, submit, at, others } = useSubmit(["overlap_hours"], async () => {
    const { data } = await api.POST("/api-keys/{api_key_id}/rotate", { params: { path: { api_key_id: of.id } }, body: { overlap_hours: Number(hours) } });
    onMade(data!.api_key ?? "");
  });
  return (
    <Dialog open onClose={onClose} title="Rotate this key" size="small" description="A new key with the same rights takes its place."
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={busy} onClick={() => void submit()}>Rotate</Button></>}>
      <SelectField label="The old one works for" value={hours} fault={at("overlap_hours")} onChange={(e) => setHours(e.target.value)}
        options={[{ value: "0", label: "No longer" }, { value: "1", label: "One more hour" }, { value: "24", label: "One more day" }, { value: "168", label: "One more week" }]} />
      <FormFaults faults={others} />
    </Dialog>
  );
}

export function Keys() {
  const { data, error, refetch } = useQuery({ queryKey: ["house", "keys"], queryFn: ({ signal }) => body(api.GET("/api-keys", { params: { query: { limit: 200 } }, signal })) });
  const renew = useRenew();
  const may = useMay("DEVELOPER_TOOLS", true);
  const [ask, setAsk] = useState<{ what: "new" | "master" } | { what: "rotate" | "revoke"; key: Key } | null>(null);
  const [secret, setSecret] = useState("");
  const close = () => setAsk(null);
  const made = (text: string) => {
    close();
    setSecret(text);
    void renew();
  };
  return (
    <Frame title="API keys" full action={may && <div className="row"><Button onClick={() => setAsk({ what: "master" })}>Regenerate the master key</Button><Button kind="primary" icon="plus" onClick={() => setAsk({ what: "new" })}>New key</Button></div>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={6} label="Loading keys" /> : data.length === 0 ? <Empty title="No keys" icon="key" /> : (
        <Table<Key> label="API keys" keysTitle="API keys" rows={data} rowKey={(k) => k.id} columns={[
          { id: "name", title: "Name", width: 230, cell: (k) => <Foreign text={k.name} className="strong" /> },
          { id: "kind", title: "Kind", width: 90, cell: (k) => ({ MASTER: "Master", SECONDARY: "Key", COLLECT: "Collect" })[k.kind] },
          { id: "state", title: "State", width: 90, cell: (k) => <Badge tone={states[k.state][1]} dot>{states[k.state][0]}</Badge> },
          { id: "may", title: "May", width: 240, cell: (k) => <Foreign text={summary(k.permissions)} /> },
          { id: "age", title: "Age", width: 100, cell: (k) => <span className={k.is_old ? "fault" : undefined}>{k.age_days === 0 ? "today" : `${k.age_days} days`}{k.is_old ? ", old" : ""}</span> },
          { id: "expiry", title: "Ends", width: 110, cell: (k) => k.expiry && <When at={instant(k.expiry)} form="day" /> },
          { id: "used", title: "Last used", width: 120, cell: (k) => (k.last_used ? <When at={instant(k.last_used)} form="ago" /> : <span className="muted">Never</span>) },
          { id: "do", title: "Do", width: 60, cell: (k) => may && k.kind === "SECONDARY" && k.state === "LIVE" && (
            <Menu trigger={<Button small kind="quiet" icon="more" aria-label={`Do something with ${k.name.slice(0, 60)}`} />}
              items={[{ label: "Rotate", run: () => setAsk({ what: "rotate", key: k }) }, { label: "Revoke", danger: true, run: () => setAsk({ what: "revoke", key: k }) }]} />
          ) },
        ]} />
      )}
      {ask?.what === "new" && <NewKey onClose={close} onMade={made} />}
      {ask?.what === "rotate" && <Rotate of={ask.key} onClose={close} onMade={made} />}
      {ask?.what === "revoke" && <Confirm title="Revoke this key?" verb="Revoke" text="Programs that use it are refused from now on." onClose={close} act={() => api.DELETE("/api-keys/{api_key_id}", { params: { path: { api_key_id: ask.key.id } } }).then(() => { tell("Key revoked"); return renew(); })} />}
      {ask?.what === "master" && <Confirm title="Regenerate the master key?" verb="Regenerate" typed="regenerate" text="The old one ends at once, for every program that uses it." onClose={close} act={() => api.POST("/api-keys/regenerate-master").then(({ data: key }) => made(key!.api_key ?? ""))} />}
      {secret && <Secret secret={secret} onClose={() => setSecret("")} />}
    </Frame>
  );
}
