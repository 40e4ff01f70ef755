// Deciding on matches, of one customer or of a queue of them: the list, the comparison, the decision by one key and on to the next.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Said } from "@/components/ui/said";
import { Failed, Loading } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api } from "@/lib/api/client";
import { counted, instant } from "@/lib/format";
import { useShortcuts } from "@/lib/shortcuts";
import * as say from "@/lib/words";
import { useProfile, type Event } from "@/features/profiles/profile_query";
import { Comparison, nameOf, Score } from "./comparison";

export interface Item {
  profile_id: string;
  display_name: string;
  event: Event;
}
type Resolution = "MATCH" | "MISMATCH" | "IGNORE" | "UNRESOLVED";

const decisions: { to: Resolution; verb: string; keys: string; kind: "plain" | "grave" }[] = [
  { to: "MISMATCH", verb: "Not a match", keys: "n", kind: "plain" },
  { to: "MATCH", verb: "Match", keys: "m", kind: "grave" },
  { to: "IGNORE", verb: "Ignore", keys: "i", kind: "plain" },
];

const isOpen = ({ event }: Item) => event.resolution === "UNRESOLVED";

interface LineProps {
  item: Item;
  whose: boolean; // names the customer
  current: boolean;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onShow: () => void;
}

function Line({ item: { event, display_name }, whose, current, chosen, onChoose, onShow }: LineProps) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) line.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li ref={line} className={`match-line${current ? " current" : ""}`}>
      <input type="checkbox" aria-label={`Choose ${nameOf(event).slice(0, 100)}`} checked={chosen} onChange={(e) => onChoose(e.target.checked)} />
      <button type="button" onClick={onShow} aria-current={current || undefined}>
        {whose && <Foreign text={display_name || "No name"} className="strong" />}
        <span className="row"><Foreign text={nameOf(event)} className={whose ? "grow muted" : "grow"} /><Score event={event} /></span>
        <span className="row"><Said of={say.eventType} code={event.data.event_type} />{event.resolution !== "UNRESOLVED" && <Said of={say.resolution} code={event.resolution} />}</span>
      </button>
    </li>
  );
}

// All decisions of one comment, customer by customer; the events as they are then.
async function resolve(items: Item[], to: Resolution, comment: string): Promise<Event[]> {
  const said = comment ? { resolution_reason: comment } : {};
  const [one] = items;
  if (items.length === 1 && one)
    return [(await api.POST("/profiles/{profile_id}/events/{event_id}", { params: { path: { profile_id: one.profile_id, event_id: one.event.id } }, body: { resolution: to, ...said } })).data!];
  const done: Event[] = [];
  for (const [profile_id, of] of Map.groupBy(items, (i) => i.profile_id))
    done.push(...(await api.POST("/profiles/{profile_id}/events/bulk_update", { params: { path: { profile_id } }, body: of.map((i) => ({ id: i.event.id, resolution: to, ...said })) })).data!);
  return done;
}

interface Props {
  title: string;
  head: ReactNode; // above the list
  items: Item[]; // in the order shown, which stays while one decides
  whose?: boolean;
  onDecided?: (events: Event[]) => void;
  onNearEnd?: () => void;
  back: { to: string; label: string };
  foot?: ReactNode;
}

