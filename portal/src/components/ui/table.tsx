// The one table: columns chosen and sorted outside, rows drawn only where one looks, moved through by keys. What is read stays where it is
// when rows come or go around it, and the row that has the focus keeps it.
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { findNear, type Rows } from "@/lib/pager";
import { useShortcuts } from "@/lib/shortcuts";
import { Icon } from "./icons";

export interface Column<Row> {
  id: string;
  title: string;
  width: number; // px; what is left over is shared in proportion
  cell: (row: Row) => ReactNode;
  sort?: string; // what the server calls it; absent: it can't sort by it
  number?: boolean;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Rows<Row>;
  version?: number; // of rows that change under the same object
  rowKey: (row: Row) => string;
  total?: number; // rows that the server knows of
  sort?: string; // "-name" sorts descending
  onSort?: (sort: string) => void;
  onOpen?: (row: Row) => void;
  onSee?: (first: number, last: number) => void;
  chosen?: ReadonlySet<string>; // keys; absent: rows can't be chosen
  onChoose?: (keys: Set<string>) => void;
  keysTitle?: string; // absent: no j and k
  rowKeys?: { keys: string; label: string; run: (row: Row) => void }[];
  memory?: { top: number; active: number };
  foot?: ReactNode;
}

const rowHeight = 34;
const gutter = 36;

interface LineProps<Row> {
  row: Row | undefined;
  index: number;
  columns: Column<Row>[];
  active: boolean;
  chosen?: boolean; // undefined: can't be
  acts: { focus: (index: number) => void; click: (index: number, event: MouseEvent) => void; choose: (index: number, range: boolean) => void };
}

const Line = memo(function Line<Row>({ row, index, columns, active, chosen, acts }: LineProps<Row>) {
  return (
    <tr data-index={index} aria-rowindex={index + 2} tabIndex={active ? 0 : -1} aria-selected={chosen} onFocus={() => acts.focus(index)} onClick={(e) => acts.click(index, e)}>
      {chosen !== undefined && (
        <td className="chooser" onClick={(e) => e.stopPropagation()}>
          <input type="checkbox" aria-label="Choose this row" tabIndex={-1} checked={chosen} onChange={() => {}} onClick={(e) => acts.choose(index, e.shiftKey)} />
        </td>
      )}
      {columns.map((c) => <td key={c.id} className={c.number ? "number" : undefined}>{row === undefined ? <span className="bone" /> : c.cell(row)}</td>)}
    </tr>
  );
}) as <Row>(props: LineProps<Row>) => ReactNode;

function Head<Row>({ column, sort, onSort }: { column: Column<Row> } & Pick<Props<Row>, "sort" | "onSort">) {
  const sorts = column.sort !== undefined && onSort !== undefined;
  const sorted = !sorts ? undefined : sort === column.sort ? "ascending" : sort === `-${column.sort}` ? "descending" : undefined;
  return (
    <th scope="col" aria-sort={sorts ? (sorted ?? "none") : undefined} className={column.number ? "number" : undefined}>
      {sorts ? (
        <button type="button" className="sorter" data-sorted={sorted} onClick={() => onSort(sorted === "descending" ? column.sort! : `-${column.sort}`)}>
          {column.title}
          <Icon name={sorted === "descending" ? "down" : sorted === "ascending" ? "up" : "sort"} />
        </button>
      ) : column.title}
    </th>
  );
}

