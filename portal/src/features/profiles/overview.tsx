import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { Icon, type IconName } from "@/components/ui/icons";
import { Said } from "@/components/ui/said";
import { Empty } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { api, body, type Schemas } from "@/lib/api/client";
import { instant, words } from "@/lib/format";
import { useShortcuts } from "@/lib/shortcuts";
import * as say from "@/lib/words";
import { Entry } from "./audit";
import { Facts } from "./data_view";
import { useShownProfile } from "./profile";
import { liveTasks, taskName, unresolved, useChange, type Application, type Profile } from "./profile_query";
import { Result } from "./tasks";

type Status = Schemas["ProductApplicationStatus"];

// What a person may do with an application in each state (the API has the last word).
const decisions: Record<Status, { to: Status; verb: string; kind: "primary" | "danger" | "plain"; keys: string; blocked?: boolean }[]> = {
  APPLIED: [
    { to: "APPROVED", verb: "Approve", kind: "primary", keys: "a", blocked: true },
    { to: "REJECTED", verb: "Reject", kind: "plain", keys: "Shift+r" },
  ],
  IN_REVIEW: [
    { to: "APPROVED", verb: "Approve", kind: "primary", keys: "a", blocked: true },
    { to: "CANCELLED", verb: "Cancel", kind: "plain", keys: "Shift+c" },
  ],
  APPROVED: [
    { to: "IN_REVIEW", verb: "Put in review", kind: "plain", keys: "Shift+v" },
    { to: "CANCELLED", verb: "Cancel", kind: "plain", keys: "Shift+c" },
  ],
  REJECTED: [],
  CANCELLED: [],
};

function DecisionDialog({ profile, application, to, verb, onClose }: { profile: Profile; application: Application; to: Status; verb: string; onClose: () => void }) {
  const [comment, setComment] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const decide = useChange(profile.id, () =>
    api.POST("/profiles/{profile_id}/applications/{application_id}", {
      params: { path: { profile_id: profile.id, application_id: application.id } },
      body: { status: to, ...(comment.trim() && { comment: comment.trim() }) },
    }), `${application.product.name}: ${say.status[to][0].toLowerCase()}`);
  const submit = () => decide.isPending || decide.mutate(undefined, { onSuccess: onClose });
  return (
    <Dialog open onClose={onClose} title={`${verb}: ${application.product.name}`} size="small" first={field}
      description={<>For <Foreign text={profile.display_name} />. The decision and its comment go to the audit trail.</>}
      shortcuts={[{ keys: "Control+Enter", label: verb, run: submit, whileTyping: true }]}
      footer={<><Button onClick={onClose}>Back</Button><Button kind={to === "APPROVED" ? "primary" : to === "IN_REVIEW" ? "plain" : "danger"} busy={decide.isPending} onClick={submit} keys="Control+Enter">{verb}</Button></>}>
      <TextArea ref={field} label="Comment" optional maxLength={10_000} value={comment} onChange={(e) => setComment(e.target.value)} />
    </Dialog>
  );
}

