import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { Failed, Loading } from "@/components/ui/states";
import { api } from "@/lib/api/client";
import { words } from "@/lib/format";
import { useTaskVariants } from "./catalogue";
import { useChange, type Profile } from "./profile_query";

export function AddTask({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const kind = profile.role.startsWith("COMPANY") ? "COMPANY_" : "INDIVIDUAL_";
  const { data, error, refetch } = useTaskVariants();
  const variants = (data ?? []).filter((v) => v.task_type.startsWith(kind)).toSorted((a, b) => (a.name ?? "").localeCompare(b.name ?? "", "en"));
  const [id, setId] = useState("");
  const chosen = variants.find((v) => v.id === id);
  const add = useChange(profile.id, () => api.POST("/profiles/{profile_id}/tasks", { params: { path: { profile_id: profile.id } }, body: { variant: { id } } }), "Task added");
  return (
    <Dialog open onClose={onClose} title="Add a task" size="small" description="Applications that were approved go into review until it is passed."
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={add.isPending} disabled={!chosen} onClick={() => add.mutate(undefined, { onSuccess: onClose })}>Add</Button></>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={2} label="Loading tasks" /> : (
        <SelectField label="What is to be done" options={variants.map((v) => ({ value: v.id, label: v.name ?? words(v.task_type.slice(kind.length)) }))} empty="Choose" hint={chosen?.description} value={id} onChange={(e) => setId(e.target.value)} />
      )}
    </Dialog>
  );
}
