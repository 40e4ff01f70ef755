import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Said } from "@/components/ui/said";
import { Empty } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { api, body } from "@/lib/api/client";
import { instant } from "@/lib/format";
import { useMay } from "@/lib/session";
import * as say from "@/lib/words";
import { AddApplication } from "./add_application";
import { ApplicationPanel } from "./application_panel";
import { Entry } from "./audit";
import { Facts } from "./data_view";
import { useShownProfile } from "./profile";
import { liveTasks, taskName, unresolved, type Profile } from "./profile_query";
import { Result } from "./tasks";

function TaskSummary({ profile }: { profile: Profile }) {
  const tasks = liveTasks(profile);
  if (tasks.length === 0) return null;
  return (
    <section className="panel" aria-label="Tasks">
      <header className="panel-head"><h2>Tasks</h2><ButtonLink small to={`/profiles/${profile.id}/tasks`}>All</ButtonLink></header>
      <ul className="matches">
        {tasks.slice(0, 12).map((t) => {
          const last = profile.checks.findLast((c) => c.task_ids.includes(t.id) || t.check_ids.includes(c.id));
          return (
            <li key={t.id}>
              <Said of={say.taskState} code={t.state} dot />
              <Link className="grow" to={`/profiles/${profile.id}/tasks#${t.id}`}><Foreign text={taskName(t)} /></Link>
              {last ? <><span className="muted small">{last.variant?.name}</span><Result check={last} /></> : <span className="muted small">By a person</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Latest({ profile }: { profile: Profile }) {
  const { data } = useQuery({
    queryKey: ["profile", profile.id, "latest"],
    queryFn: ({ signal }) => body(api.GET("/profiles/{profile_id}/audit-items", { params: { path: { profile_id: profile.id }, query: { limit: 20 } }, signal })),
  });
  const items = (data ?? []).filter((i) => i.action !== "viewed-profile").slice(0, 6);
  return (
    <section className="panel" aria-label="What happened last">
      <header className="panel-head"><h2>What happened last</h2><ButtonLink small to={`/profiles/${profile.id}/audit`}>All</ButtonLink></header>
      <ol className="panel-body timeline brief">{items.map((i) => <Entry key={i.id} item={i} brief />)}</ol>
    </section>
  );
}

function Matches({ profile }: { profile: Profile }) {
  if (profile.events.length === 0) return null;
  const open = unresolved(profile);
  return (
    <section className="panel" aria-label="Matches">
      <header className="panel-head"><h2>Matches</h2><ButtonLink small to={`/profiles/${profile.id}/review`}>{open.length ? "Review" : "Show"}</ButtonLink></header>
      <ul className="matches">
        {[...open, ...profile.events.filter((e) => e.resolution !== "UNRESOLVED")].slice(0, 6).map((e) => (
          <li key={e.id}>
            <Said of={say.eventType} code={e.data.event_type} />
            <Link className="grow" to={`/profiles/${profile.id}/review?event=${e.id}`}><Foreign text={("match_name" in e.data && e.data.match_name) || "No name"} /></Link>
            {"score" in e.data && e.data.score !== undefined && <span className="muted small">{(e.data.score * 100).toFixed(1)} %</span>}
            <Said of={say.resolution} code={e.resolution} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Overview() {
  const profile = useShownProfile();
  const applications = profile.applications.filter((a) => !a.hidden);
  const [adding, setAdding] = useState(false);
  const may = useMay("PRODUCT_APPLICATIONS", true);
  return (
    <div className="columns-2">
      <div className="stack">
        {applications.length === 0 && <section className="panel"><Empty title="No applications" icon="list">This customer has applied for nothing yet.</Empty></section>}
        {applications.map((a, i) => <ApplicationPanel key={a.id} profile={profile} application={a} first={i === 0} />)}
        <Matches profile={profile} />
        <TaskSummary profile={profile} />
        {may && <div><Button icon="plus" onClick={() => setAdding(true)}>Add an application</Button></div>}
        {adding && <AddApplication profile={profile} onClose={() => setAdding(false)} />}
      </div>
      <div className="stack">
        <section className="panel" aria-label="Who it is">
          <header className="panel-head"><h2>Who it is</h2><ButtonLink small to={`/profiles/${profile.id}/data`}>All data</ButtonLink></header>
          <div className="panel-body"><Facts data={profile.collected_data} short /></div>
        </section>
        <Latest profile={profile} />
        <section className="panel" aria-label="Record">
          <header className="panel-head"><h2>Record</h2></header>
          <div className="panel-body">
            <dl className="pairs">
              <dt>Created</dt><dd><When at={instant(profile.creation_date)} /></dd>
              {profile.last_modified_date && <><dt>Last changed</dt><dd><When at={instant(profile.last_modified_date)} /></dd></>}
              <dt>Tasks</dt><dd>{profile.task_progress.completed_count} of {profile.task_progress.total_count} passed</dd>
              <dt>Id</dt><dd><code className="foreign">{profile.id}</code></dd>
            </dl>
          </div>
        </section>
      </div>
    </div>
  );
}
