import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { ChoiceMenu } from "@/components/ui/menu";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { api, body, type Schemas } from "@/lib/api/client";
import { counted } from "@/lib/format";
import { prefer, usePreferences } from "@/lib/preferences";
import { useShortcuts } from "@/lib/shortcuts";
import { category as categories } from "@/lib/words";
import { columns, type Row } from "./columns";

const pageSize = 100;

function useWork() {
  const [search] = useSearchParams();
  const q = search.get("q") ?? "";
  const chosen = (search.get("category") ?? "").split(",").filter((c): c is Schemas["ProfileCategory"] => c in categories);
  return useInfiniteQuery({
    queryKey: ["profiles", "work", q, chosen],
    queryFn: ({ pageParam, signal }) =>
      body(api.GET("/profiles", {
        params: { query: { limit: pageSize, offset: pageParam, ...(q && { q }), ...(chosen.length && { categories: chosen }) } },
        signal,
      })),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.offset + last.results.length < last.count && last.results.length > 0 ? last.offset + last.results.length : undefined),
    placeholderData: keepPreviousData,
  });
}

function Search() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("q") ?? "";
  const [text, setText] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  const [seen, setSeen] = useState(asked);
  if (seen !== asked) {
    setSeen(asked);
    setText(asked);
  }
  useEffect(() => {
    if (text.trim() === asked) return;
    const timer = setTimeout(() => {
      setSearch((now) => {
        if (text.trim()) now.set("q", text.trim());
        else now.delete("q");
        return now;
      }, { replace: true });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, asked, setSearch]);
  useShortcuts("Work list", [{ keys: "/", label: "Search the list", run: () => input.current?.select() }]);
  return (
    <label className="searchbox">
      <span className="hidden-visually">Search the list</span>
      <Icon name="search" />
      <input ref={input} className="control" type="search" maxLength={200} placeholder="Name, tag or customer reference   /" value={text} onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => e.key === "Escape" && (text ? setText("") : input.current?.blur())} />
    </label>
  );
}

const shippedColumns = ["name", "category", "standing", "reference", "country", "born", "tags", "modified"];

export function WorkList() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch, isPlaceholderData } = useWork();
  const { columns: preferred } = usePreferences();
  const shownIds = preferred ?? shippedColumns;
  const shown = columns.filter((c) => c.id === "name" || shownIds.includes(c.id));
  const rows = data?.pages.flatMap((p) => p.results) ?? [];
  const total = data?.pages.at(-1)?.count;
  const chosen = (search.get("category") ?? "").split(",").filter(Boolean);
  const filtered = chosen.length > 0 || search.has("q");
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  useShortcuts("Work list", [{ keys: "n", label: "Add a customer", run: () => void navigate("/profiles/new") }]);

  return (
    <div className="page full">
      <header className="page-head">
        <div className="row">
          <h1>Work list</h1>
          <span className="muted small" role="status">{total !== undefined && counted(total, "customer")}</span>
        </div>
        <ButtonLink to="/profiles/new" kind="primary" icon="plus" keys="n">Add customer</ButtonLink>
      </header>
      <div className="toolbar">
        <Search />
        <ChoiceMenu label="Category" chosen={chosen}
          options={Object.entries(categories).map(([value, [label]]) => ({ value, label }))}
          onChange={(next) => setSearch((now) => { if (next.length) now.set("category", next.join(",")); else now.delete("category"); return now; })}
          trigger={<Button icon="down">Category{chosen.length > 0 && `: ${chosen.length}`}</Button>} />
        {filtered && <Button kind="quiet" onClick={() => setSearch({})}>Clear filters</Button>}
        <span className="grow" />
        <ChoiceMenu label="Columns" chosen={shownIds} options={columns.map((c) => ({ value: c.id, label: c.title, disabled: c.id === "name" }))}
          onChange={(next) => prefer({ columns: next.length ? next : null })} trigger={<Button icon="columns">Columns</Button>} />
      </div>
      {isPending ? (
        <Loading rows={14} label="Loading the work list" />
      ) : error && !data ? (
        <Failed error={error} again={() => void refetch()} />
      ) : rows.length === 0 ? (
        filtered
          ? <Empty title="Nobody fits" icon="search" action={<Button onClick={() => setSearch({})}>Clear filters</Button>}>No customer has all of that. Words of a name are found by their sound or their first letters.</Empty>
          : <Empty title="No customers yet" icon="people" action={<ButtonLink to="/profiles/new" kind="primary" icon="plus">Add customer</ButtonLink>}>The first one may come from here or over the API.</Empty>
      ) : (
        <div className={`list-body${isPlaceholderData ? " stale" : ""}`}>
          <Table<Row> label="Customers" keysTitle="Work list" columns={shown} rows={rows} rowKey={(r) => r.id} total={total}
            onOpen={(r) => void navigate(`/profiles/${r.id}`)} onNearEnd={nearEnd}
            foot={isFetchingNextPage && <p className="more muted small" role="status">Loading more…</p>} />
        </div>
      )}
    </div>
  );
}
