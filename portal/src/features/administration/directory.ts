// People, roles and teams of the institution, by id.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, type Answer } from "@/lib/api/client";

export type User = Answer<"/users", "get">["results"][number];
export type Role = Answer<"/roles", "get">[number];
export type Team = Answer<"/teams", "get">[number];

// All users, page by page: an institution has at most 20 000, and rarely more than a few hundred.
async function allUsers(signal: AbortSignal): Promise<User[]> {
  const users: User[] = [];
  for (;;) {
    const page = await body(api.GET("/users", { params: { query: { limit: 200, offset: users.length } }, signal }));
    users.push(...page.results);
    if (page.results.length === 0 || users.length >= page.count) return users;
  }
}

export const useUsers = (enabled = true) => useQuery({ queryKey: ["house", "users"], queryFn: ({ signal }) => allUsers(signal), enabled });
export const useRoles = () => useQuery({ queryKey: ["house", "roles"], queryFn: ({ signal }) => body(api.GET("/roles", { signal })) });
export const useTeams = (enabled = true) => useQuery({ queryKey: ["house", "teams"], queryFn: ({ signal }) => body(api.GET("/teams", { signal })), enabled });

export function useRenew() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["house"] });
}

export const named = (ids: string[], all: { id: string; name: string }[] | undefined) => ids.map((id) => all?.find((x) => x.id === id)?.name ?? "…").join(", ");
