// What the work list can show of a row.
import { Link } from "react-router";
import { Icon } from "@/components/ui/icons";
import { Said } from "@/components/ui/said";
import type { Column } from "@/components/ui/table";
import { Foreign, When } from "@/components/ui/text";
import type { Schemas } from "@/lib/api/client";
import { countryName } from "@/lib/countries";
import { instant, partialDate } from "@/lib/format";
import * as say from "@/lib/words";

export type Row = Schemas["ProfileSummary"];

const person = (row: Row) => (row.collected_data?.entity_type === "INDIVIDUAL" ? row.collected_data : undefined);
const company = (row: Row) => (row.collected_data?.entity_type === "COMPANY" ? row.collected_data : undefined);

export const columns: Column<Row>[] = [
  {
    id: "name", title: "Name", width: 260,
    cell: (row) => (
      <span className="row">
        <Icon name={row.role?.startsWith("COMPANY") ? "building" : "person"} label={row.role?.startsWith("COMPANY") ? "Company" : "Person"} />
        <Link className="name-link" to={`/profiles/${row.id}`} tabIndex={-1}><Foreign text={row.display_name || "No name"} /></Link>
      </span>
    ),
  },
  { id: "category", title: "Category", width: 130, cell: (row) => row.category && <Said of={say.category} code={row.category} dot /> },
  { id: "standing", title: "Standing", width: 100, cell: (row) => row.status && row.status !== "NORMAL" && <Said of={say.standing} code={row.status} /> },
  { id: "reference", title: "Customer ref", width: 130, cell: (row) => row.collected_data?.customer_ref && <Foreign text={row.collected_data.customer_ref} /> },
  {
    id: "country", title: "Country", width: 140,
    cell: (row) => {
      const code = person(row)?.personal_details?.nationality ?? company(row)?.metadata?.country_of_incorporation;
      return code && countryName(code);
    },
  },
  {
    id: "born", title: "Born or number", width: 150,
    cell: (row) => {
      const dob = person(row)?.personal_details?.dob;
      return dob ? partialDate(dob) : company(row)?.metadata?.number && <Foreign text={company(row)!.metadata!.number!} />;
    },
  },
  {
    id: "tags", title: "Tags", width: 160,
    cell: (row) => row.tags && row.tags.length > 0 && <Foreign text={row.tags.map((t) => t.name).join(", ")} />,
  },
  { id: "created", title: "Created", width: 150, cell: (row) => row.creation_date && <When at={instant(row.creation_date)} /> },
  { id: "modified", title: "Last changed", width: 130, cell: (row) => row.last_modified_date && <When at={instant(row.last_modified_date)} form="ago" /> },
];
