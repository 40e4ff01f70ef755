import { may, useSession } from "@/lib/session";
import { places } from "./places";

// The places that the signed-in person may go to.
export function usePlaces() {
  const now = useSession();
  const allowed = (area: Parameters<typeof may>[1]) => now.is === "key" || (now.is === "session" && may(now.session.permissions, area));
  return places.map((g) => ({ ...g, places: g.places.filter((p) => !p.area || allowed(p.area)) })).filter((g) => g.places.length > 0);
}
