import { Dialog } from "@/components/ui/dialog";
import { Checkbox } from "@/components/ui/field";
import { Keys } from "@/components/ui/button";
import { prefer, usePreferences } from "@/lib/preferences";
import { useShortcutGroups } from "@/lib/shortcuts";

const title = "Keyboard";

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const all = useShortcutGroups().filter((g) => !g.modal);
  const titles = [...new Set(all.map((g) => g.title))].filter((t) => t !== "Everywhere").concat("Everywhere");
  const groups = titles
    .map((t) => ({ title: t, shortcuts: all.filter((g) => g.title === t).flatMap((g) => g.shortcuts).filter((s) => !s.hidden) }))
    .filter((g) => g.shortcuts.length > 0);
  const { singleKeys } = usePreferences();
  return (
    <Dialog open={open} onClose={onClose} title={title} size="large">
      <div className="help-columns">
        {groups.map((g) => (
          <section key={g.title} className="help-group">
            <h3>{g.title}</h3>
            <ul>
              {g.shortcuts.map((s) => (
                <li key={s.keys}><span>{s.label}</span><span className="muted"><span className="hidden-visually">{s.keys}</span><Keys keys={s.keys} /></span></li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <Checkbox label="Single keys do something" hint="Off: only combinations with Ctrl or Alt work, and sequences." checked={singleKeys}
        onChange={(e) => prefer({ singleKeys: e.target.checked })} />
    </Dialog>
  );
}
