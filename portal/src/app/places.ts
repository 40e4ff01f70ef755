// Where one can go: the left navigation, the palette and the keys read this table. The work list is there by its queues.
import type { IconName } from "@/components/ui/icons";
import type { Area } from "@/lib/session";

export interface Place {
  to: string;
  label: string;
  icon: IconName;
  keys?: string;
  area?: Area; // of the permissions without which it is not shown
}

export const places: { title: string; folds?: boolean; places: Place[] }[] = [
  {
    title: "Work",
    places: [
      { to: "/review", label: "Matches to decide", icon: "scales", keys: "g m", area: "PRODUCT_APPLICATIONS" },
      { to: "/profiles/new", label: "Add customer", icon: "plus", keys: "g n" },
    ],
  },
  {
    title: "Administration",
    folds: true,
    places: [
      { to: "/administration/users", label: "Users", icon: "people", keys: "g u", area: "USERS" },
      { to: "/administration/roles", label: "Roles", icon: "shield", keys: "g r", area: "ROLES_AND_TEAMS" },
      { to: "/administration/teams", label: "Teams", icon: "team", keys: "g t", area: "ROLES_AND_TEAMS" },
      { to: "/administration/keys", label: "API keys", icon: "key", keys: "g k", area: "DEVELOPER_TOOLS" },
      { to: "/administration/addresses", label: "Allowed addresses", icon: "out", area: "IP_ALLOW_LIST" },
      { to: "/administration/audit", label: "Audit log", icon: "clock", keys: "g a", area: "AUDIT_LOG" },
    ],
  },
];
