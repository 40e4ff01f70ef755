import { describe, expect, test } from "vitest";
import { differences, documentOf, fieldAt, formOf, valuesOf, type Document } from "./collected";
import type { CustomField } from "./catalogue";

const custom: CustomField[] = [
  { name: "occupation", label: "Occupation", type: "CHOICE", allowed_values: ["EMPLOYED", "STUDENT"], entity_types: ["INDIVIDUAL"] },
  { name: "children", label: "Children", type: "INTEGER", entity_types: ["INDIVIDUAL"] },
  { name: "resident", label: "Resident", type: "BOOLEAN", entity_types: ["INDIVIDUAL", "COMPANY"] },
];
const fields = formOf("INDIVIDUAL", custom);
const person: Document = {
  entity_type: "INDIVIDUAL",
  customer_ref: "c-1",
  personal_details: { name: { given_names: ["Ada", "Maria"], family_name: "Lovelace", title: "Countess" }, dob: "1815-12-10" },
  address_history: [
    { address: { type: "STRUCTURED", country: "GBR", locality: "London" }, start_date: "1840-01" },
    { address: { type: "STRUCTURED", country: "GBR", locality: "Leicester" } },
  ],
  custom_fields: { occupation: "EMPLOYED" },
};

test("what is not typed in stays as it is", () => {
  expect(documentOf(person, valuesOf(person, fields), fields)).toEqual(person);
});

test("what is typed is put in its place, beside what a form doesn't show", () => {
  const changed = documentOf(person, { ...valuesOf(person, fields), given_names: " Augusta  Ada ", locality: "", email: "ada@example.com" }, fields);
  expect(changed).toEqual({
    ...person,
    personal_details: { ...person.personal_details, name: { given_names: ["Augusta", "Ada"], family_name: "Lovelace", title: "Countess" } },
    address_history: [{ address: { type: "STRUCTURED", country: "GBR" }, start_date: "1840-01" }, person.address_history![1]],
    contact_details: { email: "ada@example.com" },
  });
});

test("an emptied address goes away whole", () => {
  const changed = documentOf(person, { ...valuesOf(person, fields), address_country: "", locality: "" }, fields);
  expect("address_history" in changed && changed.address_history).toEqual([person.address_history![1]]);
});

test("a new company has only what was typed", () => {
  const made = documentOf({ entity_type: "COMPANY" }, { name: "Kaimoana Boat Works", country_of_incorporation: "NZL", is_active: "true", locality: "Napier", lei: "  " }, formOf("COMPANY"));
  expect(made).toEqual({
    entity_type: "COMPANY",
    metadata: {
      name: "Kaimoana Boat Works", country_of_incorporation: "NZL", is_active: true,
      addresses: [{ type: "registered_address", address: { type: "STRUCTURED", locality: "Napier" } }],
    },
  });
});

describe("the field of a fault", () => {
  test.each([
    ["collected_data.personal_details.dob", "dob"],
    ["collected_data.personal_details.name.given_names[0]", "given_names"],
    ["personal_details.name.family_name", "family_name"],
    ["collected_data.address_history[0].address.country", "address_country"],
    ["collected_data.personal_details.name", "given_names"],
    ["collected_data.custom_fields.occupation", "custom occupation"],
  ])("%s", (path, name) => expect(fieldAt(fields, path)?.name).toBe(name));
  test.each(["collected_data", "role", "", "collected_data.address_history[1].address.country"])("none for %s", (path) =>
    expect(fieldAt(fields, path)).toBeUndefined());
});

test("a conflict is told field by field", () => {
  const mine = { ...valuesOf(person, fields), family_name: "King", dob: "1815-12-10 " };
  expect(differences(fields, mine, valuesOf(person, fields)).map((d) => [d.field.name, d.mine, d.theirs])).toEqual([["family_name", "King", "Lovelace"]]);
});

test("fields of the institution keep their types; what is no number is left for the server to refuse", () => {
  const typed = { ...valuesOf(person, fields), "custom occupation": "", "custom children": " 3 ", "custom resident": "true" };
  expect(documentOf(person, typed, fields)).toMatchObject({ custom_fields: { children: 3, resident: true } });
  expect(documentOf(person, { ...typed, "custom children": "three" }, fields).custom_fields).toEqual({ children: "three", resident: true });
});

test("names of fields are used once", () => {
  for (const fields of [formOf("INDIVIDUAL", custom), formOf("COMPANY", custom)]) expect(new Set(fields.map((f) => f.name)).size).toBe(fields.length);
});
