// Collected data as forms see it: a flat row of texts, taken from the document and put back into it.
// What a form doesn't show stays in the document as it is.
import type { Schemas } from "@/lib/api/client";
import { words } from "@/lib/format";
import type { CustomField } from "./catalogue";

export type Document = Schemas["EntityData"];
export type Values = Record<string, string>;

export interface FormField {
  name: string;
  label: string;
  path: string; // in the document; list items as numbers
  kind?: "text" | "words" | "country" | "nationality" | "gender" | "date" | "partial_date" | "email" | "tel" | "yes_no" | "whole" | "choice";
  section: string;
  hint?: string;
  wide?: boolean;
  allowed?: string[]; // of a choice
}

const address = (base: string): FormField[] => [
  { name: "address_country", label: "Country", path: `${base}.country`, kind: "country", section: "Address" },
  { name: "locality", label: "Town", path: `${base}.locality`, section: "Address" },
  { name: "route", label: "Street", path: `${base}.route`, section: "Address" },
  { name: "street_number", label: "Number", path: `${base}.street_number`, section: "Address" },
  { name: "premise", label: "Building or flat", path: `${base}.premise`, section: "Address" },
  { name: "postal_code", label: "Postal code", path: `${base}.postal_code`, section: "Address" },
  { name: "state_province", label: "State or province", path: `${base}.state_province`, section: "Address", hint: "Needed for the United States and Canada." },
  { name: "county", label: "County", path: `${base}.county`, section: "Address" },
];

const forms: Record<Schemas["EntityType"], FormField[]> = {
  INDIVIDUAL: [
    { name: "given_names", label: "Given names", path: "personal_details.name.given_names", kind: "words", section: "Identity", hint: "As in the passport, with spaces between." },
    { name: "family_name", label: "Family name", path: "personal_details.name.family_name", section: "Identity" },
    { name: "dob", label: "Date of birth", path: "personal_details.dob", kind: "partial_date", section: "Identity", hint: "1984-12-01; or 1984-12 or 1984 when the rest is unknown." },
    { name: "nationality", label: "Nationality", path: "personal_details.nationality", kind: "nationality", section: "Identity" },
    { name: "gender", label: "Gender", path: "personal_details.gender", kind: "gender", section: "Identity" },
    { name: "customer_ref", label: "Customer reference", path: "customer_ref", section: "Identity", hint: "Your own key for this customer." },
    { name: "email", label: "E-mail", path: "contact_details.email", kind: "email", section: "Contact" },
    { name: "phone_number", label: "Phone", path: "contact_details.phone_number", kind: "tel", section: "Contact" },
    ...address("address_history.0.address"),
  ],
  COMPANY: [
    { name: "name", label: "Name", path: "metadata.name", section: "Company", wide: true },
    { name: "country_of_incorporation", label: "Country of incorporation", path: "metadata.country_of_incorporation", kind: "country", section: "Company" },
    { name: "state_of_incorporation", label: "State of incorporation", path: "metadata.state_of_incorporation", section: "Company" },
    { name: "number", label: "Company number", path: "metadata.number", section: "Company" },
    { name: "incorporation_date", label: "Incorporated on", path: "metadata.incorporation_date", kind: "date", section: "Company" },
    { name: "company_type", label: "Type", path: "metadata.company_type", section: "Company", hint: "As its register names it." },
    { name: "is_active", label: "Active", path: "metadata.is_active", kind: "yes_no", section: "Company" },
    { name: "lei", label: "LEI", path: "metadata.lei", section: "Company" },
    { name: "customer_ref", label: "Customer reference", path: "customer_ref", section: "Company", hint: "Your own key for this customer." },
    { name: "email", label: "E-mail", path: "metadata.contact_details.email", kind: "email", section: "Contact" },
    { name: "phone_number", label: "Phone", path: "metadata.contact_details.phone_number", kind: "tel", section: "Contact" },
    { name: "url", label: "Website", path: "metadata.contact_details.url", section: "Contact" },
    ...address("metadata.addresses.0.address"),
  ],
};

const customKinds: Record<CustomField["type"], FormField["kind"]> = { TEXT: "text", CHOICE: "choice", INTEGER: "whole", BOOLEAN: "yes_no" };

