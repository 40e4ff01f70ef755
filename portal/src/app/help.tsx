import { Dialog } from "@/components/ui/dialog";
import { Checkbox } from "@/components/ui/field";
import { Keys } from "@/components/ui/button";
import { prefer, usePreferences } from "@/lib/preferences";
import { useShortcutGroups } from "@/lib/shortcuts";

const title = "Keyboard";

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const groups = useShortcutGroups().filter((g) => !g.modal && g.shortcuts.some((s) => !s.hidden));
  const { singleKeys } = usePreferences();
  return (
    <Dialog open={open} onClose={onClose} title={title} size="large">
      <div className="help-columns">
        {groups.map((g) => (
          <section key={g.title} className="help-group">
            <h3>{g.title}</h3>
            <ul>
              {g.shortcuts.filter((s) => !s.hidden).map((s) => (
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
