// Where the faults of a refusal are shown: at their field, or above the form's buttons.
import { useState } from "react";
import { Refused } from "./api/client";
import { Declined } from "./passkey";
import { said } from "@/components/ui/states";

export interface Faults {
  at: (field: string) => string | undefined;
  others: string[];
}

export function faultsOf(error: unknown, fields: readonly string[]): Faults {
  if (error instanceof Declined) return { at: () => undefined, others: [error.message] };
  if (!(error instanceof Refused)) return { at: () => undefined, others: error ? [`${said(error).title}. ${said(error).text}`] : [] };
  const under = (fault: string, field: string) => fault === field || fault.startsWith(`${field}[`) || fault.startsWith(`${field}.`);
  const at = (field: string) => error.faults.filter((f) => under(f.field, field)).map((f) => f.message).join("; ") || undefined;
  const rest = error.faults.filter((f) => !fields.some((field) => under(f.field, field)));
  const wait = error.retryAfter && error.status === 429 ? ` Try again in ${error.retryAfter} s.` : "";
  return { at, others: rest.map((f) => f.message.charAt(0).toUpperCase() + f.message.slice(1) + wait) };
}

// A form that is sent once at a time and shows what was refused.
export function useSubmit(fields: readonly string[], send: () => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await send();
      setError(null);
    } catch (e) {
      setError(e);
    } finally {
      setBusy(false);
    }
  };
  return { busy, submit, clear: () => setError(null), ...faultsOf(error, fields) };
}
