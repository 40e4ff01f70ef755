// The matrix of what a role or a key may do: areas at a level. Single permissions and grants for one product are
// kept as they are.
import type { Grant } from "@/lib/session";

export type Level = "NONE" | "READ_ONLY" | "READ_AND_WRITE";

export interface AreaRow {
  name: string;
  label: string;
  means: string;
  levels: Level[];
}

const both: Level[] = ["NONE", "READ_ONLY", "READ_AND_WRITE"];
const look: Level[] = ["NONE", "READ_ONLY"];
const change: Level[] = ["NONE", "READ_AND_WRITE"];

export const areas: AreaRow[] = [
  { name: "PRODUCT_APPLICATIONS", label: "Customers and applications", means: "Profiles, tasks, checks, matches, decisions", levels: both },
  { name: "SMART_POLICIES", label: "Policies", means: "Products, smart policies, risk models", levels: both },
  { name: "POLICY_EXPORT", label: "Export of policies", means: "Take the configuration out as files", levels: look },
  { name: "POLICY_IMPORT", label: "Import of policies", means: "Replace the configuration by files", levels: change },
  { name: "REPORTS", label: "Reports", means: "Figures over all customers", levels: look },
  { name: "EXPORT_DATA", label: "Export of data", means: "Take customers’ data out in bulk", levels: look },
  { name: "SCREENING_SEARCH", label: "Search of lists", means: "Search sanctions and PEP lists without a profile", levels: look },
  { name: "USERS", label: "Users", means: "Invite, change, suspend people and end their sessions", levels: both },
  { name: "ROLES_AND_TEAMS", label: "Roles and teams", means: "What people may do, and who belongs together", levels: both },
  { name: "DEVELOPER_TOOLS", label: "API keys", means: "Make, rotate and revoke keys", levels: both },
  { name: "IP_ALLOW_LIST", label: "Allowed addresses", means: "From where the institution can be reached", levels: both },
  { name: "DATA_PROTECTION", label: "Data protection", means: "Delete customers for good", levels: change },
  { name: "AUDIT_LOG", label: "Audit log", means: "What was done in the institution", levels: look },
  { name: "BILLING", label: "Billing", means: "Charges", levels: look },
];

const whole = (g: Grant, area: string) => g.area === area && !g.product_id;

export function levelOf(grants: Grant[], area: string): Level {
  const held = grants.filter((g) => whole(g, area)).map((g) => g.level);
  return held.includes("READ_AND_WRITE") ? "READ_AND_WRITE" : held.includes("READ_ONLY") ? "READ_ONLY" : "NONE";
}

// What is granted whole for an area is replaced; the rest stays.
export function withLevel(grants: Grant[], area: string, level: Level): Grant[] {
  const rest = grants.filter((g) => !whole(g, area));
  return level === "NONE" ? rest : [...rest, { area, level } as Grant];
}

export const beside = (grants: Grant[]) => grants.filter((g) => !g.area || g.product_id || !areas.some((a) => a.name === g.area));
