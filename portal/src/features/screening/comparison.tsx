// The customer beside the entry of a list, and why they matched.
import { Fragment, type ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Said } from "@/components/ui/said";
import { Foreign } from "@/components/ui/text";
import type { Schemas } from "@/lib/api/client";
import { countryName } from "@/lib/countries";
import { partialDate, words } from "@/lib/format";
import * as say from "@/lib/words";
import { Facts } from "@/features/profiles/data_view";
import type { Event, Profile } from "@/features/profiles/profile_query";
import { Arithmetic } from "./arithmetic";
import { closeness, coloured, explanationOf, type Explanation, type Word } from "./explanation";

// What events of all providers may hold; each kind has some of it.
type MatchData = Omit<Schemas["EventDataSanctionFlag"], "event_type"> & Partial<Omit<Schemas["EventDataPepFlag"], "event_type">>;

export const matchOf = (event: Event) => event.data as unknown as MatchData;
export const nameOf = (event: Event) => matchOf(event).match_name ?? "No name";

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

export function Comparison({ profile, event }: { profile: Profile; event: Event }) {
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

export function Score({ event }: { event: Event }) {
  const { score } = matchOf(event);
  return score === undefined ? null : <span className="score">{(score * 100).toFixed(2)} %</span>;
}
