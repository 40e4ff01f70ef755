// Where one can go: the left navigation, the palette and the keys read this table.
import type { IconName } from "@/components/ui/icons";

export interface Place {
  to: string;
  label: string;
  icon: IconName;
  keys?: string;
}

export const places: { title: string; places: Place[] }[] = [
  {
    title: "Work",
    places: [{ to: "/", label: "Work list", icon: "list", keys: "g l" },
      { to: "/profiles/new", label: "Add customer", icon: "plus", keys: "g n" }],
  },
];
