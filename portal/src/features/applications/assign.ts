// Whom applications are assigned to: oneself, a colleague, a team or nobody. One is set alone, many in one go.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { IconName } from "@/components/ui/icons";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api, type Schemas } from "@/lib/api/client";
import { counted, shortened } from "@/lib/format";
import { useMay, useSession } from "@/lib/session";
import { useTeams, useUsers } from "@/features/administration/directory";
import { renewLists } from "./lists";

export interface Assignee {
  assignee_type: "USER" | "TEAM" | null;
  id?: string;
  name: string;
  icon: IconName;
}

export const nobody: Assignee = { assignee_type: null, name: "Nobody", icon: "close" };

export function useMe(): Assignee | null {
  const now = useSession();
  const user = now.is === "session" ? now.session.user : undefined;
  return user ? { assignee_type: "USER", id: user.id, name: user.name, icon: "person" } : null;
}

// Everybody that one may see; who may not look into the directory still takes work for oneself.
export function useAssignees(): Assignee[] {
  const me = useMe();
  const users = useUsers(useMay("USERS")).data ?? [];
  const teams = useTeams(useMay("ROLES_AND_TEAMS")).data ?? [];
  return [
    ...(me ? [me] : []),
    ...teams.map((t): Assignee => ({ assignee_type: "TEAM", id: t.id, name: t.name, icon: "team" })),
    ...users.filter((u) => u.status === "ACTIVE" && u.id !== me?.id).map((u): Assignee => ({ assignee_type: "USER", id: u.id, name: u.name, icon: "person" })),
  ];
}

export interface Assignable {
  application_id: string;
  profile_id: string;
}
const atOnce = 200;

export function useAssign(done?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ whom, what }: { whom: Assignee; what: Assignable[] }) => {
      const to: Schemas["AssignmentChange"] = { assignee_type: whom.assignee_type, ...(whom.id && { id: whom.id }) };
      const [one] = what;
      if (what.length === 1 && one) {
        await api.POST("/profiles/{profile_id}/applications/{application_id}/assignment", { params: { path: one }, body: to });
        return 1;
      }
      for (let i = 0; i < what.length; i += atOnce)
        await api.POST("/applications/assignments", { body: { application_ids: what.slice(i, i + atOnce).map((w) => w.application_id), ...to } });
      return what.length;
    },
    onSuccess: (n, { whom }) => {
      tell(whom.assignee_type === null ? `${counted(n, "application")}: assigned to nobody` : `${counted(n, "application")} assigned`, whom.assignee_type === null ? undefined : shortened(whom.name, 80));
      done?.();
    },
    onError: tellFailure,
    onSettled: (_n, _e, { what }) => {
      renewLists();
      for (const id of new Set(what.map((w) => w.profile_id))) void queries.invalidateQueries({ queryKey: ["profile", id] });
    },
  });
}
