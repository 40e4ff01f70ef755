import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { Menu } from "@/components/ui/menu";
import { Said } from "@/components/ui/said";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { tellFailure } from "@/components/ui/toasts";
import { api, body, type Schemas } from "@/lib/api/client";
import { instant, words } from "@/lib/format";
import * as say from "@/lib/words";
import { AddTask } from "./add_task";
import { useCheckVariants } from "./catalogue";
import { useShownProfile } from "./profile";
import { liveTasks, taskName, useChange, type Check, type Profile, type Task } from "./profile_query";

const resultTones: Record<string, Tone> = { Pass: "good", "2+2": "good", "1+1": "warn", Fail: "bad", Error: "bad", Sanction: "bad", PEP: "warn", Refer: "warn", Media: "warn" };
const resultWords: Record<string, string> = { "2+2": "Passed: 2 sources for name and address, 2 for birth", "1+1": "1+1: not enough sources", Pass: "Passed", Sanction: "Sanctions match", PEP: "PEP match" };

export function Result({ check }: { check: Check }) {
  if (check.state !== "COMPLETE") return <Badge tone="info">{words(check.state)}</Badge>;
  if (!("result" in check) || !check.result) return <Badge tone="quiet">Done</Badge>;
  return <Badge tone={resultTones[check.result] ?? "quiet"} title={resultWords[check.result]}>{resultWords[check.result]?.split(":")[0] ?? check.result}</Badge>;
}

// What a check found, in one line: databases that agreed, lists that were searched.
function found(check: Check): string {
  const output = "output_data" in check ? (check.output_data as Record<string, unknown> | undefined) : undefined;
  if (!output) return "";
  const lists = output.lists as Schemas["ScreenedList"][] | undefined;
  if (lists) {
    const hits = (output.sanctions_results as unknown[]).length;
    return `${hits === 0 ? "Nobody" : hits} found on ${lists.map((l) => `${l.list} of ${l.date}`).join(", ") || "no list"}`;
  }
  const matches = (output.electronic_id_check as Schemas["ElectronicIdCheck"] | undefined)?.matches;
  if (matches) {
    const agreed = matches.filter((m) => (m.count ?? 0) > 0);
    return agreed.length ? `Agreed: ${agreed.map((m) => m.database_name).join(", ")}` : "No database agreed";
  }
  return "";
}

function CheckRow({ check }: { check: Check }) {
  return (
    <li className="check">
      <Result check={check} />
      <span className="grow">
        <span>{check.variant?.name ?? words(check.check_type)}</span>
        <span className="muted small block"><Foreign text={found(check)} lines={2} /></span>
        {check.errors.map((e, i) => <span key={i} className="fault small block">{(e as { message?: string }).message ?? "The check failed"}</span>)}
      </span>
      {check.performed_on && <span className="muted small"><When at={instant(check.performed_on)} form="ago" /></span>}
    </li>
  );
}

function Notes({ profile, task }: { profile: Profile; task: Task }) {
  const path = { profile_id: profile.id, task_id: task.id };
  const key = ["profile", profile.id, "notes", task.id];
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: ({ signal }) => body(api.GET("/profiles/{profile_id}/tasks/{task_id}/notes", { params: { path }, signal })) });
  const settled = () => queries.invalidateQueries({ queryKey: key });
  const add = useMutation({
    mutationFn: (note: string) => api.POST("/profiles/{profile_id}/tasks/{task_id}/notes", { params: { path }, body: { text: note } }),
    onSuccess: () => setText(""),
    onError: tellFailure,
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: (note_id: string) => api.DELETE("/profiles/{profile_id}/tasks/{task_id}/notes/{note_id}", { params: { path: { ...path, note_id } } }),
    onError: tellFailure,
    onSettled: settled,
  });
  const send = () => void (text.trim() && !add.isPending && add.mutate(text.trim()));
  return (
    <div className="notes stack tight">
      <h2 className="minor">Notes</h2>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={2} label="Loading notes" /> : data.length === 0 ? <p className="muted small">None yet.</p> : (
        <ul className="stack tight">
          {data.map((n) => (
            <li key={n.id} className="note">
              <div className="row between">
                <span className="muted small"><Foreign text={n.author_name ?? n.author?.name ?? "Unknown"} /> · <When at={instant(n.created_on)} form="ago" /></span>
                <IconButton icon="close" label="Delete the note" disabled={remove.isPending} onClick={() => remove.mutate(n.id)} />
              </div>
              <Foreign text={n.text ?? ""} lines="all" />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={(e) => { e.preventDefault(); send(); }}>
        <TextArea label="New note" rows={2} maxLength={10_000} value={text} onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); send(); } }} />
        <div className="form-foot note-foot"><Button small type="submit" busy={add.isPending} disabled={!text.trim()} keys="Control+Enter">Add note</Button></div>
      </form>
    </div>
  );
}

const screening = (task: Task) => /SANCTIONS|POLITICAL|MEDIA/.test(task.type);

