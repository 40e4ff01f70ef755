import { Said } from "@/components/ui/said";
import { Empty } from "@/components/ui/states";
import { PlainTable } from "@/components/ui/table";
import { Foreign } from "@/components/ui/text";
import type { Schemas } from "@/lib/api/client";
import { countryName } from "@/lib/countries";
import * as say from "@/lib/words";
import { useShownProfile } from "./profile";

const factName: Record<string, string> = { sanctions: "sanctions", pep: "PEP" };

// "VEN" → "Venezuela"; "sanctions.confirmed 0" → "0 confirmed"
function shown(component: Schemas["ComponentRisk"]): string {
  const value = component.input_value ?? "";
  const counted = /^(\w+)\.(\w+) (\d+)$/.exec(value);
  if (counted && factName[counted[1]!]) return `${counted[3]} ${counted[2]}`;
  return /^[A-Z]{3}$/.test(value) ? countryName(value) : value;
}

function Model({ title, risk }: { title: string; risk: Schemas["RiskOverviewResource"] }) {
  const { score, category } = risk.overall_risk;
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head">
        <div className="row"><h2><Foreign text={title} /></h2><Said of={say.risk} code={category} dot /></div>
        {score !== undefined && <span>Score <strong>{score}</strong></span>}
      </header>
      <div className="panel-body stack">
        {risk.missing_required_components.length > 0 && <p>Can’t be scored without: <Foreign text={risk.missing_required_components.join(", ")} />.</p>}
        <PlainTable label={`Factors of ${title}`} rows={risk.components} rowKey={(c) => c.name} columns={[
          { id: "name", title: "Factor", width: 220, cell: (c) => <Foreign text={c.name} /> },
          { id: "value", title: "Value", width: 260, cell: (c) => (c.input_value ? <Foreign text={shown(c)} /> : <span className="muted">Not known{c.required ? ", but required" : ""}</span>) },
          { id: "level", title: "Level", width: 130, cell: (c) => <Said of={say.risk} code={c.risk_level.category} /> },
          { id: "score", title: "Score", width: 90, number: true, cell: (c) => c.risk_level.score ?? "—" },
        ]} />
      </div>
    </section>
  );
}

export function RiskScreen() {
  const profile = useShownProfile();
  const scored = profile.applications.filter((a) => !a.hidden && a.risk.components.length > 0);
  if (scored.length === 0) return <Empty title="No risk model" icon="scales">No product of this customer scores risk.</Empty>;
  return <div className="stack">{scored.map((a) => <Model key={a.id} title={a.product.name} risk={a.risk} />)}</div>;
}
