import { Badge, type Tone } from "./badge";
import { words } from "@/lib/format";

// A code of the API as a badge. One that this portal doesn't know yet is shown in plain words.
export function Said<C extends string>({ of, code, dot }: { of: Record<C, readonly [string, Tone]>; code: C; dot?: boolean }) {
  const [text, tone] = of[code] ?? [words(code), "quiet" as const];
  return <Badge tone={tone} dot={dot}>{text}</Badge>;
}
