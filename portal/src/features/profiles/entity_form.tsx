// The form of a person or a company, for adding and for editing. Faults of the API stand at their fields.
import { useEffect, useState } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { FormFaults, SelectField, TextField, type Option } from "@/components/ui/field";
import { Refused } from "@/lib/api/client";
import { countries, nationalities } from "@/lib/countries";
import { words } from "@/lib/format";
import { fieldAt, type FormField, type Values } from "./collected";

const choices: Partial<Record<NonNullable<FormField["kind"]>, Option[]>> = {
  country: countries,
  nationality: nationalities,
  gender: [{ value: "F", label: "Female" }, { value: "M", label: "Male" }],
  yes_no: [{ value: "true", label: "Yes" }, { value: "false", label: "No" }],
};
const types: Partial<Record<NonNullable<FormField["kind"]>, string>> = { date: "date", email: "email", tel: "tel" };
const lengths = { maxLength: 10_000 };

export interface EntityForm {
  form: UseFormReturn<Values>;
  others: string[]; // faults of no field that is shown
  show: (error: unknown) => void; // puts a refusal at its fields; throws what is none
}

export function useEntityForm(fields: FormField[], initial: Values): EntityForm {
  const form = useForm<Values>({ defaultValues: initial });
  const [others, setOthers] = useState<string[]>([]);
  const show = (error: unknown) => {
    if (!(error instanceof Refused) || error.status !== 400) throw error;
    const rest: string[] = [];
    let first = true;
    for (const fault of error.faults) {
      const field = fieldAt(fields, fault.field);
      if (!field) {
        rest.push(fault.field ? `${fault.field}: ${fault.message}` : fault.message);
        continue;
      }
      form.setError(field.name, { type: "server", message: fault.message }, { shouldFocus: first });
      first = false;
    }
    setOthers(rest);
  };
  return { form, others, show };
}

function Field({ field, form }: { field: FormField; form: UseFormReturn<Values> }) {
  const around = { label: field.label, hint: field.hint, wide: field.wide, fault: form.formState.errors[field.name]?.message };
  const options = field.allowed?.map((value) => ({ value, label: words(value) })) ?? (field.kind && choices[field.kind]);
  const bound = form.register(field.name);
  if (options) return <SelectField {...around} options={options} empty="—" {...bound} />;
  return <TextField {...around} type={(field.kind && types[field.kind]) ?? "text"} inputMode={field.kind === "whole" ? "numeric" : undefined} {...lengths} {...bound} />;
}

export function EntityFields({ fields, form, others }: { fields: FormField[] } & Pick<EntityForm, "form" | "others">) {
  const sections = [...new Set(fields.map((f) => f.section))];
  // Leaving with things typed asks first.
  const dirty = form.formState.isDirty && !form.formState.isSubmitSuccessful;
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [dirty]);
  return (
    <>
      <FormFaults faults={others} />
      {sections.map((section) => (
        <fieldset key={section} className="form-section">
          <legend>{section}</legend>
          <div className="form">{fields.filter((f) => f.section === section).map((f) => <Field key={f.name} field={f} form={form} />)}</div>
        </fieldset>
      ))}
    </>
  );
}
