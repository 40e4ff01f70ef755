// What other people wrote: names, notes, list entries. It is text and nothing else, in its own direction,
// and breaks no line around it however long or strange it is.
import { ago, calmed, shortened, shownDay, shownFully, shownTime } from "@/lib/format";

export function Foreign({ text, lines = 1, className = "" }: { text: string; lines?: number | "all"; className?: string }) {
  const calm = calmed(text);
  if (lines === "all") return <bdi className={`foreign many-lines ${className}`}>{shortened(calm, 20_000)}</bdi>;
  const most = lines === 1 ? 300 : 2_000;
  const cut = shortened(calm, most);
  return (
    <bdi className={`foreign ${lines === 1 ? "one-line" : "clamped"} ${className}`} title={calm.length > 30 ? shortened(calm, 500) : undefined}>
      {cut}
    </bdi>
  );
}

export function When({ at, form = "time" }: { at: Date; form?: "day" | "time" | "ago" }) {
  const text = form === "day" ? shownDay(at) : form === "ago" ? ago(at, new Date()) : shownTime(at);
  return <time dateTime={at.toISOString()} title={shownFully(at)} className="nowrap">{text}</time>;
}
