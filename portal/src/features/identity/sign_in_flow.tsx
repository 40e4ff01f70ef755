// Signing in, step by step as the session says what is still owed. Used on its own page, and over any page whose
// session was lost.
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { Button } from "@/components/ui/button";
import { FormFaults, TextField } from "@/components/ui/field";
import { api, type Answer, type Sent } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { passkeysWork, showPasskey } from "@/lib/passkey";
import { onTheWay, signedIn, type Session } from "@/lib/session";
import { Enrolment } from "./enrolment";
import { RecoveryCodes } from "./recovery_codes";

type Kind = Session["second_factors"][number] | "RECOVERY_CODE";

function Step({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <div className="stack">
      <div>
        <h1 ref={heading}>{title}</h1>
        {text && <p className="muted">{text}</p>}
      </div>
      {children}
    </div>
  );
}

function PasswordStep({ email: given, onDone }: { email?: string; onDone: (s: Session) => void }) {
  const [email, setEmail] = useState(given ?? "");
  const [password, setPassword] = useState("");
  const { busy, submit, at, others } = useSubmit(["email", "password"], async () => {
    try {
      onDone((await api.POST("/sign-in", { body: { email: email.trim(), password } })).data!);
    } finally {
      setPassword("");
    }
  });
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      <TextField label="E-mail" type="email" name="email" autoComplete="username" required autoFocus={!given} value={email} fault={at("email")} onChange={(e) => setEmail(e.target.value)} />
      <TextField label="Password" type="password" name="password" autoComplete="current-password" required autoFocus={!!given} value={password} fault={at("password")} onChange={(e) => setPassword(e.target.value)} />
      <FormFaults faults={others} />
      <Button kind="primary" type="submit" busy={busy}>Sign in</Button>
      <p className="small"><Link to="/recovery">Forgotten your password?</Link></p>
    </form>
  );
}

const labels: Record<Kind, { code: string; text: string; other: string }> = {
  TOTP: { code: "Code", text: "Enter the six digits that your authenticator app shows.", other: "Use the authenticator app" },
  SMS: { code: "Code", text: "Enter the code that was sent to your phone.", other: "Send a code to my phone" },
  RECOVERY_CODE: { code: "Recovery code", text: "Enter one of the codes that you kept when you set up your account. Each works once.", other: "Use a recovery code" },
  PASSKEY: { code: "", text: "Use the passkey of this device or your security key.", other: "Use a passkey" },
};

function CodeStep({ kind, onDone }: { kind: Exclude<Kind, "PASSKEY">; onDone: (s: Session) => void }) {
  const [code, setCode] = useState("");
  const { busy, submit, at, others } = useSubmit(["code"], async () => {
    try {
      onDone((await api.POST("/session/second-factor", { body: { kind, code: code.replace(/\s/g, "") } })).data!);
    } catch (e) {
      setCode("");
      throw e;
    }
  });
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      <TextField label={labels[kind].code} name="code" autoFocus value={code} fault={at("code")} onChange={(e) => setCode(e.target.value)} className="control code-input" dir="ltr"
        inputMode={kind === "RECOVERY_CODE" ? "text" : "numeric"} autoComplete="one-time-code" />
      <FormFaults faults={others} />
      <Button kind="primary" type="submit" busy={busy} disabled={!code.trim()}>Continue</Button>
    </form>
  );
}

function SmsStep({ onDone }: { onDone: (s: Session) => void }) {
  const { busy, submit, others } = useSubmit([], () => api.POST("/session/sms-code"));
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current) void submit();
    asked.current = true;
  });
  return (
    <>
      <FormFaults faults={others} />
      <CodeStep kind="SMS" onDone={onDone} />
      <Button kind="quiet" busy={busy} onClick={() => void submit()}>Send another code</Button>
    </>
  );
}

function PasskeyStep({ onDone }: { onDone: (s: Session) => void }) {
  const { busy, submit, others } = useSubmit([], async () => {
    const { data: begun } = await api.POST("/session/passkey-options");
    const credential = await showPasskey(begun!.public_key);
    onDone((await api.POST("/session/passkey", { body: { credential } as unknown as Sent<"/session/passkey", "post"> })).data!);
  });
  return (
    <>
      <FormFaults faults={others} />
      <Button kind="primary" icon="key" busy={busy} autoFocus onClick={() => void submit()}>Use a passkey</Button>
    </>
  );
}

function FactorStep({ session, onDone }: { session: Session; onDone: (s: Session) => void }) {
  // The strongest first; a browser that knows no passkeys offers none.
  const order: Kind[] = ["PASSKEY", "TOTP", "SMS"];
  const offered = order.filter((k) => (session.second_factors as Kind[]).includes(k) && (k !== "PASSKEY" || passkeysWork())).concat("RECOVERY_CODE");
  const [kind, setKind] = useState<Kind>(offered[0]!);
  return (
    <Step title="Second step" text={labels[kind].text}>
      {kind === "SMS" ? <SmsStep onDone={onDone} /> : kind === "PASSKEY" ? <PasskeyStep onDone={onDone} /> : <CodeStep key={kind} kind={kind} onDone={onDone} />}
      <div className="other-ways">
        {offered.filter((k) => k !== kind).map((k) => <Button key={k} kind="quiet" onClick={() => setKind(k)}>{labels[k].other}</Button>)}
      </div>
    </Step>
  );
}

type Confirmed = Answer<"/me/second-factors/{factor_id}/confirm", "post">;

// `start`: where the session stands already. `email`: of the person whose session was lost.
export function SignInFlow({ start, email, onDone }: { start?: Session; email?: string; onDone: () => void }) {
  const [session, setSession] = useState<Session | undefined>(start);
  const [codes, setCodes] = useState<string[] | null>(null);
  const step = (next: Session) => {
    setSession(next);
    if (next.state !== "WHOLE") return onTheWay(next);
    signedIn(next);
    onDone();
  };
  if (codes)
    return (
      <Step title="Keep your recovery codes" text="They let you in when your second factor is lost. Each works once, and they are shown only now.">
        <RecoveryCodes codes={codes} onDone={onDone} />
      </Step>
    );
  if (!session || session.state === "WHOLE") return <Step title="Sign in"><PasswordStep email={email} onDone={step} /></Step>;
  if (session.state === "OWES_FACTOR") return <FactorStep session={session} onDone={step} />;
  const enrolled = (answer: Confirmed) => {
    signedIn(answer.session);
    if (answer.recovery_codes) setCodes(answer.recovery_codes);
    else onDone();
  };
  return (
    <Step title="Set up your second step" text="Your institution asks for more than a password.">
      <Enrolment onDone={enrolled} />
    </Step>
  );
}
