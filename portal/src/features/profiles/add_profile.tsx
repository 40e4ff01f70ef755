import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api, body, type Schemas } from "@/lib/api/client";
import { useShortcuts } from "@/lib/shortcuts";
import { Checkbox } from "@/components/ui/field";
import { Failed, Loading } from "@/components/ui/states";
import { useCustomFields, useProducts, type CustomField } from "./catalogue";
import { documentOf, formOf, valuesOf, type Document, type Values } from "./collected";
import { EntityFields, useEntityForm } from "./entity_form";

const kinds = [
  { entity: "INDIVIDUAL", role: "INDIVIDUAL_CUSTOMER", label: "Person", icon: "person" },
  { entity: "COMPANY", role: "COMPANY_CUSTOMER", label: "Company", icon: "building" },
] as const;

type Product = Schemas["ProductListing"];

// What the customer applies for. Those that apply by themselves are chosen; left as they are, the server chooses.
function Products({ products, chosen, onChange }: { products: Product[]; chosen: string[]; onChange: (next: string[]) => void }) {
  if (products.length === 0) return null;
  return (
    <fieldset className="form-section">
      <legend>Products</legend>
      <div className="form">
        {products.map((p) => (
          <Checkbox key={p.alias} label={p.name} hint={p.description || undefined} checked={chosen.includes(p.alias)}
            onChange={(e) => onChange(e.target.checked ? [...chosen, p.alias] : chosen.filter((a) => a !== p.alias))} />
        ))}
      </div>
      {chosen.length === 0 && <p className="muted small">Without a product nothing is screened and nothing decided: the customer is only kept.</p>}
    </fieldset>
  );
}

export function applicationsOf(products: Product[], chosen: string[]): { product: { alias: string } }[] | undefined {
  const asIs = products.every((p) => p.automatically_apply === chosen.includes(p.alias));
  return asIs ? undefined : chosen.map((alias) => ({ product: { alias } }));
}

function Form({ entity, role, custom, products }: { entity: Schemas["EntityType"]; role: Schemas["Role"]; custom: CustomField[]; products: Product[] }) {
  const empty = { entity_type: entity } as Document;
  const [fields] = useState(() => formOf(entity, custom));
  const [chosen, setChosen] = useState(() => products.filter((p) => p.automatically_apply).map((p) => p.alias));
  const { form, others, show } = useEntityForm(fields, valuesOf(empty, fields));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const applications = applicationsOf(products, chosen);
  const create = useMutation({
    mutationFn: (values: Values) => body(api.POST("/profiles", { body: { role, collected_data: documentOf(empty, values, fields), ...(applications && { applications }) } })),
    onSuccess: async (made) => {
      tell("Customer added", "Screened, scored and put to the policy.");
      queries.setQueryData(["profile", made.id], made);
      void queries.invalidateQueries({ queryKey: ["profiles"] });
      await navigate(`/profiles/${made.id}`);
    },
    onError: (error) => {
      try {
        show(error);
      } catch {
        tellFailure(error);
      }
    },
  });
  // mutateAsync's failure has been shown by then.
  const submit = form.handleSubmit((values) => (create.isPending ? undefined : create.mutateAsync(values).then(() => {}, () => {})));
  useShortcuts("Add customer", [{ keys: "Control+Enter", label: "Add", run: () => void submit(), whileTyping: true }]);
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      <EntityFields fields={fields} form={form} others={others} />
      <Products products={products} chosen={chosen} onChange={setChosen} />
      <div className="form-foot sticky-foot">
        <Button onClick={() => void navigate(-1)}>Back</Button>
        <Button kind="primary" type="submit" busy={create.isPending} keys="Control+Enter">Add {entity === "COMPANY" ? "company" : "person"}</Button>
      </div>
    </form>
  );
}

export function AddProfile() {
  const [search, setSearch] = useSearchParams();
  const kind = kinds.find((k) => k.entity === search.get("kind")) ?? kinds[0];
  const custom = useCustomFields();
  const products = useProducts();
  const failed = (custom.isError && !custom.data && custom.error) || (products.isError && !products.data && products.error);
  return (
    <div>
      <header className="page-head"><h1>Add customer</h1></header>
      <div className="page-body narrow stack">
        <div className="segments" role="radiogroup" aria-label="Kind of customer">
          {kinds.map((k) => (
            <label key={k.entity} className="segment">
              <input type="radio" name="kind" className="hidden-visually" checked={k === kind} onChange={() => setSearch({ kind: k.entity }, { replace: true })} />
              <Icon name={k.icon} />{k.label}
            </label>
          ))}
        </div>
        {failed ? <Failed error={failed} again={() => { void custom.refetch(); void products.refetch(); }} /> : !custom.data || !products.data ? <Loading rows={8} label="Loading the form" /> : (
          <Form key={kind.entity} entity={kind.entity} role={kind.role} custom={custom.data} products={products.data.filter((p) => p.entity_types.includes(kind.entity))} />
        )}
      </div>
    </div>
  );
}
