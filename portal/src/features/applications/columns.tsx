// What the work list can show of a row. What sorts is stored plainly; names and data are sealed, and no server can sort by them.
import { Link } from "react-router";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icons";
import { Said } from "@/components/ui/said";
import type { Column } from "@/components/ui/table";
import { Foreign, When } from "@/components/ui/text";
import { countryName } from "@/lib/countries";
import { instant, partialDate } from "@/lib/format";
import * as say from "@/lib/words";
import type { Row } from "./lists";

const text = (value: string | undefined) => value && <Foreign text={value} />;
const country = (code: string | undefined) => code && <Foreign text={countryName(code)} />;

const kinds = [["sanction", "Sanctions"], ["pep", "PEP"], ["adverse_media", "Media"], ["refer", "Referral"]] as const;

// The gravest comes first; a list that was never searched says nothing.
function Matches({ row }: { row: Row }) {
  const open = kinds.filter(([k]) => row.matches[k] === "UNRESOLVED");
  const confirmed = kinds.filter(([k]) => row.matches[k] === "CONFIRMED");
  if (open.length + confirmed.length === 0) return kinds.some(([k]) => row.matches[k] === "NONE") ? <span className="muted">None</span> : null;
  const said = [...open.map(([, label]) => `${label} to decide`), ...confirmed.map(([, label]) => `${label} confirmed`)];
  return (
    <span className="row tight" title={said.join(", ")}>
      {open.length > 0
        ? <Badge tone="warn" dot>{open[0]![1]} {open.length === 1 && row.unresolved_event_count > 1 ? row.unresolved_event_count : "open"}</Badge>
        : <Badge tone="bad">{confirmed[0]![1]} match</Badge>}
      {said.length > 1 && <span className="muted">+{said.length - 1}</span>}
    </span>
  );
}

const match = (id: (typeof kinds)[number][0], title: string): Column<Row> => ({
  id, title, width: 120, cell: (row) => row.matches[id] !== "NOT_SCREENED" && (row.matches[id] === "NONE" ? <span className="muted">None</span> : <Said of={say.matches} code={row.matches[id]} />),
});

export const columns: Column<Row>[] = [
  {
    id: "name", title: "Name", width: 180,
    cell: (row) => (
      <span className="row">
        <Icon name={row.entity_type === "COMPANY" ? "building" : "person"} label={row.entity_type === "COMPANY" ? "Company" : "Person"} />
        <Link className="name-link" to={`/profiles/${row.profile_id}`} tabIndex={-1}><Foreign text={row.display_name || "No name"} /></Link>
      </span>
    ),
  },
  { id: "product", title: "Product", width: 118, sort: "product", cell: (row) => text(row.product.name) },
  { id: "status", title: "Status", width: 102, sort: "status", cell: (row) => <Said of={say.status} code={row.status} dot /> },
  { id: "flag", title: "Waits for", width: 142, sort: "flag", cell: (row) => row.flag !== "DECIDED" && <Said of={say.flag} code={row.flag} /> },
  {
    id: "risk", title: "Risk", width: 98, sort: "risk",
    cell: (row) => {
      const [text, tone] = say.risk[row.risk.category];
      return <Badge tone={tone}>{text}{row.risk.score !== undefined && ` ${row.risk.score}`}</Badge>;
    },
  },
  { id: "matches", title: "Matches", width: 136, cell: (row) => <Matches row={row} /> },
  { id: "assignee", title: "Assigned to", width: 106, cell: (row) => text(row.assignments.map((a) => a.name ?? "Someone").join(", ")) },
  { id: "applied", title: "Applied", width: 94, sort: "application_date", cell: (row) => <When at={instant(row.application_date)} form="day" /> },
  { id: "modified", title: "Last change", width: 120, sort: "last_modified", cell: (row) => <When at={instant(row.last_modified_date)} form="ago" /> },
  { id: "decided", title: "Decided", width: 104, cell: (row) => row.decision_date && <When at={instant(row.decision_date)} form="day" /> },
  { id: "reference", title: "Customer ref", width: 130, cell: (row) => text(row.customer_ref) },
  { id: "tags", title: "Tags", width: 150, cell: (row) => row.tags.length > 0 && text(row.tags.map((t) => t.name).join(", ")) },
  { id: "tasks", title: "Tasks", width: 76, number: true, cell: (row) => `${row.task_progress.completed_count} of ${row.task_progress.total_count}` },
  { id: "kind", title: "Kind", width: 90, sort: "entity_type", cell: (row) => say.entityType[row.entity_type][0] },
  { id: "category", title: "Category", width: 130, cell: (row) => <Said of={say.category} code={row.category} dot /> },
  { id: "standing", title: "Standing", width: 100, cell: (row) => row.profile_status !== "NORMAL" && <Said of={say.standing} code={row.profile_status} /> },
  match("sanction", "Sanctions"),
  match("pep", "PEP"),
  match("adverse_media", "Adverse media"),
  match("refer", "Referrals"),
  { id: "born", title: "Born", width: 130, cell: (row) => row.dob && partialDate(row.dob) },
  { id: "nationality", title: "Nationality", width: 130, cell: (row) => country(row.nationality) },
  { id: "company_number", title: "Company number", width: 130, cell: (row) => text(row.company_number) },
  { id: "country", title: "Country", width: 130, cell: (row) => country(row.country) },
];

export const shippedColumns = ["name", "product", "status", "flag", "risk", "matches", "assignee", "applied"];

// In the order of the table; the name is always there.
export const shownOf = (ids: readonly string[]) => columns.filter((c) => c.id === "name" || ids.includes(c.id));
