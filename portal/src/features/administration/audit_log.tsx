import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Table } from "@/components/ui/table";
import { Foreign, When } from "@/components/ui/text";
import { about } from "@/features/profiles/audit";
import { api, body, type Answer } from "@/lib/api/client";
import { words } from "@/lib/format";
import { Frame } from "./frame";

type Item = Answer<"/institution/audit-items", "get">[number];
type Kind = Item["actor_kind"];
const kinds: Record<Kind, string> = { user: "People", api_key: "API keys", policy: "Policy", staff: "Support staff", system: "System" };
const page = 100;

export function AuditLog() {
  const [search, setSearch] = useSearchParams();
  const kind = (search.get("who") ?? "") as Kind | "";
  const from = search.get("from") ?? "";
  const until = search.get("until") ?? "";
  const set = (name: string, value: string) => setSearch((now) => { if (value) now.set(name, value); else now.delete(name); return now; }, { replace: true });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["house", "audit", kind, from, until],
    queryFn: ({ pageParam, signal }) => body(api.GET("/institution/audit-items", {
      params: { query: { limit: page, offset: pageParam, ...(kind && { actor_kind: kind }), ...(from && { from }), ...(until && { until }) } }, signal,
    })),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.length === page ? pages.length * page : undefined),
  });
  const rows = data?.pages.flat() ?? [];
  return (
    <Frame title="Audit log" text="What was done in the institution. It can’t be changed." full>
      <div className="toolbar flat">
        <SelectField label="Who" empty="Everybody" options={Object.entries(kinds).map(([value, label]) => ({ value, label }))} value={kind} onChange={(e) => set("who", e.target.value)} />
        <TextField label="From" type="date" value={from} onChange={(e) => set("from", e.target.value)} />
        <TextField label="Until" type="date" value={until} onChange={(e) => set("until", e.target.value)} />
      </div>
      {error ? <Failed error={error} again={() => void refetch()} /> : !data ? <Loading rows={10} label="Loading the audit log" /> : rows.length === 0 ? <Empty title="Nothing in that time" icon="clock" action={<Button onClick={() => setSearch({})}>Clear filters</Button>} /> : (
        <Table<Item> label="Audit log" keysTitle="Audit log" rows={rows} rowKey={(i) => i.id} onSee={(_, last) => { if (last >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage(); }} columns={[
          { id: "when", title: "When", width: 160, cell: (i) => <When at={new Date(i.timestamp * 1000)} /> },
          { id: "who", title: "Who", width: 200, cell: (i) => <Foreign text={i.actor_name ?? kinds[i.actor_kind]} /> },
          { id: "what", title: "What", width: 220, cell: (i) => words(i.action) },
          { id: "about", title: "About", width: 420, cell: (i) => <Foreign text={[i.message, about((i.ref_data as Record<string, unknown>) ?? null)].filter(Boolean).join(" · ")} /> },
        ]} />
      )}
    </Frame>
  );
}
