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
