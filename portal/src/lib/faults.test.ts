import { expect, test } from "vitest";
import { Refused } from "./api/client";
import { faultsOf } from "./faults";

const fault = (field: string, message: string) => ({ field, message, title: "", code: 201 });

test("faults stand at their fields, and the rest is told apart", () => {
  const { at, others } = faultsOf(new Refused(400, [fault("email", "must be an address"), fault("roles[1]", "is no role"), fault("", "too late")], ""), ["email", "roles"]);
  expect([at("email"), at("roles"), at("name"), others]).toEqual(["must be an address", "is no role", undefined, ["Too late"]]);
});

test("waiting is told in seconds", () => {
  expect(faultsOf(new Refused(429, [fault("", "too many tries")], "", 30), []).others).toEqual(["Too many tries Try again in 30 s."]);
});

test("no error, no faults", () => expect(faultsOf(null, ["a"]).others).toEqual([]));
