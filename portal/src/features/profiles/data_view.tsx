// Collected data, section by section. Whatever the document holds is shown: what has no place of its own comes last, as it is named.
import { Fragment, type ReactNode } from "react";
import { Foreign } from "@/components/ui/text";
import { countryName } from "@/lib/countries";
import { partialDate, words } from "@/lib/format";
import { useCustomFields, type CustomField } from "./catalogue";
import type { Document } from "./collected";

const dates = /(^dob$|_date$|^start$|^end$|_on$)/;
const countries = /(^country$|nationality|country_of_incorporation|country_code)/;

function shown(name: string, value: string | number | boolean): ReactNode {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const text = String(value);
  if (countries.test(name)) return countryName(text);
  if (dates.test(name)) return partialDate(text);
  if (name === "gender") return { F: "Female", M: "Male" }[text] ?? text;
  return <Foreign text={text} lines={2} />;
}

const scalar = (v: unknown): v is string | number | boolean => typeof v === "string" || typeof v === "number" || typeof v === "boolean";

function addressLine(a: Record<string, unknown>): string {
  const text = (k: string) => (typeof a[k] === "string" ? (a[k] as string) : "");
  const join = (...parts: string[]) => parts.filter(Boolean).join(" ");
  return [
    join(text("subpremise"), text("premise")), join(text("street_number"), text("route")), ...((a.address_lines as string[] | undefined) ?? []),
    join(text("postal_code"), text("locality") || text("postal_town")), text("county"), text("state_province"), text("country") && countryName(text("country")),
  ].filter(Boolean).join(", ");
}

const isAddress = (v: object) => "type" in v && (v.type === "STRUCTURED" || v.type === "FREEFORM");

function Value({ name, value, depth = 0 }: { name: string; value: unknown; depth?: number }): ReactNode {
  if (scalar(value)) return shown(name, value);
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">None</span>;
    if (value.every(scalar)) return <Foreign text={value.join(name === "given_names" ? " " : ", ")} lines={2} />;
    return <ol className="items">{value.slice(0, 200).map((v, i) => <li key={i}><Value name={name} value={v} depth={depth + 1} /></li>)}{value.length > 200 && <li className="muted">{value.length - 200} more</li>}</ol>;
  }
  if (typeof value === "object" && value !== null) {
    if (isAddress(value)) return <Foreign text={addressLine(value as Record<string, unknown>)} lines={2} />;
    if (depth > 6) return <span className="muted">…</span>;
    return <Pairs of={value as Record<string, unknown>} depth={depth + 1} />;
  }
  return null;
}

function Pairs({ of, depth = 0 }: { of: Record<string, unknown>; depth?: number }) {
  return (
    <dl className="pairs">
      {Object.entries(of).filter(([k]) => k !== "entity_type").map(([k, v]) => <Fragment key={k}><dt>{words(k)}</dt><dd><Value name={k} value={v} depth={depth} /></dd></Fragment>)}
    </dl>
  );
}

// The few facts that tell one customer from another.
export function Facts({ data }: { data: Document; short?: boolean }) {
  const { data: custom } = useCustomFields();
  const rows: [string, ReactNode][] = [];
  const add = (label: string, value: string | undefined, show: (v: string) => ReactNode = (v) => <Foreign text={v} lines={2} />) => {
    if (value) rows.push([label, show(value)]);
  };
  if (data.entity_type === "INDIVIDUAL") {
    const details = data.personal_details;
    add("Born", details?.dob, partialDate);
    add("Nationality", details?.nationality, countryName);
    add("Gender", details?.gender, (g) => (g === "F" ? "Female" : "Male"));
    add("Lives in", data.address_history?.[0] && addressLine(data.address_history[0].address as Record<string, unknown>));
    add("E-mail", data.contact_details?.email);
    add("Phone", data.contact_details?.phone_number);
    for (const [country, number] of Object.entries(details?.national_identity_number ?? {})) add(`Id (${countryName(country)})`, number as string);
  } else {
    const company = data.metadata;
    add("Number", company?.number);
    add("Incorporated in", company?.country_of_incorporation, countryName);
    add("Incorporated on", company?.incorporation_date, partialDate);
    add("Type", company?.company_type);
    add("Active", company?.is_active === undefined ? undefined : company.is_active ? "Yes" : "No");
    add("Address", company?.addresses?.[0]?.address && addressLine(company.addresses[0].address as Record<string, unknown>));
    add("Website", company?.contact_details?.url);
  }
  for (const [name, value] of Object.entries(data.custom_fields ?? {})) {
    const field = custom?.find((c) => c.name === name);
    add(field?.label || words(name), field?.type === "CHOICE" ? words(String(value)) : String(value));
  }
  if (rows.length === 0) return <p className="muted">Nothing was collected yet.</p>;
  return <dl className="pairs">{rows.map(([label, value]) => <Fragment key={label}><dt>{label}</dt><dd>{value}</dd></Fragment>)}</dl>;
}

const titles: Record<string, string> = { personal_details: "Identity", contact_details: "Contact", address_history: "Addresses", metadata: "Company", custom_fields: "Own fields", ip_location: "IP address" };

// The institution's fields by the names that people gave them; choices as words.
function Own({ values, custom }: { values: Record<string, unknown>; custom: CustomField[] | undefined }) {
  return (
    <dl className="pairs">
      {Object.entries(values).map(([name, value]) => {
        const field = custom?.find((c) => c.name === name);
        const text = typeof value === "boolean" ? (value ? "Yes" : "No") : field?.type === "CHOICE" ? words(String(value)) : String(value);
        return <Fragment key={name}><dt>{field?.label || words(name)}</dt><dd><Foreign text={text} lines={2} /></dd></Fragment>;
      })}
    </dl>
  );
}

export function DataSections({ data, custom }: { data: Document; custom?: CustomField[] }) {
  const { entity_type: _, customer_ref, ...rest } = data;
  const sections = Object.entries(rest as Record<string, unknown>);
  return (
    <>
      {customer_ref && <section className="panel"><div className="panel-body"><dl className="pairs"><dt>Customer reference</dt><dd><Foreign text={customer_ref} lines={2} /></dd></dl></div></section>}
      {sections.map(([name, value]) => (
        <section key={name} className="panel" aria-label={titles[name] ?? words(name)}>
          <header className="panel-head"><h2>{titles[name] ?? words(name)}</h2></header>
          <div className="panel-body">{name === "custom_fields" ? <Own values={value as Record<string, unknown>} custom={custom} /> : <Value name={name} value={value} />}</div>
        </section>
      ))}
    </>
  );
}
