import { Autocomplete } from "@base-ui/react/autocomplete";
import { useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icons";
import { Foreign } from "@/components/ui/text";
import { counted } from "@/lib/format";
import { nobody, useAssign, useAssignees, useMe, type Assignable, type Assignee } from "./assign";

// A list that is typed into; `extra` stands before those who can have work, `last` after them.
// What Enter does at once comes first.
export function PickAssignee({ title, extra = [], last = [], onPick, onClose }: { title: string; extra?: Assignee[]; last?: Assignee[]; onPick: (whom: Assignee) => void; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const all = [...extra, ...useAssignees(), ...last];
  const me = useMe();
  const label = (a: Assignee) => (me && a.id === me.id ? `${a.name} (you)` : a.name);
  const items = all.filter((a) => label(a).toLowerCase().includes(wanted)).slice(0, 100);
  return (
    <Dialog open onClose={onClose} title={title} bare first={input} size="small">
      <p className="palette-title small muted" aria-hidden>{title}</p>
      <Autocomplete.Root open inline items={items} value={text} onValueChange={setText} mode="none" autoHighlight="always" keepHighlight itemToStringValue={label}>
        <Autocomplete.Input ref={input} autoFocus className="palette-input" placeholder="A colleague or a team" aria-label={title} />
        <Autocomplete.List className="palette-list">
          {(a: Assignee) => (
            <Autocomplete.Item key={a.id ?? a.name} value={a} className="palette-item" onClick={() => onPick(a)}>
              <Icon name={a.icon} />
              <Foreign text={label(a)} />
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
        <Autocomplete.Empty>{items.length === 0 && <div className="palette-note">Nobody of that name.</div>}</Autocomplete.Empty>
      </Autocomplete.Root>
    </Dialog>
  );
}

export function Assign({ what, onClose, onDone }: { what: Assignable[]; onClose: () => void; onDone?: () => void }) {
  const assign = useAssign(onDone);
  return (
    <PickAssignee title={what.length === 1 ? "Assign to" : `Assign ${counted(what.length, "application")} to`} last={[nobody]} onClose={onClose}
      onPick={(whom) => {
        assign.mutate({ whom, what });
        onClose();
      }} />
  );
}
