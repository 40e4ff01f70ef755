// Views: kept queries of the work list, one's own and those that others share.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, type Schemas } from "@/lib/api/client";
import { searchOf } from "./work_query";

export type View = Schemas["View"];

export const useViews = (enabled = true) => useQuery({ queryKey: ["views"], queryFn: ({ signal }) => body(api.GET("/views", { signal })), enabled, staleTime: 60_000 });

export function useRenewViews() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["views"] });
}

export function addressOf(view: View): string {
  const search = searchOf(view.query);
  search.set("view", view.id);
  return `/?${search}`;
}

export const changeView = (id: string, change: Schemas["ViewChange"]) => api.POST("/views/{view_id}", { params: { path: { view_id: id } }, body: change });
export const deleteView = (id: string) => api.DELETE("/views/{view_id}", { params: { path: { view_id: id } } });
export const createView = (view: Schemas["ViewCreation"]) => body(api.POST("/views", { body: view }));
