import { Foreign } from "@/components/ui/text";
import { words } from "@/lib/format";
import { amount, closeness, percent, relations, signed, sumOf, type Explanation } from "./explanation";

// The words in pairs, what each weighs, and the sum that ends in the score.
export function Arithmetic({ explanation: e }: { explanation: Explanation }) {
  const sum = sumOf(e);
  return (
    <div className="arithmetic">
      <table className="sums">
        <caption className="hidden-visually">Words of both names in pairs</caption>
        <thead>
          <tr><th scope="col">Customer</th><th scope="col">List</th><th scope="col">They are</th><th scope="col" className="number">Alike</th><th scope="col" className="number">Points</th><th scope="col" className="number">of</th></tr>
        </thead>
        <tbody>
          {e.matches.map((m, i) => (
            <tr key={i}>
              <td><span className={`word ${closeness(m)}`}><Foreign text={m.query} /></span></td>
              <td><span className={`word ${closeness(m)}`}><Foreign text={m.listed} /></span></td>
              <td className="muted">{relations[m.relation] ?? words(m.relation)}</td>
              <td className="number">{(m.similarity / 100).toFixed(0)} %</td>
              <td className="number">{amount(m.points)}</td>
              <td className="number muted">{amount(m.weight)}</td>
            </tr>
          ))}
          {e.query_unmatched.map((r, i) => (
            <tr key={`q${i}`}><td><span className="word rest"><Foreign text={r.token} /></span></td><td className="muted">—</td><td className="muted">only with the customer</td><td /><td className="number">0.00</td><td className="number muted">{amount(r.cost)}</td></tr>
          ))}
          {e.listed_unmatched.map((r, i) => (
            <tr key={`l${i}`}><td className="muted">—</td><td><span className="word rest"><Foreign text={r.token} /></span></td><td className="muted">only in the list</td><td /><td className="number">0.00</td><td className="number muted">{amount(r.cost)}</td></tr>
          ))}
          {e.conflict_cost > 0 && <tr><td colSpan={4} className="muted">Both names have words that the other lacks</td><td className="number">0.00</td><td className="number muted">{amount(e.conflict_cost)}</td></tr>}
          {e.reserve > 0 && <tr><td colSpan={4} className="muted">Kept in reserve, so that few words never make certainty</td><td className="number">0.00</td><td className="number muted">{amount(e.reserve)}</td></tr>}
        </tbody>
        <tfoot>
          <tr className="total"><th scope="row" colSpan={4}>Names</th><td className="number">{amount(e.numerator)}</td><td className="number">{amount(e.denominator)}</td></tr>
        </tfoot>
      </table>
      <dl className="ladder">
        <div><dt>{amount(e.numerator)} of {amount(e.denominator)}</dt><dd>{percent(sum.base)}</dd></div>
        {e.factors.map((f, i) => <div key={i}><dt><Foreign text={words(f.reason)} /> <span className="muted">× {(f.factor / 10_000).toFixed(2)}</span></dt><dd>{percent(sum.after[i]!)}</dd></div>)}
        {e.deltas.map((d, i) => <div key={`d${i}`} className={d.points < 0 ? "against" : d.points > 0 ? "for" : ""}><dt>{words(d.qualifier)}: <Foreign text={d.reason} /></dt><dd>{signed(d.points)}</dd></div>)}
        <div className="result"><dt>Score</dt><dd>{percent(e.score)}</dd></div>
      </dl>
      {!sum.holds && <p className="fault small" role="alert">These numbers do not add up to the score that was recorded. Please report it.</p>}
    </div>
  );
}
