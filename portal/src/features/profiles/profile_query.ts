// A profile as the API gives it whole, and what may be done with it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api, body, type Schemas } from "@/lib/api/client";

export type Profile = Schemas["ProfileResource"];
export type Application = Schemas["ProductApplication"];
export type Task = Schemas["TaskResource"];
export type Check = Schemas["CheckResource"];
export type Event = Schemas["EventResource"];

export function useProfile(id: string) {
  return useQuery({
    queryKey: ["profile", id],
    queryFn: ({ signal }) => body(api.GET("/profiles/{profile_id}", { params: { path: { profile_id: id } }, signal })),
    // What runs by itself is looked after until it is done.
    refetchInterval: ({ state }) => (state.data && working(state.data) ? 2000 : false),
  });
}

// After a change everything about the profile is asked for anew: the policy may have moved on.
export function useChange<Input>(profile: string, change: (input: Input) => Promise<unknown>, done?: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => { if (done) tell(done); },
    onError: tellFailure,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["profile", profile] }),
        queries.invalidateQueries({ queryKey: ["profiles"] }),
      ]),
  });
}

const working = (profile: Profile) =>
  profile.checks.some((c) => c.state !== "COMPLETE") || profile.applications.some((a) => ["AUTOMATING", "WAITING_ON_CHECKS", "RECALCULATING_RISK"].includes(a.flag));

export const unresolved = (profile: Profile) => profile.events.filter((e) => e.resolution === "UNRESOLVED");
export const liveTasks = (profile: Profile) => profile.tasks.filter((t) => !t.is_expired && !t.is_deleted);
export const taskName = (task: { variant?: { name?: string }; type: string }) => task.variant?.name ?? task.type;
