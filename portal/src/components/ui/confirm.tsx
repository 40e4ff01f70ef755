import { useState, type ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormFaults, TextField } from "./field";
import { useSubmit } from "@/lib/faults";

// Asks before what can't be undone. `typed`: a word that must be typed first.
export function Confirm({ title, text, verb, typed, onClose, act }: { title: string; text: ReactNode; verb: string; typed?: string; onClose: () => void; act: () => Promise<unknown> }) {
  const [word, setWord] = useState("");
  const { busy, submit, others } = useSubmit([], async () => {
    await act();
    onClose();
  });
  const ready = !typed || word.trim().toLowerCase() === typed.toLowerCase();
  return (
    <Dialog open onClose={onClose} title={title} size="small" description={text}
      footer={<><Button onClick={onClose}>Back</Button><Button kind="danger" busy={busy} disabled={!ready} onClick={() => void submit()}>{verb}</Button></>}>
      {typed && <TextField label={`Type “${typed}” to go on`} value={word} onChange={(e) => setWord(e.target.value)} />}
      <FormFaults faults={others} />
    </Dialog>
  );
}
