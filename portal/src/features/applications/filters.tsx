// The filters of the work list. Each is part of the page's address, so it can be kept, sent and gone back from.
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { ChoiceMenu } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { api, body } from "@/lib/api/client";
import { shortened } from "@/lib/format";
import { useShortcuts } from "@/lib/shortcuts";
import { useProducts } from "@/features/profiles/catalogue";
import { nobody, useAssignees, type Assignee } from "./assign";
import { lists, told, type ListName, type WorkQuery } from "./work_query";

// Fetched when it is opened first.
const PickAssignee = lazy(async () => ({ default: (await import("./pick_assignee")).PickAssignee }));

interface Props {
  query: WorkQuery;
  onChange: (change: Partial<WorkQuery>) => void;
}

function Search({ query, onChange }: Props) {
  const asked = query.q ?? "";
  const [text, setText] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  const [seen, setSeen] = useState(asked);
  if (seen !== asked) {
    setSeen(asked);
    if (text.trim() !== asked) setText(asked);
  }
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  useEffect(() => {
    if (text.trim() === asked) return;
    const timer = setTimeout(() => change.current({ q: text.trim() || undefined }), 250);
    return () => clearTimeout(timer);
  }, [text, asked]);
  useShortcuts("Work list", [{ keys: "/", label: "Search the list", run: () => input.current?.select() }]);
  return (
    <label className="searchbox">
      <span className="hidden-visually">Search the list</span>
      <Icon name="search" />
      <input ref={input} className="control" type="search" maxLength={200} placeholder="Name, tag or reference   /" value={text} onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => e.key === "Escape" && (text ? setText("") : input.current?.blur())} />
    </label>
  );
}

const menus: { name: ListName; label: string }[] = [
  { name: "status", label: "Status" }, { name: "flag", label: "Waits for" }, { name: "product", label: "Product" }, { name: "risk", label: "Risk" }, { name: "matches", label: "Matches" },
];

function ListFilter({ name, label, query, onChange, own }: Props & { name: ListName; label: string; own?: Record<string, string> }) {
  const chosen: readonly string[] = query[name] ?? [];
  const options = own ? Object.entries(own).map(([value, text]) => ({ value, label: text })) : Object.entries(lists[name] ?? {}).map(([value, said]) => ({ value, label: (said as readonly [string, unknown])[0] }));
  return (
    <ChoiceMenu label={label} chosen={[...chosen]} options={options} onChange={(next) => onChange({ [name]: next.length ? next : undefined })}
      trigger={<Button small icon="down" className={chosen.length ? "filter on" : "filter"}>{label}{chosen.length > 0 && <span className="filter-value">{shortened(told(name, chosen, own), 24)}</span>}</Button>} />
  );
}

const anyone: Assignee = { assignee_type: null, name: "Anybody (no filter)", icon: "people", id: "" };
const mine: Assignee = { assignee_type: "USER", name: "Me", icon: "person", id: "me" };
const noOne: Assignee = { ...nobody, id: "none" };

function AssigneeFilter({ query, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const assignees = useAssignees();
  const value = query.assignee;
  const name = [mine, noOne, ...assignees].find((a) => a.id === value)?.name ?? "Someone";
  return (
    <>
      <Button small icon="down" className={value ? "filter on" : "filter"} onClick={() => setOpen(true)} aria-haspopup="dialog">Assigned to{value && <span className="filter-value">{shortened(name, 24)}</span>}</Button>
      <Suspense>
        {open && <PickAssignee title="Assigned to" extra={[anyone, mine, noOne]} onClose={() => setOpen(false)} onPick={(a) => {
          onChange({ assignee: a.id || undefined });
          setOpen(false);
        }} />}
      </Suspense>
    </>
  );
}

function TagFilter({ query, onChange }: Props) {
  const [text, setText] = useState("");
  const list = useId();
  const term = text.trim();
  const chosen = query.tag ?? [];
  const { data } = useQuery({
    queryKey: ["tags", term], enabled: term.length > 1,
    queryFn: ({ signal }) => body(api.GET("/tags/search/{term}", { params: { path: { term }, query: { limit: 20 } }, signal })),
  });
  const add = () => {
    if (term) onChange({ tag: [...new Set([...chosen, term])] });
    setText("");
  };
  return (
    <form onSubmit={(e) => { e.preventDefault(); add(); }} className="stack tight">
      <TextField label="Tag" hint="Enter adds it; any of several will do." maxLength={200} list={list} value={text} onChange={(e) => setText(e.target.value)} />
      <datalist id={list}>{(data ?? []).map((t) => <option key={t.id} value={t.name} />)}</datalist>
      {chosen.map((t) => <Checkbox key={t} label={shortened(t, 60)} checked onChange={() => onChange({ tag: chosen.length > 1 ? chosen.filter((x) => x !== t) : undefined })} />)}
    </form>
  );
}

function More({ query, onChange }: Props) {
  const kinds = query.entity_type ?? [];
  const set = [kinds.length, query.tag?.length, query.created_from, query.created_to].filter(Boolean).length;
  const only = (kind: "INDIVIDUAL" | "COMPANY") => (e: { target: { checked: boolean } }) => onChange({ entity_type: e.target.checked ? [kind] : undefined });
  return (
    <Popover title="More filters" trigger={<Button small icon="filter" className={set ? "filter on" : "filter"}>More{set > 0 && <span className="filter-value">{set}</span>}</Button>}>
      <div className="stack">
        <fieldset className="stack tight">
          <legend className="small strong">Kind</legend>
          <Checkbox label="Only people" checked={kinds.length === 1 && kinds[0] === "INDIVIDUAL"} onChange={only("INDIVIDUAL")} />
          <Checkbox label="Only companies" checked={kinds.length === 1 && kinds[0] === "COMPANY"} onChange={only("COMPANY")} />
        </fieldset>
        <TagFilter query={query} onChange={onChange} />
        <div className="form tight-form">
          <TextField label="Applied from" type="date" value={query.created_from ?? ""} onChange={(e) => onChange({ created_from: e.target.value || undefined })} />
          <TextField label="to" type="date" value={query.created_to ?? ""} onChange={(e) => onChange({ created_to: e.target.value || undefined })} />
        </div>
        <p className="muted small">Days are those of UTC.</p>
      </div>
    </Popover>
  );
}

export function Filters({ query, onChange }: Props) {
  const { data: products } = useProducts();
  const own = Object.fromEntries((products ?? []).map((p) => [p.alias, p.name]));
  return (
    <>
      <Search query={query} onChange={onChange} />
      {menus.map((m) => <ListFilter key={m.name} {...m} query={query} onChange={onChange} own={m.name === "product" ? own : undefined} />)}
      <AssigneeFilter query={query} onChange={onChange} />
      <More query={query} onChange={onChange} />
    </>
  );
}
