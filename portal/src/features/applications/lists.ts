// The lists that were looked at last: coming back finds each where it was left, and what changed meanwhile is read anew.
import { useEffect, useState, useSyncExternalStore } from "react";
import { api, body, type Schemas } from "@/lib/api/client";
import { onLive } from "@/lib/live";
import { Pager } from "@/lib/pager";
import { searchOf, type WorkQuery } from "./work_query";

export type Row = Schemas["ListedApplication"];

const pageSize = 100;
const most = 6;
const kept = new Map<string, Pager<Row>>();

function listOf(query: WorkQuery): Pager<Row> {
  const key = searchOf(query).toString();
  const known = kept.get(key);
  kept.delete(key);
  const list = known ?? new Pager<Row>((after, signal) => body(api.GET("/applications", { params: { query: { ...query, limit: pageSize, ...(after !== undefined && { after }) } }, signal })), pageSize);
  kept.set(key, list);
  for (const old of [...kept.keys()].slice(0, -most)) kept.delete(old);
  return list;
}

// The customer after or before this one in the list that was looked at last; nobody at its end or when one came from elsewhere.
export function neighbour(profile: string, step: 1 | -1): string | undefined {
  const list = [...kept.values()].at(-1);
  const at = list && list.near((row) => row.profile_id === profile, list.memory.active);
  if (!list || at === undefined) return undefined;
  for (let i = at + step; i >= 0 && i < list.length; i += step) {
    const row = list.at(i);
    if (row && row.profile_id !== profile) {
      list.memory.active = i;
      return row.profile_id;
    }
  }
  return undefined;
}

export const forgetLists = () => kept.clear();
export const renewLists = () => {
  for (const list of kept.values()) list.stale();
};
onLive(renewLists);

// The list of the query, and until its first page is there the one before it.
export function useWork(query: WorkQuery) {
  const wanted = listOf(query);
  useSyncExternalStore(wanted.subscribe, wanted.snapshot);
  const [shown, setShown] = useState(wanted);
  const ready = wanted.started || wanted.error !== null;
  const list = ready || !shown.started ? wanted : shown;
  if (list === wanted && shown !== wanted) setShown(wanted);
  useEffect(() => {
    if (wanted.started) wanted.stale();
    else wanted.again();
  }, [wanted]);
  return { list, waiting: list !== wanted };
}
