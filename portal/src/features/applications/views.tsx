import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Checkbox, FormFaults, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Failed, Loading } from "@/components/ui/states";
import { Foreign } from "@/components/ui/text";
import { tell, tellFailure } from "@/components/ui/toasts";
import type { Schemas } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { shortened } from "@/lib/format";
import { useSession } from "@/lib/session";
import { addressOf, changeView, createView, deleteView, useRenewViews, useViews, type View } from "./view_query";

const useMyId = () => {
  const now = useSession();
  return now.is === "session" ? now.session.user?.id : undefined;
};

// A new view of what the list shows, or a new name for one that there is.
export function SaveView({ query, view, onClose }: { query: Schemas["ViewQuery"]; view?: View; onClose: () => void }) {
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.is_shared ?? false);
  const renew = useRenewViews();
  const navigate = useNavigate();
  const { busy, submit, at, others } = useSubmit(["name"], async () => {
    if (view) await changeView(view.id, { name: name.trim(), is_shared: shared });
    else {
      const made = await createView({ name: name.trim(), query, is_shared: shared });
      await changeView(made.id, { is_favourite: true });
      await navigate(addressOf(made), { replace: true });
    }
    await renew();
    tell(view ? "View changed" : "View saved", view ? undefined : "It is among your favourites at the left.");
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={view ? "Name and sharing" : "Save as a view"} size="small" description={view ? undefined : "Filters, sorting and columns as they are now."}
      shortcuts={[{ keys: "Control+Enter", label: "Save", run: () => void (name.trim() && submit()), whileTyping: true }]}
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={busy} disabled={!name.trim()} keys="Control+Enter" onClick={() => void submit()}>Save</Button></>}>
      <form className="stack" onSubmit={(e) => void submit(e)}>
        <TextField label="Name" maxLength={100} value={name} fault={at("name")} onChange={(e) => setName(e.target.value)} />
        <Checkbox label="Share with everybody in the institution" hint="They see the filters, and of customers only what they may see." checked={shared} onChange={(e) => setShared(e.target.checked)} />
        <FormFaults faults={others} />
      </form>
    </Dialog>
  );
}

function Line({ view, mine, onClose, onEdit }: { view: View; mine: boolean; onClose: () => void; onEdit: () => void }) {
  const renew = useRenewViews();
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const act = (change: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    change().then(renew, tellFailure).finally(() => setBusy(false));
  };
  const name = shortened(view.name, 60);
  return (
    <li>
      <button type="button" className="button quiet icon-button star" aria-pressed={view.is_favourite} aria-label={`Favourite: ${name}`} onClick={() => act(() => changeView(view.id, { is_favourite: !view.is_favourite }))}>
        <Icon name="star" />
      </button>
      <Link className="grow strong" to={addressOf(view)} onClick={onClose}><Foreign text={view.name} /></Link>
      {view.is_shared && <Badge tone="info">{mine ? "Shared" : <>By <Foreign text={view.owner.name} className="by" /></>}</Badge>}
      {mine && !sure && <><Button small onClick={onEdit}>Change</Button><IconButton icon="close" label={`Delete ${name}`} onClick={() => setSure(true)} /></>}
      {mine && sure && <><Button small kind="danger" busy={busy} onClick={() => act(() => deleteView(view.id))}>Delete</Button><Button small onClick={() => setSure(false)}>Keep</Button></>}
    </li>
  );
}

export function Views({ onClose, onSave }: { onClose: () => void; onSave: () => void }) {
  const { data, error, refetch } = useViews();
  const me = useMyId();
  const [editing, setEditing] = useState<View | null>(null);
  if (editing) return <SaveView query={editing.query} view={editing} onClose={() => setEditing(null)} />;
  return (
    <Dialog open onClose={onClose} title="Views" footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" onClick={onSave}>Save the list as a view</Button></>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={4} label="Loading views" /> : data.length === 0 ? (
        <p className="muted">None yet. Filter and sort the list, choose its columns, and save that as a view.</p>
      ) : (
        <ul className="rows view-rows" aria-label="Views">{data.map((v) => <Line key={v.id} view={v} mine={v.owner.id === me} onClose={onClose} onEdit={() => setEditing(v)} />)}</ul>
      )}
    </Dialog>
  );
}