function blocker(profile: Profile, b: Schemas["ApprovalBlocker"]): { icon: IconName; text: React.ReactNode; to?: string } {
  const at = `/profiles/${profile.id}`;
  switch (b.blocker_type) {
    case "INCOMPLETE_TASK": {
      const task = profile.tasks.find((t) => !t.is_expired && (t.variant.id === b.task_variant?.id || t.type === b.task_type) && t.state !== "COMPLETED_PASS");
      return { icon: "check", text: <>Task to do: {b.task_variant?.name ?? words(b.task_type)}</>, to: `${at}/tasks${task ? `#${task.id}` : ""}` };
    }
    case "UNRESOLVED_EVENT": {
      const event = profile.events.find((e) => e.id === b.event_id);
      const name = event && "match_name" in event.data ? event.data.match_name : undefined;
      return { icon: "scales", text: <>Match to decide{name && <>: <Foreign text={name} /></>}</>, to: `${at}/review?event=${b.event_id}` };
    }
    case "SUSPENDED_PROFILE":
      return { icon: "warning", text: "The profile is suspended or banned" };
    case "UNDETERMINED_RISK":
      return { icon: "warning", text: "The risk can't be scored: data is missing", to: `${at}/risk` };
  }
}

const stepWords: Record<string, string> = { START: "Started", TASK: "Asked for", YES: "Yes", NO: "No", MISSING: "No value", OUTCOME: "Ended in" };
const outcomes: Record<string, string> = {
  AUTOMATIC_APPROVAL: "Approves by itself once all tasks are passed",
  MANUAL_REVIEW: "Leaves the decision to a person",
  ESCALATE: "Escalates to teams",
  IMMEDIATE_REJECTION: "Rejects at once",
};

function Why({ application }: { application: Application }) {
  const run = application.policy_evaluation;
  if (!run) return null;
  return (
    <details className="why">
      <summary>Why it stands here{run.outcome && <span className="muted"> — {outcomes[run.outcome.kind]?.toLowerCase() ?? words(run.outcome.kind)}</span>}</summary>
      <ol className="steps">
        {run.trace.map((step, i) => (
          <li key={i}><span className={`step ${step.what.toLowerCase()}`}>{stepWords[step.what] ?? words(step.what)}</span><Foreign text={step.why} lines={2} /></li>
        ))}
        {run.parked && <li><span className="step missing">Waits</span>for {words(run.parked.missing).toLowerCase()}</li>}
        {run.auto_reject && <li><span className="step no">Rejects</span>The risk score is over the limit of the model</li>}
        {run.outcome?.reason && <li><span className="step">Reason</span><Foreign text={run.outcome.reason} lines={2} /></li>}
      </ol>
    </details>
  );
}

function History({ application }: { application: Application }) {
  return (
    <details className="why">
      <summary>History <span className="muted">— {application.history.length} {application.history.length === 1 ? "step" : "steps"}</span></summary>
      <ol className="steps">
        {application.history.toReversed().map((h, i) => (
          <li key={i}>
            <When at={instant(h.date)} /> <Said of={say.status} code={h.status} />
            <span>{h.decisioner ? <Foreign text={h.decisioner.name} /> : <span className="muted">policy or key</span>}</span>
            {h.comment && <Foreign text={h.comment} lines={2} />}
          </li>
        ))}
      </ol>
    </details>
  );
}

function ApplicationPanel({ profile, application, first }: { profile: Profile; application: Application; first: boolean }) {
  const [asked, setAsked] = useState<(typeof decisions)[Status][number] | null>(null);
  const blockers = application.approval_blockers;
  const allowed = decisions[application.status];
  const ask = (d: (typeof allowed)[number]) => !(d.blocked && blockers.length) && setAsked(d);
  useShortcuts("Decision", first ? allowed.map((d) => ({ keys: d.keys, label: d.verb, run: () => ask(d) })) : []);
  return (
    <section className="panel" aria-label={application.product.name}>
      <header className="panel-head">
        <div className="row wrap">
          <h2>{application.product.name}</h2>
          <Said of={say.status} code={application.status} dot />
          {application.flag !== "DECIDED" && <Said of={say.flag} code={application.flag} />}
        </div>
        <div className="row">
          {allowed.map((d) => (
            <Button key={d.to} kind={d.kind} keys={first ? d.keys : undefined} disabled={d.blocked && blockers.length > 0}
              title={d.blocked && blockers.length > 0 ? "Something stands in the way; see below" : undefined} onClick={() => ask(d)}>{d.verb}</Button>
          ))}
        </div>
      </header>
      <div className="panel-body stack">
        {blockers.length > 0 && (
          <div>
            <h3>Stands in the way of approval</h3>
            <ul className="blockers">
              {blockers.map((b, i) => {
                const { icon, text, to } = blocker(profile, b);
                return <li key={i}><Icon name={icon} />{to ? <Link to={to}>{text}</Link> : <span>{text}</span>}</li>;
              })}
            </ul>
          </div>
        )}
        {blockers.length === 0 && application.flag === "READY_FOR_DECISION" && <p>Nothing stands in the way: the decision is yours.</p>}
        <Why application={application} />
        <History application={application} />
      </div>
      {asked && <DecisionDialog profile={profile} application={application} to={asked.to} verb={asked.verb} onClose={() => setAsked(null)} />}
    </section>
  );
}

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
  return (
    <div className="columns-2">
      <div className="stack">
        {applications.length === 0 && <section className="panel"><Empty title="No applications" icon="list">This customer has applied for nothing.</Empty></section>}
        {applications.map((a, i) => <ApplicationPanel key={a.id} profile={profile} application={a} first={i === 0} />)}
        <Matches profile={profile} />
        <TaskSummary profile={profile} />
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
