// The matches of one customer.
import { useMemo, useState } from "react";
import { Link, useParams } from "react-router";
import { ButtonLink } from "@/components/ui/button";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Foreign } from "@/components/ui/text";
import { unresolved, useProfile, type Event, type Profile } from "@/features/profiles/profile_query";
import { matchOf } from "./comparison";
import { Desk } from "./desk";

const byScore = (a: Event, b: Event) => (matchOf(b).score ?? 0) - (matchOf(a).score ?? 0) || a.id.localeCompare(b.id);

function OfProfile({ profile }: { profile: Profile }) {
  // The order stays while one decides, or the lines would jump.
  const [order] = useState(() => profile.events.toSorted((a, b) => Number(a.resolution !== "UNRESOLVED") - Number(b.resolution !== "UNRESOLVED") || byScore(a, b)).map((e) => e.id));
  const items = useMemo(() => {
    const place = new Map(order.map((id, i) => [id, i]));
    return profile.events.toSorted((a, b) => (place.get(a.id) ?? 1e9) - (place.get(b.id) ?? 1e9)).map((event) => ({ profile_id: profile.id, display_name: profile.display_name, event }));
  }, [profile, order]);
  const open = unresolved(profile).length;
  const at = `/profiles/${profile.id}`;
  return (
    <Desk title={`Matches of ${profile.display_name.slice(0, 60)} · Probity`} items={items} back={{ to: at, label: "Back to the profile" }} head={
      <>
        <Link to={at} className="back-link"><Foreign text={profile.display_name} /></Link>
        <h1>Matches</h1>
        <p className="muted small" role="status">{open === 0 ? `All ${items.length} decided` : `${open} of ${items.length} to decide`}</p>
      </>
    } />
  );
}

export function Review() {
  const { profile_id: id = "" } = useParams();
  const { data, error, refetch } = useProfile(id);
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading rows={12} label="Loading matches" />;
  if (data.events.length === 0)
    return <Empty whole title="No matches" icon="scales" action={<ButtonLink to={`/profiles/${id}`}>Back to the profile</ButtonLink>}>No list has anyone like this customer.</Empty>;
  return <OfProfile profile={data} />;
}
