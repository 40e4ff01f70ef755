// A labelled control with its hint and its fault. The fault is announced and tied to the control.
import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";

interface Around {
  label: string;
  hint?: ReactNode;
  fault?: string;
  wide?: boolean;
  optional?: boolean;
}

function useAround({ hint, fault }: Around) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  return { id, control: { id, "aria-describedby": described, "aria-invalid": fault ? true : undefined } };
}

function Frame({ id, label, hint, fault, wide, optional, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className={`field${wide ? " wide" : ""}${fault ? " faulty" : ""}`}>
      <label htmlFor={id}>{label}{optional && <span className="muted"> (optional)</span>}</label>
      {children}
      {hint && <p id={`${id}-hint`} className="muted small">{hint}</p>}
      {fault && <p id={`${id}-fault`} className="fault small" role="alert">{fault}</p>}
    </div>
  );
}

const split = <T extends Around>({ label, hint, fault, wide, optional, ...rest }: T) => ({ around: { label, hint, fault, wide, optional }, rest });

export function TextField(props: Around & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  const { around, rest } = split(props);
  const { id, control } = useAround(around);
  return <Frame id={id} {...around}><input className="control" type="text" autoComplete="off" spellCheck={false} dir="auto" {...rest} {...control} /></Frame>;
}

export function TextArea(props: Around & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  const { around, rest } = split(props);
  const { id, control } = useAround(around);
  return <Frame id={id} {...around}><textarea className="control" rows={3} dir="auto" {...rest} {...control} /></Frame>;
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField({ options, empty, ...props }: Around & SelectHTMLAttributes<HTMLSelectElement> & { options: Option[]; empty?: string; ref?: Ref<HTMLSelectElement> }) {
  const { around, rest } = split(props);
  const { id, control } = useAround(around);
  return (
    <Frame id={id} {...around}>
      <select className="control" {...rest} {...control}>
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select>
    </Frame>
  );
}

export function Checkbox({ label, hint, ...rest }: { label: ReactNode; hint?: string } & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <label className="checkbox">
      <input type="checkbox" {...rest} />
      <span>{label}{hint && <span className="muted small block">{hint}</span>}</span>
    </label>
  );
}

// Faults that belong to no control of the form, above its buttons.
export function FormFaults({ faults }: { faults: string[] }) {
  if (faults.length === 0) return null;
  return <ul className="form-faults" role="alert">{faults.map((f) => <li key={f}>{f}</li>)}</ul>;
}
