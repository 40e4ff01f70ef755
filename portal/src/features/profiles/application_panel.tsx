// One application: what stands in the way, why it stands where it does, whose it is, and the decision.
import { useRef, useState } from "react";
import { Link } from "react-router";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { Icon, type IconName } from "@/components/ui/icons";
import { Said } from "@/components/ui/said";
import { Foreign, When } from "@/components/ui/text";
import { api, type Schemas } from "@/lib/api/client";
import { instant, words } from "@/lib/format";
import { useMay } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import * as say from "@/lib/words";
import { useAssign, useMe } from "@/features/applications/assign";
import { Assign } from "@/features/applications/pick_assignee";
import { useChange, type Application, type Profile } from "./profile_query";

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

export function ApplicationPanel({ profile, application, first }: { profile: Profile; application: Application; first: boolean }) {
  const [asked, setAsked] = useState<(typeof decisions)[Status][number] | null>(null);
  const blockers = application.approval_blockers;
  const allowed = decisions[application.status];
  const ask = (d: (typeof allowed)[number]) => !(d.blocked && blockers.length) && setAsked(d);
  const may = useMay("PRODUCT_APPLICATIONS", true);
  const me = useMe();
  const [assigning, setAssigning] = useState(false);
  const what = [{ application_id: application.id, profile_id: profile.id }];
  const take = useAssign();
  const whose = application.assignments.map((a) => a.name ?? "Someone").join(", ");
  useShortcuts("Application", first && may ? [
    { keys: "Shift+a", label: "Assign", run: () => setAssigning(true) },
    ...(me ? [{ keys: "i", label: "Assign to me", run: () => take.isPending || take.mutate({ whom: me, what }) }] : []),
  ] : []);
  useShortcuts("Decision", first ? allowed.map((d) => ({ keys: d.keys, label: d.verb, run: () => ask(d) })) : []);
  return (
    <section className="panel" aria-label={application.product.name}>
      <header className="panel-head">
        <div className="row wrap">
          <h2>{application.product.name}</h2>
          <Said of={say.status} code={application.status} dot />
          {application.flag !== "DECIDED" && <Said of={say.flag} code={application.flag} />}
          {may ? (
            <Button small kind="quiet" icon="person" keys={first && !whose ? "Shift+a" : undefined} className="whose" onClick={() => setAssigning(true)}>{whose ? <Foreign text={whose} /> : "Assign"}</Button>
          ) : whose && <span className="muted small">Assigned to <Foreign text={whose} /></span>}
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
      {assigning && <Assign what={what} onClose={() => setAssigning(false)} />}
      {asked && <DecisionDialog profile={profile} application={application} to={asked.to} verb={asked.verb} onClose={() => setAsked(null)} />}
    </section>
  );
}
