import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { ChoiceMenu, Menu } from "@/components/ui/menu";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { Foreign } from "@/components/ui/text";
import { tell, tellFailure } from "@/components/ui/toasts";
import { counted } from "@/lib/format";
import { prefer, usePreferences } from "@/lib/preferences";
import { useMay } from "@/lib/session";
import { useShortcuts } from "@/lib/shortcuts";
import { useAssign, useMe, type Assignable } from "./assign";
import { columns, shippedColumns, shownOf } from "./columns";
import { Filters } from "./filters";
import { useWork, type Row } from "./lists";
import { changeView, useRenewViews, useViews, type View } from "./view_query";
import { filtered, queryOf, queues, sameWork, searchOf, sorts, usualSort, type Sort, type WorkQuery } from "./work_query";

// Opened by few of those who come: they are fetched then.
const Assign = lazy(async () => ({ default: (await import("./pick_assignee")).Assign }));
const Views = lazy(async () => ({ default: (await import("./views")).Views }));
const SaveView = lazy(async () => ({ default: (await import("./views")).SaveView }));

const key = (row: Row) => row.id;
const assignable = (row: Row): Assignable => ({ application_id: row.id, profile_id: row.profile_id });

function Sorting({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const { title, up, down } = sorts[sort.replace(/^-/, "")]!;
  return (
    <Menu heading={<>These sort. Names and other data of customers are sealed:<br />they can be searched, not sorted.</>} trigger={<Button kind="quiet" small icon="sort">{title}, {sort.startsWith("-") ? down : up}</Button>}
      items={Object.entries(sorts).flatMap(([name, s]) => [`-${name}`, name].map((value) => ({
        label: `${s.title}, ${value.startsWith("-") ? s.down : s.up}`, icon: value === sort ? "check" as const : undefined, run: () => onSort(value as Sort),
      })))} />
  );
}

// What is done with the rows that were chosen.
function Chosen({ rows, onAssign, onTake, onClear }: { rows: number; onAssign: () => void; onTake?: () => void; onClear: () => void }) {
  return (
    <div className="chosen-bar" role="region" aria-label="Chosen applications">
      <span role="status"><strong>{counted(rows, "application")}</strong> chosen</span>
      <Button small icon="person" keys="Shift+a" onClick={onAssign}>Assign</Button>
      {onTake && <Button small keys="i" onClick={onTake}>Assign to me</Button>}
      <Button small kind="quiet" keys="Escape" onClick={onClear}>Clear</Button>
    </div>
  );
}

function Title({ query, view, total, onSort }: { query: WorkQuery; view?: View; total: string | undefined; onSort: (sort: Sort) => void }) {
  const { sort = usualSort, ...filters } = query;
  const name = view ? view.name : queues.find((q) => sameWork(q.query, filters))?.label;
  return (
    <div className="row">
      <h1>{view ? <Foreign text={view.name} /> : !name || name === queues[0]!.label ? "Work list" : name}</h1>
      <span className="muted small nowrap" role="status">{total}</span>
      {view && !sameWork(view.query, query) && <span className="muted small nowrap">changed</span>}
      <Sorting sort={sort} onSort={onSort} />
    </div>
  );
}

export function WorkList() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const query = useMemo(() => queryOf(search), [search]);
  const { list, waiting } = useWork(query);
  const preferred = usePreferences().columns;
  const { data: views } = useViews();
  const view = views?.find((v) => v.id === search.get("view"));
  const me = useMe();
  const myId = me?.id;
  const may = useMay("PRODUCT_APPLICATIONS", true);
  const renewViews = useRenewViews();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Assignable>>(new Map());
  const [dialog, setDialog] = useState<"views" | "save" | null>(null);
  const [assigning, setAssigning] = useState<Assignable[] | null>(null);
  const clear = () => setChosen(new Map());
  const assign = useAssign(clear);

  // Columns belong to the view, or else to the person.
  const asked = search.get("columns")?.split(",");
  const columnIds = asked ?? preferred ?? shippedColumns;
  const idsKey = columnIds.join(",");
  const shown = useMemo(() => shownOf(idsKey.split(",")), [idsKey]);
  const show = (next: WorkQuery, ids = asked) => {
    const address = searchOf({ ...next, ...(ids && { columns: ids }) });
    const at = search.get("view");
    if (at) address.set("view", at);
    setSearch(address);
  };
  const onChange = (change: Partial<WorkQuery>) => {
    clear();
    show({ ...query, ...change });
  };
  const sort = query.sort ?? usualSort;
  const kept = { ...query, columns: shown.map((c) => c.id) };
  const dirty = view !== undefined && (!sameWork(view.query, query) || (asked !== undefined && (view.query.columns ?? []).join() !== asked.join()));
  const update = () => view && void changeView(view.id, { query: kept }).then(() => renewViews()).then(() => tell("View saved"), tellFailure);

  const targets = (row?: Row) => (chosen.size ? [...chosen.values()] : row ? [assignable(row)] : []);
  const take = (what: Assignable[]) => me && what.length > 0 && !assign.isPending && assign.mutate({ whom: me, what });
  const choose = useCallback((keys: Set<string>) => {
    setChosen((now) => new Map([...keys].flatMap((k) => {
      const known = now.get(k);
      if (known) return [[k, known]];
      for (let i = 0; i < list.length; i++) {
        const row = list.at(i);
        if (row?.id === k) return [[k, assignable(row)]];
      }
      return [];
    })));
  }, [list]);
  const chosenKeys = useMemo(() => new Set(chosen.keys()), [chosen]);

  useShortcuts("Work list", [
    { keys: "n", label: "Add a customer", run: () => void navigate("/profiles/new") },
    { keys: "v", label: "Views", run: () => setDialog("views") },
    ...(chosen.size ? [{ keys: "Escape", label: "Clear what is chosen", run: clear }] : []),
  ]);
  const rowKeys = may ? [
    { keys: "Shift+a", label: "Assign the row, or what is chosen", run: (row: Row) => setAssigning(targets(row)) },
    ...(me ? [{ keys: "i", label: "Assign to me", run: (row: Row) => void take(targets(row)) }] : []),
  ] : [];

  const total = list.count && `${list.count.exact ? "" : "more than "}${counted(list.count.known, "application")}`;
  return (
    <div className="page full">
      <header className="page-head">
        <Title query={query} view={view} total={total ?? undefined} onSort={(s) => onChange({ sort: s })} />
        <div className="row">
          {dirty && view?.owner.id === myId && <Button onClick={update}>Save the view</Button>}
          {(view ? dirty : filtered(query)) && myId && <Button onClick={() => setDialog("save")}>Save as a view</Button>}
          {myId && <Button icon="star" keys="v" onClick={() => setDialog("views")}>Views</Button>}
          <ButtonLink to="/profiles/new" kind="primary" icon="plus" keys="n">Add customer</ButtonLink>
        </div>
      </header>
      <div className="toolbar">
        <Filters query={query} onChange={onChange} />
        {filtered(query) && <Button kind="quiet" onClick={() => { clear(); setSearch(query.sort ? { sort: query.sort } : {}); }}>Clear</Button>}
        <span className="grow" />
        <ChoiceMenu label="Columns" chosen={[...columnIds]} options={columns.map((c) => ({ value: c.id, label: c.sort ? `${c.title} ⇅` : c.title, disabled: c.id === "name" }))}
          onChange={(next) => (asked ? show(query, next.length ? next : shippedColumns) : prefer({ columns: next.length ? next : null }))} trigger={<Button icon="columns" aria-label="Columns" />} />
      </div>
      {list.error && !list.started ? (
        <Failed error={list.error} again={list.again} />
      ) : !list.started ? (
        <Loading rows={14} label="Loading the work list" />
      ) : list.length === 0 ? (
        filtered(query)
          ? <Empty title="Nothing fits" icon="search" action={<Button onClick={() => setSearch({})}>Clear filters</Button>}>No application is all of that. Words of a name are found by their sound or their first letters.</Empty>
          : <Empty title="No applications yet" icon="people" action={<ButtonLink to="/profiles/new" kind="primary" icon="plus">Add customer</ButtonLink>}>The first customer may come from here or over the API.</Empty>
      ) : (
        <div className={`list-body${waiting ? " stale" : ""}`}>
          {chosen.size > 0 && <Chosen rows={chosen.size} onAssign={() => setAssigning(targets())} onTake={me ? () => void take(targets()) : undefined} onClear={clear} />}
          <Table<Row> label="Applications" keysTitle="Work list" columns={shown} rows={list} version={list.version} rowKey={key} total={list.count?.known} memory={list.memory}
            sort={sort} onSort={(s) => onChange({ sort: s as Sort })} onOpen={(r) => void navigate(`/profiles/${r.profile_id}`)} onSee={list.see} rowKeys={rowKeys}
            chosen={may ? chosenKeys : undefined} onChoose={may ? choose : undefined}
            foot={list.error ? <p className="more small" role="alert">More can’t be read. <Button small onClick={list.again}>Try again</Button></p> : list.more && <p className="more muted small">Loading more…</p>} />
        </div>
      )}
      <Suspense>
        {dialog === "views" && <Views onClose={() => setDialog(null)} onSave={() => setDialog("save")} />}
        {dialog === "save" && <SaveView query={kept} onClose={() => setDialog(null)} />}
        {assigning && <Assign what={assigning} onClose={() => setAssigning(null)} onDone={clear} />}
      </Suspense>
    </div>
  );
}
