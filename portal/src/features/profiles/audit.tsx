import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icons";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Foreign, When } from "@/components/ui/text";
import { api, body, type Schemas } from "@/lib/api/client";
import { shownDay, shownFully, words } from "@/lib/format";
import { useShownProfile } from "./profile";

type Item = Schemas["AuditItem"];

const who: Record<Item["actor_kind"], { icon: IconName; name: string }> = {
  user: { icon: "person", name: "A colleague" },
  api_key: { icon: "key", name: "API key" },
  policy: { icon: "scales", name: "Policy" },
  staff: { icon: "people", name: "Support staff" },
  system: { icon: "clock", name: "System" },
};

const sentences: Partial<Record<Item["action"], string>> = {
  "created-profile": "created the profile",
  "added-product": "applied for a product",
  "added-a-task": "added a task",
  "completed-a-task": "completed a task",
  "uncompleted-a-task": "opened a task again",
  "instructed-check": "started a check",
  "updated-check": "finished a check",
  "added-event": "found a match",
  "event-resolution": "decided on a match",
  "event-bulk-resolution": "decided on several matches",
  "manual-decision": "decided",
  "auto-decision": "decided",
  "replace-collected-data": "replaced the collected data",
  "viewed-profile": "viewed the profile",
  "profile-status-changed": "changed the standing",
  "profile-application-status-changed": "changed an application",
  "added-a-task-note": "wrote a note",
  "deleted-a-task-note": "deleted a note",
  "added-a-tag": "added a tag",
  "removed-a-tag": "removed a tag",
};

// The telling parts of what an entry is about, in words; ids are left to the details.
export function about(refs: Item["ref_data"]): string {
  if (!refs) return "";
  const named = "variant" in refs;
  return Object.entries(refs)
    .filter(([k, v]) => !(named && k.endsWith("_type")) && !/(^|_)ids?$/.test(k) && (typeof v === "string" || typeof v === "number" || typeof v === "boolean"))
    .map(([k, v]) => (typeof v === "string" && /^[A-Za-z][A-Za-z_]+$/.test(v) ? words(v) : `${words(k).toLowerCase()} ${String(v)}`))
    .join(" · ");
}

function name(item: Item): string {
  return item.user?.name ?? item.apikey?.name ?? who[item.actor_kind].name;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

// `brief`: among other things, where the day matters more than the second.
export function Entry({ item: i, brief }: { item: Item; brief?: boolean }) {
  const at = new Date(i.timestamp * 1000);
  const what = about(i.ref_data);
  return (
    <li>
      <span className={`actor ${i.actor_kind}`}><Icon name={who[i.actor_kind].icon} label={who[i.actor_kind].name} /></span>
      <div className="grow">
        <span className="sentence"><strong><Foreign text={name(i)} /></strong> {sentences[i.action] ?? words(i.action).toLowerCase()}</span>
        {what && <span className="muted small block"><Foreign text={what} lines={2} /></span>}
        {i.message && <Foreign text={i.message} lines={2} className="small" />}
      </div>
      {brief ? <span className="muted small"><When at={at} form="ago" /></span> : <time className="muted small" dateTime={at.toISOString()} title={shownFully(at)}>{clock.format(at)}</time>}
    </li>
  );
}

export function Audit() {
  const profile = useShownProfile();
  const [views, setViews] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["profile", profile.id, "audit"],
    queryFn: ({ pageParam, signal }) => body(api.GET("/profiles/{profile_id}/audit-items", { params: { path: { profile_id: profile.id }, query: { limit: 200, offset: pageParam } }, signal })),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (last.length === 200 ? pages.length * 200 : undefined),
  });
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={10} label="Loading the audit trail" />;
  const items = data.pages.flat().filter((i) => views || i.action !== "viewed-profile");
  const days = Map.groupBy(items, (i) => shownDay(new Date(i.timestamp * 1000)));
  return (
    <div className="stack narrow">
      <div className="row between">
        <p className="muted">Who did what, newest first. The trail can’t be changed.</p>
        <label className="checkbox small"><input type="checkbox" checked={views} onChange={(e) => setViews(e.target.checked)} />Show who looked</label>
      </div>
      {items.length === 0 && <Empty title="Nothing but looks" icon="clock" />}
      {[...days].map(([day, of]) => (
        <section key={day} aria-label={day}>
          <h2 className="day">{day}</h2>
          <ol className="timeline">
            {of.map((i) => <Entry key={i.id} item={i} />)}
          </ol>
        </section>
      ))}
      {hasNextPage && <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>Show older</Button>}
    </div>
  );
}
