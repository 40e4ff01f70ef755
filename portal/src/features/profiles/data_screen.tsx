import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PlainTable } from "@/components/ui/table";
import { Foreign } from "@/components/ui/text";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api, Refused } from "@/lib/api/client";
import { useShortcuts } from "@/lib/shortcuts";
import { customFields, useCustomFields, type CustomField } from "./catalogue";
import { differences, documentOf, formOf, valuesOf, type Document, type FormField, type Values } from "./collected";
import { DataSections } from "./data_view";
import { EntityFields, useEntityForm } from "./entity_form";
import { useShownProfile } from "./profile";

interface Version {
  document: Document;
  etag: string;
}

// Two people changed the same document: both versions, field by field, and whose counts.
function Conflict({ fields, mine, theirs, onMine, onTheirs, onBack, busy }: { fields: FormField[]; mine: Values; theirs: Version; onMine: () => void; onTheirs: () => void; onBack: () => void; busy: boolean }) {
  const rows = differences(fields, mine, valuesOf(theirs.document, fields));
  return (
    <Dialog open onClose={onBack} title="Someone else changed this data" size="large" stays
      description="While you were typing, another version was saved. Nothing is lost: these fields differ."
      footer={<><Button onClick={onBack}>Back to my form</Button><Button onClick={onTheirs}>Take theirs</Button><Button kind="primary" busy={busy} onClick={onMine}>Save mine over theirs</Button></>}>
      <PlainTable label="Fields that differ" rows={rows} rowKey={(r) => r.field.name} columns={[
        { id: "field", title: "Field", width: 160, cell: (r) => r.field.label },
        { id: "mine", title: "Yours", width: 300, cell: (r) => <Foreign text={r.mine || "—"} /> },
        { id: "theirs", title: "Theirs, saved", width: 300, cell: (r) => <Foreign text={r.theirs || "—"} /> },
      ]} />
    </Dialog>
  );
}

function Editor({ profile, base, custom, onDone }: { profile: string; base: Version; custom: CustomField[]; onDone: () => void }) {
  const [fields] = useState(() => formOf(base.document.entity_type, custom));
  const { form, others, show } = useEntityForm(fields, valuesOf(base.document, fields));
  const [conflict, setConflict] = useState<{ mine: Values; theirs: Version } | null>(null);
  const [busy, setBusy] = useState(false);
  const queries = useQueryClient();
  const finish = async () => {
    await queries.invalidateQueries({ queryKey: ["profile", profile] });
    void queries.invalidateQueries({ queryKey: ["profiles"] });
    onDone();
  };
  const save = async (values: Values, on: Version) => {
    if (busy) return;
    setBusy(true);
    try {
      await api.POST("/profiles/{profile_id}/collected_data", {
        params: { path: { profile_id: profile }, header: { "If-Match": on.etag } },
        body: documentOf(on.document, values, fields) as unknown as { entity_type: "INDIVIDUAL" },
      });
      tell("Data saved", "The policy was evaluated again.");
      await finish();
    } catch (error) {
      if (error instanceof Refused && error.status === 412) setConflict({ mine: values, theirs: { document: error.body as Document, etag: error.etag } });
      else {
        setConflict(null);
        try {
          show(error);
        } catch {
          tellFailure(error);
        }
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = form.handleSubmit((values) => save(values, base));
  useShortcuts("Edit data", [{ keys: "Control+Enter", label: "Save", run: () => void submit(), whileTyping: true }]);
  return (
    <form className="stack narrow" onSubmit={(e) => void submit(e)} noValidate>
      <EntityFields fields={fields} form={form} others={others} />
      <div className="form-foot sticky-foot">
        <Button onClick={onDone}>Discard</Button>
        <Button kind="primary" type="submit" busy={busy} keys="Control+Enter">Save</Button>
      </div>
      {conflict && (
        <Conflict {...conflict} fields={fields} busy={busy} onBack={() => setConflict(null)} onTheirs={() => void finish()}
          onMine={() => void save(conflict.mine, conflict.theirs)} />
      )}
    </form>
  );
}

export function DataScreen() {
  const profile = useShownProfile();
  const [editing, setEditing] = useState<Version | null>(null);
  const [opening, setOpening] = useState(false);
  const { data: custom } = useCustomFields();
  const queries = useQueryClient();
  // The document is read anew: its Etag says which version the changes are made on.
  const edit = async () => {
    setOpening(true);
    try {
      await queries.ensureQueryData(customFields);
      const answer = await api.GET("/profiles/{profile_id}/collected_data", { params: { path: { profile_id: profile.id } } });
      setEditing({ document: answer.data!, etag: answer.response.headers.get("etag") ?? "*" });
    } catch (error) {
      tellFailure(error);
    } finally {
      setOpening(false);
    }
  };
  useShortcuts("Data", editing ? [] : [{ keys: "e", label: "Edit the data", run: () => void edit() }]);
  if (editing) return <Editor profile={profile.id} base={editing} custom={custom ?? []} onDone={() => setEditing(null)} />;
  return (
    <div className="stack">
      <div className="row between">
        <p className="muted">What was collected, as one document. Each version stays in the record.</p>
        <Button busy={opening} onClick={() => void edit()} keys="e">Edit</Button>
      </div>
      <div className="data-sections"><DataSections data={profile.collected_data} custom={custom} /></div>
    </div>
  );
}
