import { describe, expect, test } from "vitest";
import { differences, documentOf, fieldAt, forms, valuesOf, type Document } from "./collected";

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
  expect(documentOf(person, valuesOf(person))).toEqual(person);
});

test("what is typed is put in its place, beside what a form doesn't show", () => {
  const changed = documentOf(person, { ...valuesOf(person), given_names: " Augusta  Ada ", locality: "", email: "ada@example.com" });
  expect(changed).toEqual({
    ...person,
    personal_details: { ...person.personal_details, name: { given_names: ["Augusta", "Ada"], family_name: "Lovelace", title: "Countess" } },
    address_history: [{ address: { type: "STRUCTURED", country: "GBR" }, start_date: "1840-01" }, person.address_history![1]],
    contact_details: { email: "ada@example.com" },
  });
});

test("an emptied address goes away whole", () => {
  const changed = documentOf(person, { ...valuesOf(person), address_country: "", locality: "" });
  expect("address_history" in changed && changed.address_history).toEqual([person.address_history![1]]);
});

test("a new company has only what was typed", () => {
  const made = documentOf({ entity_type: "COMPANY" }, { name: "Kaimoana Boat Works", country_of_incorporation: "NZL", is_active: "true", locality: "Napier", lei: "  " });
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
  ])("%s", (path, name) => expect(fieldAt("INDIVIDUAL", path)?.name).toBe(name));
  test.each(["collected_data", "role", "", "collected_data.address_history[1].address.country"])("none for %s", (path) =>
    expect(fieldAt("INDIVIDUAL", path)).toBeUndefined());
});

test("a conflict is told field by field", () => {
  const mine = { ...valuesOf(person), family_name: "King", dob: "1815-12-10 " };
  expect(differences("INDIVIDUAL", mine, valuesOf(person)).map((d) => [d.field.name, d.mine, d.theirs])).toEqual([["family_name", "King", "Lovelace"]]);
});

test("names of fields are used once", () => {
  for (const fields of Object.values(forms)) expect(new Set(fields.map((f) => f.name)).size).toBe(fields.length);
});
