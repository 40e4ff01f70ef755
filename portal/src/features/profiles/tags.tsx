import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icons";
import { Foreign } from "@/components/ui/text";
import { api, body } from "@/lib/api/client";
import { shortened } from "@/lib/format";
import { useChange, type Profile } from "./profile_query";

function NewTag({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const [name, setName] = useState("");
  const list = useId();
  const term = name.trim();
  const { data } = useQuery({
    queryKey: ["tags", term],
    queryFn: ({ signal }) => body(api.GET("/tags/search/{term}", { params: { path: { term }, query: { limit: 20 } }, signal })),
    enabled: term.length > 1,
  });
  const add = useChange(profile.id, () => api.POST("/profiles/{profile_id}/tags", { params: { path: { profile_id: profile.id } }, body: { name: term } }), "Tag added");
  return (
    <form className="row new-tag" onSubmit={(e) => {
      e.preventDefault();
      if (term && !add.isPending) add.mutate(undefined, { onSuccess: onClose });
    }}>
      <input className="control" aria-label="New tag" autoFocus maxLength={200} list={list} value={name} dir="auto" onChange={(e) => setName(e.target.value)} onBlur={() => !term && onClose()}
        onKeyDown={(e) => { if (e.key === "Escape") { e.stopPropagation(); onClose(); } }} />
      <datalist id={list}>{(data ?? []).map((t) => <option key={t.id} value={t.name} />)}</datalist>
    </form>
  );
}

export function Tags({ profile }: { profile: Profile }) {
  const [adding, setAdding] = useState(false);
  const remove = useChange(profile.id, (tag_id: string) => api.DELETE("/profiles/{profile_id}/tags/{tag_id}", { params: { path: { profile_id: profile.id, tag_id } } }), "Tag removed");
  return (
    <>
      {profile.tags.map((t) => (
        <Badge key={t.id} tone="quiet">
          <Foreign text={t.name} className="tag-name" />
          {!t.is_automatic && (
            <button type="button" className="tag-remove" aria-label={`Remove the tag ${shortened(t.name, 60)}`} disabled={remove.isPending} onClick={() => remove.mutate(t.id)}><Icon name="close" /></button>
          )}
        </Badge>
      ))}
      {adding ? <NewTag profile={profile} onClose={() => setAdding(false)} /> : (
        <button type="button" className="add-tag small" onClick={() => setAdding(true)}><Icon name="plus" />Tag</button>
      )}
    </>
  );
}
