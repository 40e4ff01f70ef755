// Deciding on matches: the customer beside the entry of the list, why it matched, and the decision by one key.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fragment, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Said } from "@/components/ui/said";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { tell, tellFailure } from "@/components/ui/toasts";
import { api, type Schemas } from "@/lib/api/client";
import { countryName } from "@/lib/countries";
import { counted, instant, partialDate, words } from "@/lib/format";
import { useShortcuts } from "@/lib/shortcuts";
import * as say from "@/lib/words";
import { Facts } from "@/features/profiles/data_view";
import { useProfile, type Event, type Profile } from "@/features/profiles/profile_query";
import { Arithmetic } from "./arithmetic";
import { closeness, coloured, explanationOf, type Explanation, type Word } from "./explanation";

type Resolution = "MATCH" | "MISMATCH" | "IGNORE" | "UNRESOLVED";
// What events of all providers may hold; each kind has some of it.
type MatchData = Omit<Schemas["EventDataSanctionFlag"], "event_type"> & Partial<Omit<Schemas["EventDataPepFlag"], "event_type">>;

const matchOf = (event: Event) => event.data as unknown as MatchData;
const nameOf = (event: Event) => matchOf(event).match_name ?? "No name";

const decisions: { to: Resolution; verb: string; keys: string; kind: "plain" | "grave" }[] = [
  { to: "MISMATCH", verb: "Not a match", keys: "n", kind: "plain" },
  { to: "MATCH", verb: "Match", keys: "m", kind: "grave" },
  { to: "IGNORE", verb: "Ignore", keys: "i", kind: "plain" },
];

function Name({ name, words: said }: { name: string; words: Word[] }) {
  return (
    <p className="big-name" title={name.length > 120 ? name.slice(0, 300) : undefined}>
      <bdi className="foreign clamped">{said.length ? said.slice(0, 80).map((w, i) => <span key={i} className={`word ${w.kind}`}>{w.text}</span>) : name.slice(0, 600)}</bdi>
    </p>
  );
}

// Which words of both names belong together.
function tokensOf(e: Explanation, side: "query" | "listed") {
  const rest = side === "query" ? e.query_unmatched : e.listed_unmatched;
  return [...e.matches.map((m) => ({ text: m[side], kind: closeness(m) })), ...rest.map((r) => ({ text: r.token, kind: "rest" as const }))];
}

