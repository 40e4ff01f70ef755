import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/field";
import { tell } from "@/components/ui/toasts";

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const [kept, setKept] = useState(false);
  const copy = () => void navigator.clipboard.writeText(codes.join("\n")).then(() => tell("Codes copied"), () => {});
  return (
    <div className="stack">
      <ul className="codes" aria-label="Recovery codes">{codes.map((c) => <li key={c}><code>{c}</code></li>)}</ul>
      <div className="row"><Button onClick={copy}>Copy them</Button><Button onClick={() => print()}>Print</Button></div>
      <Checkbox label="I keep them in a safe place" checked={kept} onChange={(e) => setKept(e.target.checked)} />
      <Button kind="primary" disabled={!kept} onClick={onDone}>Continue</Button>
    </div>
  );
}