export function Desk({ title, head, items, whose = false, onDecided, onNearEnd, back, foot }: Props) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [last, setLast] = useState<string[]>([]); // decided on last, for undoing
  const field = useRef<HTMLTextAreaElement>(null);
  const open = items.filter(isOpen);
  // The address follows what is shown, and leads when it was changed from outside.
  const asked = search.get("event");
  const [shown, setShown] = useState({ asked, id: asked });
  if (shown.asked !== asked) setShown({ asked, id: asked });
  const current = items.find((i) => i.event.id === shown.id) ?? open[0] ?? items[0]!;
  const at = items.indexOf(current);
  const { data: profile, error, refetch } = useProfile(current.profile_id);
  // The customer as read just now knows better than a list that was read before.
  const event = profile?.events.find((e) => e.id === current.event.id) ?? current.event;
  useEffect(() => {
    if (event.resolution !== current.event.resolution) onDecided?.([event]);
  }, [event, current, onDecided]);
  useEffect(() => {
    if (at >= items.length - 10) onNearEnd?.();
  }, [at, items.length, onNearEnd]);
  const show = (item: Item | undefined) => {
    if (!item) return;
    setShown((now) => ({ ...now, id: item.event.id }));
    setSearch((now) => { now.set("event", item.event.id); return now; }, { replace: true });
  };
  const withIds = (ids: string[]) => items.filter((i) => ids.includes(i.event.id));

  const decide = useMutation({
    mutationFn: ({ of, to }: { of: Item[]; to: Resolution }) => resolve(of, to, comment.trim()),
    onSuccess: (events, { of, to }) => {
      const ids = of.map((i) => i.event.id);
      onDecided?.(events);
      setComment("");
      setChosen([]);
      if (to === "UNRESOLVED") {
        setLast([]);
        return show(of[0]);
      }
      setLast(ids);
      const next = items.slice(at + 1).concat(items.slice(0, at)).find((i) => isOpen(i) && !ids.includes(i.event.id));
      show(next ?? current);
      tell(`${of.length === 1 ? nameOf(of[0]!.event).slice(0, 80) : counted(ids.length, "match", "matches")}: ${say.resolution[to][0].toLowerCase()}`,
        next ? undefined : "Nothing is left to decide here.");
    },
    onError: tellFailure,
    // A queue knows what came of it; without one it is told by the customer, who is read anew before the next decision.
    onSettled: (_e, _f, { of }) => {
      const renewed = Promise.all([...new Set(of.map((i) => i.profile_id))].map((id) => queries.invalidateQueries({ queryKey: ["profile", id] })));
      return onDecided ? undefined : renewed;
    },
  });
  const choose = (id: string, on: boolean) => setChosen((now) => (on ? [...now.filter((x) => x !== id), id] : now.filter((x) => x !== id)));
  const act = (to: Resolution) => {
    if (!decide.isPending && (chosen.length || isOpen(current))) decide.mutate({ of: chosen.length ? withIds(chosen) : [current], to });
  };
  const reopen = (ids: string[]) => {
    if (!decide.isPending && ids.length) decide.mutate({ of: withIds(ids), to: "UNRESOLVED" });
  };
  const decided = chosen.length === 0 && event.resolution !== "UNRESOLVED";
  const leave = () => void navigate(back.to);

  useShortcuts("Matches", [
    { keys: "j", label: "Next match", run: () => show(items[at + 1]) },
    { keys: "k", label: "Match before", run: () => show(items[at - 1]) },
    ...decisions.map((d) => ({ keys: d.keys, label: `${d.verb}, then the next`, run: () => act(d.to) })),
    { keys: "u", label: "Undo: open it again", run: () => reopen(decided ? [current.event.id] : last) },
    { keys: "c", label: "Comment", run: () => field.current?.focus() },
    { keys: "x", label: "Choose for deciding together", run: () => choose(current.event.id, !chosen.includes(current.event.id)) },
    { keys: "Shift+a", label: whose ? "Choose all open ones of this customer" : "Choose all that are open", run: () => setChosen(open.filter((i) => i.profile_id === current.profile_id).map((i) => i.event.id)) },
    { keys: "o", label: "Open the profile", run: () => void navigate(`/profiles/${current.profile_id}`) },
    { keys: "b", label: back.label, run: leave },
  ]);

  return (
    <div className="desk">
      <title>{title}</title>
      <aside className="match-list" aria-label="Matches">
        <header>{head}</header>
        <ul>{items.map((i) => <Line key={i.event.id} item={i} whose={whose} current={i === current} chosen={chosen.includes(i.event.id)} onChoose={(on) => choose(i.event.id, on)} onShow={() => show(i)} />)}</ul>
        {foot}
      </aside>
      <div className="match-desk">
        <div className="match-scroll">
          {profile ? <Comparison key={event.id} profile={profile} event={event} /> : error ? <Failed error={error} again={() => void refetch()} /> : <Loading rows={12} label="Loading the customer" />}
        </div>
        <footer className="decision">
          {decided ? (
            <div className="row between wrap grow">
              <div className="row wrap">
                <Said of={say.resolution} code={event.resolution} dot />
                {event.resolution_date && <span className="muted small"><When at={instant(event.resolution_date)} /></span>}
                {event.resolution_reason && <Foreign text={event.resolution_reason} lines={2} />}
              </div>
              <div className="row">
                <Button busy={decide.isPending} keys="u" onClick={() => reopen([event.id])}>Open again</Button>
                {open.length === 0 && <ButtonLink kind="primary" to={back.to} keys="b">{back.label}</ButtonLink>}
              </div>
            </div>
          ) : (
            <>
              <label className="grow comment">
                <span className="hidden-visually">Comment on the decision</span>
                <textarea ref={field} className="control" rows={1} maxLength={10_000} dir="auto" placeholder="Comment, for the record   C" value={comment}
                  onChange={(e) => setComment(e.target.value)} onKeyDown={(e) => e.key === "Escape" && field.current?.blur()} />
              </label>
              <div className="row">
                {chosen.length > 0 && <span className="small">{counted(chosen.length, "match", "matches")} together <Button small kind="quiet" onClick={() => setChosen([])}>Clear</Button></span>}
                {decisions.map((d) => <Button key={d.to} kind={d.kind} keys={d.keys} busy={decide.isPending && decide.variables.to === d.to} disabled={decide.isPending && decide.variables.to !== d.to} onClick={() => act(d.to)}>{d.verb}</Button>)}
              </div>
            </>
          )}
        </footer>
      </div>
    </div>
  );
}