function Entry({ event }: { event: Event }) {
  const m = matchOf(event);
  const rows: [string, ReactNode][] = [];
  const list = (label: string, items: (string | undefined)[] | undefined, show: (v: string) => string = (v) => v) => {
    const some = (items ?? []).filter((v): v is string => !!v);
    if (some.length) rows.push([label, <Foreign key={label} text={some.map(show).join("; ")} lines="all" />]);
  };
  list(event.data.event_type === "SANCTION_FLAG" || event.data.event_type === "PEP_FLAG" ? "Born or founded" : "Dates", m.match_dates, partialDate);
  list("Countries", m.match_countries, countryName);
  list("Gender", m.gender ? [{ M: "Male", F: "Female" }[m.gender] ?? m.gender] : []);
  list("Other names", m.aliases);
  list("Former names", m.previous_names);
  list("Places", m.locations?.map((l) => [l.address, l.city, l.country && countryName(l.country)].filter(Boolean).join(", ")));
  list("Numbers", m.identifications?.flatMap((i) => (i.values ?? []).map((v) => `${words(i.type ?? "Number")} ${v.value ?? ""}`)));
  list("Programmes", m.sanctions?.map((s) => [s.name, s.issuer, s.time_periods?.[0]?.from_date && `since ${partialDate(s.time_periods[0].from_date)}`].filter(Boolean).join(", ")));
  list("Functions", m.pep?.roles?.map((r) => [r.name, r.tier && `tier ${r.tier}`].filter(Boolean).join(", ")));
  list("Died", m.deceased_dates, partialDate);
  list("Remarks", m.remarks);
  for (const d of m.details ?? []) list(d.title ?? "Note", [d.text]);
  return (
    <>
      <dl className="pairs">{rows.map(([label, value]) => <Fragment key={label}><dt>{label}</dt><dd>{value}</dd></Fragment>)}</dl>
      {m.sources && m.sources.length > 0 && (
        <div className="sources small muted">
          {m.sources.map((s, i) => (
            <p key={i}>
              <Foreign text={s.name} />{s.description && <> — <Foreign text={s.description} /></>}
              {s.url && /^https:\/\//.test(s.url) && <> <a href={s.url} target="_blank" rel="noopener noreferrer">source</a></>}
            </p>
          ))}
          {m.match_id && <p>Entry <code className="foreign">{m.match_id}</code></p>}
        </div>
      )}
    </>
  );
}

function Comparison({ profile, event }: { profile: Profile; event: Event }) {
  const e = explanationOf(matchOf(event));
  const mine = e?.screened_name ?? profile.display_name;
  const theirs = e?.listed_name ?? nameOf(event);
  return (
    <div className="comparison">
      <section className="panel" aria-label="The customer">
        <header className="panel-head"><h2>Customer</h2><ButtonLink small kind="quiet" to={`/profiles/${profile.id}`}>Profile</ButtonLink></header>
        <div className="panel-body stack">
          <Name name={mine} words={e ? coloured(mine, tokensOf(e, "query")) : []} />
          <Facts data={profile.collected_data} />
        </div>
      </section>
      <section className="panel" aria-label="The entry of the list">
        <header className="panel-head">
          <div className="row"><h2>List entry</h2><Said of={say.eventType} code={event.data.event_type} /></div>
          {e && e.quality !== "primary" && <span className="muted small">{words(e.quality)} name of <Foreign text={nameOf(event)} /></span>}
        </header>
        <div className="panel-body stack">
          <Name name={theirs} words={e ? coloured(theirs, tokensOf(e, "listed")) : []} />
          <Entry event={event} />
        </div>
      </section>
      <section className="panel why-panel" aria-label="Why it matched">
        <header className="panel-head"><h2>Why it matched</h2><Score event={event} /></header>
        <div className="panel-body">{e ? <Arithmetic explanation={e} /> : <p className="muted">The provider does not say.</p>}</div>
      </section>
    </div>
  );
}

function Score({ event }: { event: Event }) {
  const { score } = matchOf(event);
  return score === undefined ? null : <span className="score">{(score * 100).toFixed(2)} %</span>;
}

function Line({ event, current, chosen, onChoose, onShow }: { event: Event; current: boolean; chosen: boolean; onChoose: (on: boolean) => void; onShow: () => void }) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) line.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li ref={line} className={`match-line${current ? " current" : ""}`}>
      <input type="checkbox" aria-label={`Choose ${nameOf(event).slice(0, 100)}`} checked={chosen} onChange={(e) => onChoose(e.target.checked)} />
      <button type="button" onClick={onShow} aria-current={current || undefined}>
        <span className="row"><Foreign text={nameOf(event)} className="grow" /><Score event={event} /></span>
        <span className="row"><Said of={say.eventType} code={event.data.event_type} />{event.resolution !== "UNRESOLVED" && <Said of={say.resolution} code={event.resolution} />}</span>
      </button>
    </li>
  );
}

const byScore = (a: Event, b: Event) => (matchOf(b).score ?? 0) - (matchOf(a).score ?? 0) || a.id.localeCompare(b.id);

