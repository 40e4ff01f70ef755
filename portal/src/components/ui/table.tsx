// The one table: columns chosen and sorted outside, rows drawn only where one looks, moved through by keys.
import { flexRender, getCoreRowModel, useReactTable, type ColumnDef, type RowSelectionState } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type ReactNode } from "react";
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
  rows: Row[];
  rowKey: (row: Row) => string;
  total?: number; // rows that the server knows of
  sort?: string; // "-name" sorts descending
  onSort?: (sort: string) => void;
  onOpen?: (row: Row) => void;
  onNearEnd?: () => void;
  chosen?: string[]; // keys; absent: rows can't be chosen
  onChoose?: (keys: string[]) => void;
  keysTitle?: string; // absent: no j and k
  foot?: ReactNode;
}

const rowHeight = 34;

export function Table<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, total, sort, onSort, onOpen, onNearEnd, chosen, onChoose, keysTitle, foot } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const selectable = onChoose !== undefined;

  const defs: ColumnDef<Row>[] = columns.map((c) => ({ id: c.id, header: c.title, size: c.width, cell: ({ row }) => c.cell(row.original) }));
  const rowSelection: RowSelectionState = Object.fromEntries((chosen ?? []).map((k) => [k, true]));
  // eslint-disable-next-line react-hooks/incompatible-library
  const table = useReactTable({
    data: rows,
    columns: defs,
    getCoreRowModel: getCoreRowModel(),
    getRowId: rowKey,
    enableRowSelection: selectable,
    state: { rowSelection },
    onRowSelectionChange: (change) => {
      const next = typeof change === "function" ? change(rowSelection) : change;
      onChoose?.(Object.keys(next).filter((k) => next[k]));
    },
  });
  const model = table.getRowModel().rows;

  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
    initialRect: { width: 1000, height: 800 },
  });
  const drawn = view.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastDrawn >= rows.length - 20) onNearEnd?.();
  }, [lastDrawn, rows.length, onNearEnd]);

  const at = Math.min(active, Math.max(rows.length - 1, 0));
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    if (next < 0) return;
    setActive(next);
    view.scrollToIndex(next, { align: "auto" });
    // At once where the row is drawn: a key pressed within the same frame must find it focused.
    const focus = () => {
      const row = frame.current?.querySelector<HTMLElement>(`tr[data-index="${next}"]`);
      row?.focus({ preventScroll: true });
      return row;
    };
    if (!focus()) requestAnimationFrame(focus);
  };
  const moving = [
    { keys: "j", label: "Next row", run: () => move(frame.current?.contains(document.activeElement) ? at + 1 : at) },
    { keys: "k", label: "Row before", run: () => move(frame.current?.contains(document.activeElement) ? at - 1 : at) },
    { keys: "g g", label: "First row", run: () => move(0) },
    { keys: "Shift+g", label: "Last row loaded", run: () => move(rows.length - 1) },
    ...(onOpen ? [{ keys: "Enter", label: "Open the row", run: () => rows[at] && onOpen(rows[at]) }] : []),
    ...(selectable ? [{ keys: "x", label: "Choose the row", run: () => model[at]?.toggleSelected() }] : []),
  ];
  useShortcuts(keysTitle ?? label, keysTitle ? moving : []);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown") move(at + 1);
    else if (event.key === "ArrowUp") move(at - 1);
    else if (event.key === "Enter" && !keysTitle && event.target instanceof HTMLTableRowElement && rows[at]) onOpen?.(rows[at]);
    else return;
    event.preventDefault();
  };

  const width = columns.reduce((sum, c) => sum + c.width, selectable ? 36 : 0);
  const before = (drawn[0]?.start ?? rowHeight) - rowHeight;
  const after = view.getTotalSize() - (drawn.at(-1)?.end ?? view.getTotalSize());
  const all = rows.length > 0 && table.getIsAllRowsSelected();

  return (
    <div className="table-frame" ref={frame} tabIndex={rows.length ? -1 : 0} role="region" aria-label={label}>
      <table className="table" style={{ minWidth: width }} aria-rowcount={(total ?? rows.length) + 1} aria-label={label}>
        <colgroup>
          {selectable && <col style={{ width: 36 }} />}
          {columns.map((c) => <col key={c.id} style={{ width: c.width }} />)}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selectable && (
              <th scope="col">
                <input type="checkbox" aria-label="Choose all rows that are loaded" checked={all}
                  ref={(box) => { if (box) box.indeterminate = !all && table.getIsSomeRowsSelected(); }} onChange={table.getToggleAllRowsSelectedHandler()} />
              </th>
            )}
            {table.getFlatHeaders().map((header, i) => {
              const column = columns[i]!;
              const sorted = sort === column.sort ? "ascending" : sort === `-${column.sort}` ? "descending" : undefined;
              return (
                <th key={header.id} scope="col" aria-sort={column.sort && onSort ? (sorted ?? "none") : undefined} className={column.number ? "number" : undefined}>
                  {column.sort && onSort ? (
                    <button type="button" className="sorter" data-sorted={sorted} onClick={() => onSort(sorted === "descending" ? column.sort! : `-${column.sort}`)}>
                      {column.title}
                      {sorted && <Icon name={sorted === "descending" ? "down" : "up"} />}
                    </button>
                  ) : (
                    flexRender(header.column.columnDef.header, header.getContext())
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {before > 0 && <tr aria-hidden><td className="filler" style={{ height: before }} colSpan={columns.length + Number(selectable)} /></tr>}
          {drawn.map(({ index }) => {
            const row = model[index];
            if (!row) return null;
            return (
              <tr key={row.id} data-index={index} aria-rowindex={index + 2} tabIndex={index === at ? 0 : -1}
                aria-selected={selectable ? row.getIsSelected() : undefined}
                onFocus={() => setActive(index)}
                onClick={(e) => {
                  if (e.target instanceof Element && e.target.closest("a, button, input, label")) return;
                  setActive(index);
                  if (onOpen && !getSelection()?.toString()) onOpen(row.original);
                }}>
                {selectable && (
                  <td onClick={(e) => e.stopPropagation()}>
                    <input type="checkbox" aria-label="Choose this row" tabIndex={-1} checked={row.getIsSelected()} onChange={row.getToggleSelectedHandler()} />
                  </td>
                )}
                {row.getVisibleCells().map((cell, i) => (
                  <td key={cell.id} className={columns[i]!.number ? "number" : undefined}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden><td className="filler" style={{ height: after }} colSpan={columns.length + Number(selectable)} /></tr>}
        </tbody>
      </table>
      {foot}
    </div>
  );
}

// A short table inside of a panel: no scrolling of its own, nothing virtual.
export function PlainTable<Row>({ label, columns, rows, rowKey }: Pick<Props<Row>, "label" | "columns" | "rows" | "rowKey">) {
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
