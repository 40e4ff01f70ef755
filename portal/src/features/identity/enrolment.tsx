// Setting up a second factor: a passkey, an authenticator app or a phone.
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FormFaults, TextField } from "@/components/ui/field";
import { QrCode } from "@/components/ui/qr";
import { api, type Answer, type Sent } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { shownDay } from "@/lib/format";
import { makePasskey, passkeysWork } from "@/lib/passkey";

type Begun = Answer<"/me/second-factors", "post">;
type Confirmed = Answer<"/me/second-factors/{factor_id}/confirm", "post">;

function Confirm({ begun, onDone, onBack }: { begun: Begun; onDone: (c: Confirmed) => void; onBack: () => void }) {
  const [code, setCode] = useState("");
  const { busy, submit, at, others } = useSubmit(["code"], async () => {
    onDone((await api.POST("/me/second-factors/{factor_id}/confirm", { params: { path: { factor_id: begun.id } }, body: { code: code.replace(/\s/g, "") } })).data!);
  });
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      {begun.uri ? (
        <div className="enrol">
          <QrCode text={begun.uri} label="QR code to scan with an authenticator app" />
          <div className="stack tight small">
            <p>Scan it with your authenticator app, or type this key:</p>
            <code className="secret">{begun.secret?.replace(/(.{4})/g, "$1 ")}</code>
          </div>
        </div>
      ) : <p>A code was sent to your phone.</p>}
      <TextField label="Code that is shown now" name="code" inputMode="numeric" autoComplete="one-time-code" autoFocus className="control code-input" dir="ltr" value={code} fault={at("code")} onChange={(e) => setCode(e.target.value)} />
      <FormFaults faults={others} />
      <div className="row"><Button onClick={onBack}>Back</Button><Button kind="primary" type="submit" busy={busy} disabled={!code.trim()}>Confirm</Button></div>
    </form>
  );
}

export function Enrolment({ onDone }: { onDone: (c: Confirmed) => void }) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [phone, setPhone] = useState<string | null>(null);
  const { busy, submit, at, others } = useSubmit(["phone"], async () => {
    setBegun((await api.POST("/me/second-factors", { body: phone === null ? { kind: "TOTP" } : { kind: "SMS", phone: phone.replace(/[\s().-]/g, "") } })).data!);
  });
  const passkey = useSubmit([], async () => {
    const { data: options } = await api.POST("/me/passkeys/options");
    const credential = await makePasskey(options!.public_key);
    onDone((await api.POST("/me/passkeys", { body: { credential, name: `Passkey, ${shownDay(new Date())}` } as unknown as Sent<"/me/passkeys", "post"> })).data!);
  });
  if (begun) return <Confirm begun={begun} onDone={onDone} onBack={() => setBegun(null)} />;
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      {phone !== null && <TextField label="Phone number" type="tel" autoComplete="tel" autoFocus hint="With its country code, as in +447700900123." value={phone} fault={at("phone")} onChange={(e) => setPhone(e.target.value)} />}
      <FormFaults faults={[...others, ...passkey.others]} />
      {phone === null && passkeysWork() && <Button kind="primary" icon="key" busy={passkey.busy} onClick={() => void passkey.submit()}>Use a passkey</Button>}
      <Button kind={phone === null && passkeysWork() ? "plain" : "primary"} type="submit" busy={busy}>{phone === null ? "Use an authenticator app" : "Send a code"}</Button>
      <Button kind="quiet" onClick={() => setPhone(phone === null ? "" : null)}>{phone === null ? "Use a phone number" : "Use an authenticator app"}</Button>
    </form>
  );
}