function TaskPanel({ profile, task, open, onToggle }: { profile: Profile; task: Task; open: boolean; onToggle: () => void }) {
  const change = useChange(profile.id, (state: Schemas["TaskState"]) =>
    api.POST("/profiles/{profile_id}/tasks/{task_id}", { params: { path: { profile_id: profile.id, task_id: task.id } }, body: { state } }), "Task changed");
  const checks = profile.checks.filter((c) => c.task_ids.includes(task.id) || task.check_ids.includes(c.id));
  const last = checks.at(-1);
  const run = useChange(profile.id, ({ check_type, variant }: { check_type: Schemas["CheckType"]; variant?: string }) =>
    api.POST("/profiles/{profile_id}/checks", {
      params: { path: { profile_id: profile.id } },
      body: { check_type, ...(variant && { variant: { id: variant } }), task_ids: [task.id] },
    }), "Check run");
  const { data: variants } = useCheckVariants();
  const mine = (variants ?? []).filter((v) => !v.entity_type || profile.role.startsWith(v.entity_type));
  const unresolved = profile.events.filter((e) => e.resolution === "UNRESOLVED").length;
  const busy = change.isPending;
  return (
    <section className={`panel task${open ? " open" : ""}`} id={task.id} aria-label={taskName(task)}>
      <header className="panel-head">
        <button type="button" className="task-title" aria-expanded={open} onClick={onToggle}>
          <Icon name={open ? "down" : "right"} />
          <Said of={say.taskState} code={task.state} dot />
          <span className="grow"><Foreign text={taskName(task)} /></span>
          {last && <Result check={last} />}
        </button>
        <div className="row">
          {task.state === "INCOMPLETE" ? (
            <>
              <Button small kind="primary" busy={busy} onClick={() => change.mutate("COMPLETED_PASS")}>Pass</Button>
              <Button small busy={busy} onClick={() => change.mutate("COMPLETED_FAIL")}>Fail</Button>
            </>
          ) : (
            <Button small busy={busy} onClick={() => change.mutate("INCOMPLETE")}>Open again</Button>
          )}
        </div>
      </header>
      {open && (
        <div className="panel-body columns-2 even">
          <div className="stack">
            {task.variant.description && <p className="muted"><Foreign text={task.variant.description} lines={2} /></p>}
            {screening(task) && unresolved > 0 && <p><Link to={`/profiles/${profile.id}/review`}>{unresolved} {unresolved === 1 ? "match waits" : "matches wait"} for a decision</Link></p>}
            {checks.length === 0 ? <p className="muted small">No check spoke for this task: a person decides.</p> : (
              <ul className="stack tight">{checks.toReversed().map((c) => <CheckRow key={c.id} check={c} />)}</ul>
            )}
            <div className="row">
              {last && <Button small busy={run.isPending} onClick={() => run.mutate({ check_type: last.check_type, variant: last.variant?.id })}>Run the check again</Button>}
              {mine.length > 0 && (
                <Menu trigger={<Button small icon="down" busy={run.isPending}>{last ? "Another check" : "Run a check"}</Button>}
                  items={mine.map((v) => ({ label: v.name, run: () => run.mutate({ check_type: v.check_type as Schemas["CheckType"], variant: v.id }) }))} />
              )}
            </div>
            <dl className="pairs">
              <dt>Added</dt><dd><When at={instant(task.creation_date)} /></dd>
              {task.expiry_date && <><dt>Expires</dt><dd><When at={instant(task.expiry_date)} form="day" /></dd></>}
            </dl>
          </div>
          <Notes profile={profile} task={task} />
        </div>
      )}
    </section>
  );
}

export function Tasks() {
  const profile = useShownProfile();
  const { hash } = useLocation();
  // What is to do comes first; then the order stays, whoever passes one meanwhile, or panels would jump.
  const [order] = useState(() => new Map(liveTasks(profile).toSorted((a, b) => Number(a.state !== "INCOMPLETE") - Number(b.state !== "INCOMPLETE")).map((t, i) => [t.id, i])));
  const tasks = liveTasks(profile).toSorted((a, b) => (order.get(a.id) ?? 1e9) - (order.get(b.id) ?? 1e9));
  const asked = hash.slice(1);
  const [opened, setOpened] = useState<string[]>(() => (asked ? [asked] : tasks.filter((t) => t.state === "INCOMPLETE").slice(0, 1).map((t) => t.id)));
  useEffect(() => {
    if (asked) document.getElementById(asked)?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  const [adding, setAdding] = useState(false);
  const add = <Button icon="plus" onClick={() => setAdding(true)}>Add a task</Button>;
  return (
    <div className="stack">
      {adding && <AddTask profile={profile} onClose={() => setAdding(false)} />}
      {tasks.length === 0 && <Empty title="No tasks" icon="check">The policy asked for nothing.</Empty>}
      {tasks.map((t) => (
        <TaskPanel key={t.id} profile={profile} task={t} open={opened.includes(t.id)}
          onToggle={() => setOpened((now) => (now.includes(t.id) ? now.filter((id) => id !== t.id) : [...now, t.id]))} />
      ))}
      <div>{add}</div>
    </div>
  );
}
