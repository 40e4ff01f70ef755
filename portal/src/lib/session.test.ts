import { expect, test } from "vitest";
import { may, type Grant } from "./session";

test.each<[Grant[], boolean, boolean]>([
  [[{ area: "USERS", level: "READ_ONLY" }], true, false],
  [[{ area: "USERS", level: "READ_AND_WRITE" }], true, true],
  [[{ permission: "VIEW_USERS" }], true, false],
  [[{ permission: "MANAGE_USERS" }], true, true],
  [[{ area: "ROLES_AND_TEAMS", level: "READ_AND_WRITE" }], false, false],
  [[], false, false],
])("%o", (grants, look, change) => {
  expect([may(grants, "USERS"), may(grants, "USERS", true)]).toEqual([look, change]);
});
