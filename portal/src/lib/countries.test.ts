import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countries, countryName, nationalities } from "./countries";

// The lists of the contract, read from its text.
function codes(schema: string): string[] {
  const text = readFileSync(new URL("../../../contract/openapi.yaml", import.meta.url), "utf8");
  const from = text.indexOf(`\n    ${schema}:\n`);
  const body = text.slice(text.indexOf("enum:", from), text.indexOf("]", text.indexOf("enum:", from)));
  return body.match(/\b[A-Z]{3}\b/g) ?? [];
}

test("the countries are those of the contract, each by its name", () => {
  const contract = codes("CountryCode");
  expect(contract.length).toBeGreaterThan(240);
  expect(countries.map((c) => c.value).sort()).toEqual([...contract].sort());
  for (const { value, label } of countries) expect(label, value).not.toMatch(/^[A-Z]{2,3}$/);
});

test("nationalities add what ICAO adds", () => {
  expect(nationalities.length - countries.length).toBe(codes("ICAOCode").length);
  for (const code of codes("ICAOCode")) expect(countryName(code)).not.toBe(code);
});
