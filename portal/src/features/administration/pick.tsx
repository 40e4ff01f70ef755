import { useState } from "react";
import { Foreign } from "@/components/ui/text";

interface Choice {
  id: string;
  name: string;
  extra?: string;
}

// Several of a list; with a filter when it is long.
export function Pick({ label, choices, chosen, onChange, fault, empty }: { label: string; choices: Choice[]; chosen: string[]; onChange: (ids: string[]) => void; fault?: string; empty: string }) {
  const [wanted, setWanted] = useState("");
  const fit = choices.filter((c) => `${c.name} ${c.extra ?? ""}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <fieldset className={`pick${fault ? " faulty" : ""}`}>
      <legend>{label} <span className="muted small">{chosen.length > 0 && `${chosen.length} chosen`}</span></legend>
      {choices.length > 8 && <input className="control" type="search" aria-label={`Filter ${label.toLowerCase()}`} placeholder="Filter" value={wanted} onChange={(e) => setWanted(e.target.value)} />}
      <div className="pick-list">
        {choices.length === 0 && <p className="muted small">{empty}</p>}
        {fit.slice(0, 300).map((c) => (
          <label key={c.id} className="checkbox">
            <input type="checkbox" checked={chosen.includes(c.id)} onChange={(e) => onChange(e.target.checked ? [...chosen, c.id] : chosen.filter((x) => x !== c.id))} />
            <span className="grow"><Foreign text={c.name} />{c.extra && <span className="muted small"> <Foreign text={c.extra} /></span>}</span>
          </label>
        ))}
      </div>
      {fault && <p className="fault small" role="alert">{fault}</p>}
    </fieldset>
  );
}
