// Ctrl-K: places, people and companies by name, actions.
import { Autocomplete } from "@base-ui/react/autocomplete";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Keys } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon, type IconName } from "@/components/ui/icons";
import { Foreign } from "@/components/ui/text";
import { addressOf, useViews } from "@/features/applications/view_query";
import { queues, searchOf } from "@/features/applications/work_query";
import { api, body } from "@/lib/api/client";
import { words } from "@/lib/format";
import { useSession } from "@/lib/session";
import { usePlaces } from "./use_places";

interface Item {
  id: string;
  label: string;
  icon: IconName;
  extra?: string;
  keys?: string;
  run: () => void;
}

function useSlow(text: string, ms: number) {
  const [slow, setSlow] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(text), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return slow;
}

function Contents({ onClose, onHelp, input }: { onClose: () => void; onHelp: () => void; input: React.RefObject<HTMLInputElement | null> }) {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const go = (to: string) => () => {
    onClose();
    void navigate(to);
  };
  const q = useSlow(useDeferredValue(text.trim()), 150);
  const { data, isFetching, isError } = useQuery({
    queryKey: ["profiles", "find", q],
    queryFn: ({ signal }) => body(api.GET("/profiles", { params: { query: { q, limit: 8 } }, signal })),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  });
  const places = usePlaces();
  const { data: views } = useViews(useSession().is === "session");
  const wanted = text.trim().toLowerCase();
  const actions: Item[] = [
    ...queues.map((w) => ({ id: w.label, label: w.label, icon: "list" as const, keys: w.keys, run: go(`/?${searchOf(w.query)}`) })),
    ...(views ?? []).map((v) => ({ id: v.id, label: v.name, icon: "star" as const, extra: "View", run: go(addressOf(v)) })),
    ...places.flatMap((g) => g.places).map((p) => ({ id: p.to, label: p.label, icon: p.icon, keys: p.keys, run: go(p.to) })),
    { id: "help", label: "Keyboard help", icon: "keyboard" as const, keys: "?", run: onHelp },
  ].filter((i) => i.label.toLowerCase().includes(wanted));
  const found: Item[] = wanted.length > 1
    ? (data?.results ?? []).map((p) => ({
        id: p.id, label: p.display_name || "No name", icon: p.role?.startsWith("COMPANY") ? "building" : "person",
        extra: words(p.category ?? ""), run: go(`/profiles/${p.id}`),
      }))
    : [];
  const groups = [
    { value: "Customers", items: found },
    { value: "Go to", items: actions },
  ].filter((g) => g.items.length > 0);
  return (
    <Autocomplete.Root open inline items={groups} value={text} onValueChange={setText} mode="none" autoHighlight="always" keepHighlight
      itemToStringValue={(i: Item) => i.label}>
      <Autocomplete.Input ref={input} autoFocus className="palette-input" placeholder="A name, a customer reference, or where to go" aria-label="Find or do" />
      <Autocomplete.List className="palette-list">
        {(group: { value: string; items: Item[] }) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="palette-group">{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: Item) => (
                <Autocomplete.Item key={item.id} value={item} className="palette-item" onClick={item.run}>
                  <Icon name={item.icon} />
                  <Foreign text={item.label} />
                  {item.extra && <span className="palette-extra small">{item.extra}</span>}
                  {item.keys && <Keys keys={item.keys} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <Autocomplete.Empty>{!isFetching && <div className="palette-note">Nobody and nothing of that name.</div>}</Autocomplete.Empty>
      {isError && <div className="palette-note">Names can't be searched just now.</div>}
    </Autocomplete.Root>
  );
}

export function Palette({ open, onClose, onHelp }: { open: boolean; onClose: () => void; onHelp: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog open={open} onClose={onClose} title="Find or do" bare first={input}>
      <Contents onClose={onClose} onHelp={onHelp} input={input} />
    </Dialog>
  );
}
