import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api, body, type Schemas } from "@/lib/api/client";
import { useShortcuts } from "@/lib/shortcuts";
import { documentOf, valuesOf, type Document, type Values } from "./collected";
import { EntityFields, useEntityForm } from "./entity_form";

const kinds = [
  { entity: "INDIVIDUAL", role: "INDIVIDUAL_CUSTOMER", label: "Person", icon: "person" },
  { entity: "COMPANY", role: "COMPANY_CUSTOMER", label: "Company", icon: "building" },
] as const;

function Form({ entity, role }: { entity: Schemas["EntityType"]; role: Schemas["Role"] }) {
  const empty = { entity_type: entity } as Document;
  const { form, others, show } = useEntityForm(entity, valuesOf(empty));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (values: Values) => body(api.POST("/profiles", { body: { role, collected_data: documentOf(empty, values) } })),
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
      <EntityFields entity={entity} form={form} others={others} />
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
        <Form key={kind.entity} entity={kind.entity} role={kind.role} />
      </div>
    </div>
  );
}