function Desk({ profile }: { profile: Profile }) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [last, setLast] = useState<string[]>([]); // decided on last, for undoing
  const field = useRef<HTMLTextAreaElement>(null);
  // The order stays while one decides, or the lines would jump.
  const [order] = useState(() => profile.events.toSorted((a, b) => Number(a.resolution !== "UNRESOLVED") - Number(b.resolution !== "UNRESOLVED") || byScore(a, b)).map((e) => e.id));
  const events = useMemo(() => {
    const place = new Map(order.map((id, i) => [id, i]));
    return profile.events.toSorted((a, b) => (place.get(a.id) ?? 1e9) - (place.get(b.id) ?? 1e9));
  }, [profile.events, order]);
  const open = events.filter((e) => e.resolution === "UNRESOLVED");
  const current = events.find((e) => e.id === search.get("event")) ?? open[0] ?? events[0]!;
  const at = events.indexOf(current);
  const show = (event: Event | undefined) => {
    if (event) setSearch({ event: event.id }, { replace: true });
  };

  const decide = useMutation({
    mutationFn: ({ ids, to }: { ids: string[]; to: Resolution }): Promise<unknown> => {
      const said = comment.trim() ? { resolution_reason: comment.trim() } : {};
      return ids.length === 1
        ? api.POST("/profiles/{profile_id}/events/{event_id}", { params: { path: { profile_id: profile.id, event_id: ids[0]! } }, body: { resolution: to, ...said } })
        : api.POST("/profiles/{profile_id}/events/bulk_update", { params: { path: { profile_id: profile.id } }, body: ids.map((id) => ({ id, resolution: to, ...said })) });
    },
    onSuccess: (_, { ids, to }) => {
      setComment("");
      setChosen([]);
      if (to === "UNRESOLVED") {
        setLast([]);
        return show(events.find((e) => e.id === ids[0]));
      }
      setLast(ids);
      const next = events.slice(at + 1).concat(events.slice(0, at)).find((e) => e.resolution === "UNRESOLVED" && !ids.includes(e.id));
      show(next ?? current);
      tell(`${ids.length === 1 ? nameOf(events.find((e) => e.id === ids[0])!).slice(0, 80) : counted(ids.length, "match", "matches")}: ${say.resolution[to][0].toLowerCase()}`,
        next ? undefined : "Nothing is left to decide here.");
    },
    onError: tellFailure,
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ["profile", profile.id] }), queries.invalidateQueries({ queryKey: ["profiles"] })]),
  });
  const targets = chosen.length ? chosen : [current.id];
  const choose = (id: string, on: boolean) => setChosen((now) => (on ? [...now.filter((x) => x !== id), id] : now.filter((x) => x !== id)));
  const act = (to: Resolution) => {
    if (!decide.isPending) decide.mutate({ ids: targets, to });
  };
  const reopen = (ids: string[]) => {
    if (!decide.isPending && ids.length) decide.mutate({ ids, to: "UNRESOLVED" });
  };
  const decided = chosen.length === 0 && current.resolution !== "UNRESOLVED";

  useShortcuts("Matches", [
    { keys: "j", label: "Next match", run: () => show(events[at + 1]) },
    { keys: "k", label: "Match before", run: () => show(events[at - 1]) },
    ...decisions.map((d) => ({ keys: d.keys, label: `${d.verb}, then the next`, run: () => act(d.to) })),
    { keys: "u", label: "Undo: open it again", run: () => reopen(decided ? [current.id] : last) },
    { keys: "c", label: "Comment", run: () => field.current?.focus() },
    { keys: "x", label: "Choose for deciding together", run: () => choose(current.id, !chosen.includes(current.id)) },
    { keys: "Shift+a", label: "Choose all that are open", run: () => setChosen(open.map((e) => e.id)) },
    { keys: "b", label: "Back to the profile", run: () => void navigate(`/profiles/${profile.id}`) },
  ]);

  return (
    <div className="desk">
      <title>{`Matches of ${profile.display_name.slice(0, 60)} · Probity`}</title>
      <aside className="match-list" aria-label="Matches">
        <header>
          <Link to={`/profiles/${profile.id}`} className="back-link"><Foreign text={profile.display_name} /></Link>
          <h1>Matches</h1>
          <p className="muted small" role="status">{open.length === 0 ? `All ${events.length} decided` : `${open.length} of ${events.length} to decide`}</p>
        </header>
        <ul>{events.map((e) => <Line key={e.id} event={e} current={e === current} chosen={chosen.includes(e.id)} onChoose={(on) => choose(e.id, on)} onShow={() => show(e)} />)}</ul>
      </aside>
      <div className="match-desk">
        <div className="match-scroll"><Comparison key={current.id} profile={profile} event={current} /></div>
        <footer className="decision">
          {decided ? (
            <div className="row between wrap grow">
              <div className="row wrap">
                <Said of={say.resolution} code={current.resolution} dot />
                {current.resolution_date && <span className="muted small"><When at={instant(current.resolution_date)} /></span>}
                {current.resolution_reason && <Foreign text={current.resolution_reason} lines={2} />}
              </div>
              <div className="row">
                <Button busy={decide.isPending} keys="u" onClick={() => reopen([current.id])}>Open again</Button>
                {open.length === 0 && <ButtonLink kind="primary" to={`/profiles/${profile.id}`} keys="b">Back to the profile</ButtonLink>}
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

export function Review() {
  const { profile_id: id = "" } = useParams();
  const { data, error, refetch } = useProfile(id);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={12} label="Loading matches" />;
  if (data.events.length === 0)
    return <Empty whole title="No matches" icon="scales" action={<ButtonLink to={`/profiles/${id}`}>Back to the profile</ButtonLink>}>No list has anyone like this customer.</Empty>;
  return <Desk profile={data} />;
}
