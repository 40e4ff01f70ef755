// The matches of all customers that wait for a decision, oldest first: decided one after the other, across customers.
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { ChoiceMenu } from "@/components/ui/menu";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { api, body, type Schemas } from "@/lib/api/client";
import { counted } from "@/lib/format";
import { onLive } from "@/lib/live";
import * as say from "@/lib/words";
import { Desk, type Item } from "./desk";
import { goesOnAt, nothing, withEvents, withPage, type Queue } from "./queue_state";

const pageSize = 50;
const types = ["SANCTION_FLAG", "PEP_FLAG", "ADVERSE_MEDIA_FLAG", "REFER_FLAG"] as const satisfies readonly Schemas["EventType"][];
type Type = (typeof types)[number];

function useQueue(chosen: readonly Type[]) {
  const [queue, setQueue] = useState<Queue>(nothing);
  const [error, setError] = useState<unknown>(null);
  const now = useRef(queue);
  const flight = useRef<AbortController | null>(null);
  const become = (next: Queue) => {
    now.current = next;
    setQueue(next);
  };
  const load = useCallback(async () => {
    if (flight.current) return;
    const mine = (flight.current = new AbortController());
    const after = goesOnAt(now.current);
    try {
      const page = await body(api.GET("/events", {
        params: { query: { resolution: ["UNRESOLVED"], event_type: [...(chosen.length ? chosen : types)], limit: pageSize, ...(after !== undefined && { after }) } }, signal: mine.signal,
      }));
      become(withPage(now.current, after, page));
      setError(null);
    } catch (e) {
      if (!mine.signal.aborted) setError(e);
    } finally {
      if (flight.current === mine) flight.current = null;
    }
  }, [chosen]);
  useEffect(() => {
    become(nothing);
    void load();
    return () => {
      flight.current?.abort();
      flight.current = null;
    };
  }, [load]);
  // At the end of the queue new matches are heard of.
  useEffect(() => onLive((news) => {
    if (news.is !== "counts" && now.current.next === undefined) void load();
  }), [load]);
  const onDecided = useCallback((events: Item["event"][]) => become(withEvents(now.current, events)), []);
  const onNearEnd = useCallback(() => {
    if (now.current.next !== undefined) void load();
  }, [load]);
  return { queue, error, load, onDecided, onNearEnd };
}

export function QueueScreen() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("type") ?? "";
  const [chosen, setChosen] = useState<{ asked: string; types: Type[] }>({ asked: "", types: [] });
  if (chosen.asked !== asked) setChosen({ asked, types: types.filter((t) => asked.split(",").includes(t)) });
  const { queue, error, load, onDecided, onNearEnd } = useQueue(chosen.types);
  const kinds = (
    <ChoiceMenu label="Kinds of matches" chosen={chosen.types} options={types.map((t) => ({ value: t, label: say.eventType[t][0] }))}
      onChange={(next) => setSearch(next.length ? { type: next.join(",") } : {}, { replace: true })}
      trigger={<Button small icon="filter">{chosen.types.length ? chosen.types.map((t) => say.eventType[t][0]).join(", ") : "All kinds"}</Button>} />
  );
  if (error && !queue.read) return <Failed error={error} again={() => void load()} />;
  if (!queue.read) return <Loading rows={12} label="Loading matches" />;
  if (queue.items.length === 0)
    return (
      <Empty whole title="No match waits" icon="scales" action={<div className="row">{chosen.types.length > 0 && kinds}<ButtonLink to="/">To the work list</ButtonLink></div>}>
        {chosen.types.length ? "None of this kind. " : ""}New ones appear here by themselves.
      </Empty>
    );
  const open = queue.items.filter((i) => i.event.resolution === "UNRESOLVED").length;
  const done = queue.items.length - open;
  const waiting = `${queue.next === undefined ? "" : "More than "}${counted(open, "match waits", "matches wait")}`;
  return (
    <Desk title="Matches to decide · Probity" items={queue.items} whose onDecided={onDecided} onNearEnd={onNearEnd} back={{ to: "/", label: "To the work list" }}
      head={
        <>
          <h1>Matches to decide</h1>
          <div className="row between">
            <p className="muted small" role="status">{open === 0 ? "All decided" : waiting}{done > 0 && open > 0 && `, ${done} decided`}</p>
            {kinds}
          </div>
        </>
      }
      foot={error ? <p className="more small" role="alert">More can’t be read. <Button small onClick={() => void load()}>Try again</Button></p> : null} />
  );
}
