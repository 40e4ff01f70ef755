import { expect, test } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { applicationsOf } from "./add_profile";

const product = (alias: string, automatically_apply: boolean) => ({ alias, automatically_apply }) as Schemas["ProductListing"];
const products = [product("current_account", true), product("premium_account", false)];

test.each([
  [["current_account"], undefined],
  [["current_account", "premium_account"], [{ product: { alias: "current_account" } }, { product: { alias: "premium_account" } }]],
  [[], []],
])("%o", (chosen, sent) => expect(applicationsOf(products, chosen)).toEqual(sent));
