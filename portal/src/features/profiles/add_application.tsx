import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { Failed, Loading } from "@/components/ui/states";
import { api } from "@/lib/api/client";
import { useProducts } from "./catalogue";
import { useChange, type Profile } from "./profile_query";

const over = ["REJECTED", "CANCELLED"];

export function AddApplication({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const kind = profile.role.startsWith("COMPANY") ? "COMPANY" : "INDIVIDUAL";
  const { data, error, refetch } = useProducts();
  const running = profile.applications.filter((a) => !a.hidden && !over.includes(a.status)).map((a) => a.product.id);
  const products = (data ?? []).filter((p) => p.entity_types.includes(kind) && !running.includes(p.id));
  const [alias, setAlias] = useState("");
  const add = useChange(profile.id, () => api.POST("/profiles/{profile_id}/applications", { params: { path: { profile_id: profile.id } }, body: { product: { alias } } }), "Application added");
  return (
    <Dialog open onClose={onClose} title="Add an application" size="small" description="The policy of the product says at once what is to be done."
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={add.isPending} disabled={!alias} onClick={() => add.mutate(undefined, { onSuccess: onClose })}>Add</Button></>}>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={2} label="Loading products" /> : products.length === 0 ? <p className="muted">There is no other product for this customer.</p> : (
        <SelectField label="Product" options={products.map((p) => ({ value: p.alias, label: p.name }))} empty="Choose" hint={products.find((p) => p.alias === alias)?.description} value={alias} onChange={(e) => setAlias(e.target.value)} />
      )}
    </Dialog>
  );
}