export function Table<Row>(props: Props<Row>) {
  const { label, columns, rows, version, rowKey, total, sort, onSort, onOpen, onSee, chosen, onChoose, keysTitle, rowKeys = [], memory, foot } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(memory?.active ?? 0);
  const lastChosen = useRef(0);
  const selectable = onChoose !== undefined;
  const keyAt = (index: number) => {
    const row = rows.at(index);
    return row === undefined ? undefined : rowKey(row);
  };

  const nearKey = (key: string, index: number) => findNear(rows, (row) => rowKey(row) === key, index);

  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    initialRect: { width: 1000, height: 800 },
    initialOffset: memory?.top ?? 0,
  });
  const drawn = view.getVirtualItems();
  const first = drawn[0]?.index ?? 0;
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => onSee?.(first, last), [first, last, rows.length, onSee]);

  const at = Math.min(active, Math.max(rows.length - 1, 0));
  const rowElement = (index: number) => frame.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`);
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    if (next < 0) return;
    setActive(next);
    view.scrollToIndex(next, { align: "auto" });
    // At once where the row is drawn: a key pressed within the same frame must find it focused.
    const focus = () => {
      const row = rowElement(next);
      row?.focus({ preventScroll: true });
      return row;
    };
    if (!focus()) requestAnimationFrame(focus);
  };

  // What was where when it was drawn last, so that after a change it can be put back there.
  const was = useRef({ rows, version, memory, active: at, key: keyAt(at), top: 0, topKey: undefined as string | undefined, held: false });
  useLayoutEffect(() => {
    const before = was.current;
    if (frame.current && memory && before.memory !== memory) {
      frame.current.scrollTop = memory.top;
      if (memory.active !== at) setActive(memory.active);
    } else if (frame.current && before.rows === rows && before.version !== version) {
      const now = before.key === undefined ? undefined : nearKey(before.key, before.active);
      // At the top of the list, and not in it, one sees what is new.
      const still = before.held || before.top > 0;
      const [anchor, from] = before.held && before.key !== undefined ? [now, before.active] : [before.topKey === undefined ? undefined : nearKey(before.topKey, before.top), before.top];
      if (still && anchor !== undefined && anchor !== from) frame.current.scrollTop += (anchor - from) * rowHeight;
      if (now !== undefined && now !== at) setActive(now);
      if (before.held && document.activeElement === document.body) rowElement(now ?? at)?.focus({ preventScroll: true });
    }
    const top = Math.max(Math.floor((frame.current?.scrollTop ?? 0) / rowHeight), 0);
    was.current = { rows, version, memory, active: at, key: keyAt(at), top, topKey: keyAt(top), held: frame.current?.contains(document.activeElement) ?? false };
    if (memory) Object.assign(memory, { top: frame.current?.scrollTop ?? 0, active: at });
  });

  const choose = (index: number, range: boolean) => {
    const key = keyAt(index);
    if (key === undefined || !onChoose) return;
    const next = new Set(chosen);
    const on = !next.has(key);
    const [from, to] = range ? [Math.min(lastChosen.current, index), Math.max(lastChosen.current, index)] : [index, index];
    for (let i = from; i <= to; i++) {
      const each = keyAt(i);
      if (each === undefined) continue;
      if (on) next.add(each);
      else next.delete(each);
    }
    lastChosen.current = index;
    onChoose(next);
  };
  const acts = {
    focus: setActive,
    choose,
    click: (index: number, event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("a, button, input, label")) return;
      setActive(index);
      const row = rows.at(index);
      if (row !== undefined && onOpen && !getSelection()?.toString()) onOpen(row);
    },
  };
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  // Lines are drawn anew only when they changed: these stay the same.
  const [steady] = useState<typeof acts>(() => ({
    focus: (...a) => latest.current.focus(...a), choose: (...a) => latest.current.choose(...a), click: (...a) => latest.current.click(...a),
  }));

  const withRow = (run: (row: Row) => void) => () => {
    const row = rows.at(at);
    if (row !== undefined) run(row);
  };
  useShortcuts(keysTitle ?? label, !keysTitle ? [] : [
    { keys: "j", label: "Next row", run: () => move(frame.current?.contains(document.activeElement) ? at + 1 : at) },
    { keys: "k", label: "Row before", run: () => move(frame.current?.contains(document.activeElement) ? at - 1 : at) },
    { keys: "g g", label: "First row", run: () => move(0) },
    { keys: "Shift+g", label: "Last row loaded", run: () => move(rows.length - 1) },
    ...(onOpen ? [{ keys: "Enter", label: "Open the row", run: withRow(onOpen) }] : []),
    ...(selectable ? [{ keys: "x", label: "Choose the row", run: () => choose(at, false) }, { keys: "Shift+x", label: "Choose up to the row", run: () => choose(at, true) }] : []),
    ...rowKeys.map((k) => ({ ...k, run: withRow(k.run) })),
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (event.key === "Enter" && !keysTitle && event.target instanceof HTMLTableRowElement) withRow((row) => onOpen?.(row))();
    else return;
    event.preventDefault();
  };

  const there = (): string[] => Array.from({ length: rows.length }, (_, i) => keyAt(i)).filter((k) => k !== undefined);
  const all = selectable && chosen!.size > 0 && chosen!.size >= rows.length && there().every((k) => chosen!.has(k));
  const width = columns.reduce((sum, c) => sum + c.width, selectable ? gutter : 0);
  const before = (drawn[0]?.start ?? rowHeight) - rowHeight;
  const after = view.getTotalSize() - (drawn.at(-1)?.end ?? view.getTotalSize());
  const span = columns.length + Number(selectable);
  const used = new Set<string>();
  // While pages change a row may stand on two of them for a moment.
  const once = (key: string, index: number) => (used.has(key) ? `${key} ${index}` : (used.add(key), key));

  return (
    <div className="table-frame" ref={frame} tabIndex={rows.length ? -1 : 0} role="region" aria-label={label}>
      <table className="table" style={{ minWidth: width }} aria-rowcount={(total ?? rows.length) + 1} aria-label={label}>
        <colgroup>
          {selectable && <col style={{ width: gutter }} />}
          {columns.map((c) => <col key={c.id} style={{ width: c.width }} />)}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selectable && (
              <th scope="col" className="chooser">
                <input type="checkbox" aria-label="Choose all rows that are loaded" checked={all} ref={(box) => { if (box) box.indeterminate = !all && chosen!.size > 0; }}
                  onChange={() => onChoose(new Set(chosen!.size > 0 ? [] : there()))} />
              </th>
            )}
            {columns.map((c) => <Head key={c.id} column={c} sort={sort} onSort={onSort} />)}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {before > 0 && <tr aria-hidden><td className="filler" style={{ height: before }} colSpan={span} /></tr>}
          {drawn.filter(({ index }) => index < rows.length).map(({ index }) => {
            const row = rows.at(index);
            const key = row === undefined ? undefined : rowKey(row);
            return <Line key={key === undefined ? index : once(key, index)} row={row} index={index} columns={columns} active={index === at} chosen={selectable ? key !== undefined && chosen!.has(key) : undefined} acts={steady} />;
          })}
          {after > 0 && <tr aria-hidden><td className="filler" style={{ height: after }} colSpan={span} /></tr>}
        </tbody>
      </table>
      {foot}
    </div>
  );
}

// A short table inside of a panel: no scrolling of its own, nothing virtual.
export function PlainTable<Row>({ label, columns, rows, rowKey }: Pick<Props<Row>, "label" | "columns" | "rowKey"> & { rows: Row[] }) {
  return (
    <div className="table-frame as-needed" tabIndex={0} role="region" aria-label={label}>
      <table className="table" aria-label={label} style={{ minWidth: columns.reduce((sum, c) => sum + c.width, 0) }}>
        <colgroup>{columns.map((c) => <col key={c.id} style={{ width: c.width }} />)}</colgroup>
        <thead><tr>{columns.map((c) => <th key={c.id} scope="col" className={c.number ? "number" : undefined}>{c.title}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>{columns.map((c) => <td key={c.id} className={c.number ? "number" : undefined}>{c.cell(row)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
