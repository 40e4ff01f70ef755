// The screens that axe looks at, and that are photographed. A path may need a customer: $LISTED has a match.
export interface Screen {
  name: string;
  path: string;
  ready: string; // a selector
  press?: string[];
  blessed?: boolean; // compared with a photograph that someone looked at
}

export const screens: Screen[] = [
  { name: "work-list", path: "/", ready: "tbody tr[data-index]", blessed: true },
  { name: "palette", path: "/", ready: "tbody tr[data-index]", press: ["Control+k"] },
  { name: "keyboard", path: "/", ready: "tbody tr[data-index]", press: ["?"] },
  { name: "nobody-fits", path: "/?q=zzzzqqqq", ready: ".empty" },
  { name: "filtered", path: "/?status=APPLIED,IN_REVIEW&risk=MEDIUM,HIGH&sort=-risk", ready: "tbody tr[data-index]" },
  { name: "chosen", path: "/", ready: "tbody tr[data-index]", press: ["j", "x"] },
  { name: "assign", path: "/", ready: "tbody tr[data-index]", press: ["j", "Shift+A"] },
  { name: "views", path: "/", ready: "tbody tr[data-index]", press: ["v"] },
  { name: "queue", path: "/review", ready: ".comparison", blessed: true },
  { name: "overview", path: "/profiles/$LISTED", ready: ".profile h1", blessed: true },
  { name: "tasks", path: "/profiles/$LISTED/tasks", ready: ".notes textarea", blessed: true },
  { name: "data", path: "/profiles/$LISTED/data", ready: ".data-sections" },
  { name: "edit-data", path: "/profiles/$LISTED/data", ready: ".data-sections", press: ["e"] },
  { name: "risk", path: "/profiles/$LISTED/risk", ready: ".table", blessed: true },
  { name: "audit", path: "/profiles/$LISTED/audit", ready: ".timeline" },
  { name: "review", path: "/profiles/$LISTED/review", ready: ".comparison", blessed: true },
  { name: "add-person", path: "/profiles/new", ready: "form", blessed: true },
  { name: "add-company", path: "/profiles/new?kind=COMPANY", ready: "form" },
  { name: "users", path: "/administration/users", ready: "tbody tr[data-index]" },
  { name: "invite", path: "/administration/users", ready: "tbody tr[data-index]", press: ["i"] },
  { name: "roles", path: "/administration/roles", ready: "tbody tr[data-index]" },
  { name: "new-role", path: "/administration/roles/new", ready: ".matrix" },
  { name: "teams", path: "/administration/teams", ready: ".page .list-body > *" },
  { name: "keys", path: "/administration/keys", ready: "tbody tr[data-index]" },
  { name: "addresses", path: "/administration/addresses", ready: "textarea" },
  { name: "institution-audit", path: "/administration/audit", ready: "tbody tr[data-index]" },
  { name: "account", path: "/account", ready: ".rows" },
  { name: "recovery", path: "/recovery", ready: "form" },
  { name: "invitation-gone", path: "/invitation#no-such-invitation", ready: ".empty" },
  { name: "nowhere", path: "/no/such/page", ready: ".empty" },
];
