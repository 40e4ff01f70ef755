import { words } from "@/lib/format";
import type { Grant } from "@/lib/session";
import { areas, beside, levelOf, withLevel, type Level } from "./grants";

const levels: Record<Level, string> = { NONE: "Nothing", READ_ONLY: "Look", READ_AND_WRITE: "Look and change" };

export function Matrix({ grants, onChange, disabled }: { grants: Grant[]; onChange: (next: Grant[]) => void; disabled?: boolean }) {
  const others = beside(grants);
  return (
    <div className="stack tight">
      <table className="matrix">
        <thead><tr><th scope="col">Area</th>{Object.values(levels).map((l) => <th key={l} scope="col">{l}</th>)}</tr></thead>
        <tbody>
          {areas.map((a) => (
            <tr key={a.name}>
              <th scope="row">{a.label}<span className="muted small block">{a.means}</span></th>
              {(Object.keys(levels) as Level[]).map((l) => (
                <td key={l}>
                  {a.levels.includes(l) && (
                    <label><span className="hidden-visually">{a.label}: {levels[l]}</span>
                      <input type="radio" name={`area-${a.name}`} disabled={disabled} checked={levelOf(grants, a.name) === l} onChange={() => onChange(withLevel(grants, a.name, l))} />
                    </label>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {others.length > 0 && (
        <p className="small muted">And: {others.map((g) => `${words(g.area ?? g.permission ?? "")}${g.level ? ` (${levels[g.level].toLowerCase()})` : ""}${g.product_id ? " for one product" : ""}`).join(", ")}.
          {!disabled && <> <button type="button" className="link" onClick={() => onChange(grants.filter((g) => !others.includes(g)))}>Take these away</button></>}
        </p>
      )}
    </div>
  );
}