// The API's own fields and behind them those of the institution.
export function formOf(entity: Schemas["EntityType"], custom: CustomField[] = []): FormField[] {
  return [
    ...forms[entity],
    ...custom.filter((c) => c.entity_types.includes(entity)).map((c): FormField => ({
      name: `custom ${c.name}`, label: c.label || words(c.name), path: `custom_fields.${c.name}`, kind: customKinds[c.type], section: "Own fields", allowed: c.allowed_values,
    })),
  ];
}

type Node = { [key: string]: unknown } | unknown[];

const isNode = (v: unknown): v is Node => typeof v === "object" && v !== null;

function at(document: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((node, part) => (isNode(node) ? (node as Record<string, unknown>)[part] : undefined), document);
}

function put(document: Node, path: string, value: unknown) {
  const parts = path.split(".");
  let node = document as Record<string, unknown>;
  for (const [i, part] of parts.slice(0, -1).entries()) {
    if (!isNode(node[part])) {
      if (value === undefined) return;
      node[part] = /^\d+$/.test(parts[i + 1]!) ? [] : {};
    }
    node = node[part] as Record<string, unknown>;
  }
  const last = parts.at(-1)!;
  if (value === undefined) delete node[last];
  else node[last] = value;
}

// Empty objects and lists that a form left behind say nothing.
function pruned(value: unknown): unknown {
  if (!isNode(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((v) => v !== undefined);
    return items.length ? items : undefined;
  }
  const entries = Object.entries(value).map(([k, v]) => [k, pruned(v)] as const).filter(([, v]) => v !== undefined);
  return entries.length ? Object.fromEntries(entries) : undefined;
}

export function valuesOf(document: Document, fields: FormField[]): Values {
  return Object.fromEntries(fields.map((f) => {
    const value = at(document, f.path);
    if (value === undefined) return [f.name, ""];
    if (f.kind === "words") return [f.name, (value as string[]).join(" ")];
    return [f.name, String(value)];
  }));
}

function typed(field: FormField, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (field.kind === "words") return trimmed.split(/\s+/);
  if (field.kind === "yes_no") return trimmed === "true";
  // What is no whole number goes as it is: the server says at the field what it wants.
  if (field.kind === "whole") return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed;
  return trimmed;
}

const addressNode: Record<Schemas["EntityType"], string> = { INDIVIDUAL: "address_history.0.address", COMPANY: "metadata.addresses.0.address" };

// The document with what was typed in it. Only fields whose text differs from `before` are touched.
export function documentOf(before: Document, values: Values, fields: FormField[]): Document {
  const document = structuredClone(before) as Document;
  const shown = valuesOf(before, fields);
  for (const field of fields) {
    const text = values[field.name] ?? "";
    if (text.trim() !== shown[field.name]) put(document as unknown as Node, field.path, typed(field, text));
  }
  const place = addressNode[before.entity_type];
  const written = at(document, place);
  if (isNode(written)) {
    const told = Object.keys(written).filter((k) => k !== "type");
    // An address of which nothing is left takes its dates with it.
    if (told.length === 0) put(document as unknown as Node, place.replace(/\.address$/, ""), undefined);
    else {
      put(document as unknown as Node, `${place}.type`, "STRUCTURED");
      if (before.entity_type === "COMPANY" && !at(document, "metadata.addresses.0.type")) put(document as unknown as Node, "metadata.addresses.0.type", "registered_address");
    }
  }
  const whole = pruned(document) as Document;
  return whole;
}

// The field of a form that a fault of the API is about; none when the form doesn't show it.
export function fieldAt(fields: FormField[], path: string): FormField | undefined {
  const plain = path.replace(/^collected_data\.?/, "").replace(/\[(\d+)\]/g, ".$1");
  const under = (outer: string, inner: string) => inner === outer || inner.startsWith(`${outer}.`);
  return fields.find((f) => under(f.path, plain)) ?? fields.find((f) => plain !== "" && under(plain, f.path));
}

export interface Difference {
  field: FormField;
  mine: string;
  theirs: string;
}

// Where two people changed the same document: fields that now differ.
export function differences(fields: FormField[], mine: Values, theirs: Values): Difference[] {
  return fields.filter((f) => (mine[f.name] ?? "").trim() !== (theirs[f.name] ?? "")).map((field) => ({ field, mine: mine[field.name] ?? "", theirs: theirs[field.name] ?? "" }));
}
