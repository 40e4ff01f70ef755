// Pages for people who are not signed in: sign in, ask for a new password, take an invitation.
import { useEffect, useState, type ReactNode } from "react";
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from "react-router";
import { Button, ButtonLink } from "@/components/ui/button";
import { FormFaults, TextField } from "@/components/ui/field";
import { Empty, Failed, Loading } from "@/components/ui/states";
import { Foreign } from "@/components/ui/text";
import { api, type Answer } from "@/lib/api/client";
import { useSubmit } from "@/lib/faults";
import { askSession, useSession } from "@/lib/session";
import { SignInFlow } from "./sign_in_flow";

export function Door({ children }: { children: ReactNode }) {
  return (
    <main className="door">
      <div className="door-card">
        <p className="brand"><img src="/icon.svg" alt="" />Probity</p>
        {children}
      </div>
    </main>
  );
}

// Where to go after signing in: a path of this portal and nothing else.
export function nextPlace(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function SignInPage() {
  const now = useSession();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const next = nextPlace(search.get("next"));
  useEffect(() => {
    if (now.is === "asking") void askSession();
  }, [now.is]);
  if (now.is === "asking") return <Door><Loading rows={4} /></Door>;
  if (now.is === "failed") return <Door><Failed error={now.error} again={() => void askSession()} /></Door>;
  const owing = now.is === "session" && now.session.state !== "WHOLE" ? now.session : undefined;
  if (now.is === "key") return <Navigate to={next} replace />;
  return <Door><SignInFlow start={owing} onDone={() => void navigate(next, { replace: true })} /></Door>;
}

const tokenOf = (hash: string) => decodeURIComponent(hash.slice(1));

function NewPassword({ label, fields, send, children }: { label: string; fields: readonly string[]; send: (password: string) => Promise<unknown>; children?: ReactNode }) {
  const [password, setPassword] = useState("");
  const { busy, submit, at, others } = useSubmit(fields, () => send(password));
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      {children}
      <TextField label="New password" type="password" name="new-password" autoComplete="new-password" autoFocus hint="A sentence of your own is best. It may hold any letters and spaces." value={password} fault={at("password")} onChange={(e) => setPassword(e.target.value)} />
      <FormFaults faults={others} />
      <Button kind="primary" type="submit" busy={busy} disabled={!password}>{label}</Button>
    </form>
  );
}

function AskRecovery() {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { busy, submit, at, others } = useSubmit(["email"], async () => {
    await api.POST("/recovery", { body: { email: email.trim() } });
    setSent(true);
  });
  if (sent)
    return <Empty whole title="Look into your mail" icon="check" action={<ButtonLink to="/sign-in">Back to sign-in</ButtonLink>}>If there is an account for that address, a link is on its way. It works once and for an hour.</Empty>;
  return (
    <form className="stack" onSubmit={(e) => void submit(e)} noValidate>
      <div><h1>New password</h1><p className="muted">We send you a link with which you choose one.</p></div>
      <TextField label="E-mail" type="email" autoComplete="username" autoFocus value={email} fault={at("email")} onChange={(e) => setEmail(e.target.value)} />
      <FormFaults faults={others} />
      <Button kind="primary" type="submit" busy={busy}>Send the link</Button>
      <p className="small"><Link to="/sign-in">Back to sign-in</Link></p>
    </form>
  );
}

export function RecoveryPage() {
  const { hash } = useLocation();
  const [token] = useState(() => tokenOf(hash));
  const [done, setDone] = useState(false);
  if (!token) return <Door><AskRecovery /></Door>;
  if (done) return <Door><Empty whole title="Your password is changed" icon="check" action={<ButtonLink to="/sign-in" kind="primary">Sign in</ButtonLink>}>All sessions of your account were ended.</Empty></Door>;
  return (
    <Door>
      <NewPassword label="Change the password" fields={["password"]} send={async (password) => {
        await api.POST("/recovery/complete", { body: { token, password } });
        setDone(true);
      }}>
        <h1>Choose a new password</h1>
      </NewPassword>
    </Door>
  );
}

export function InvitationPage() {
  const { hash } = useLocation();
  const [token] = useState(() => tokenOf(hash));
  const [invitation, setInvitation] = useState<Answer<"/invitations/read", "post"> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [done, setDone] = useState(false);
  useEffect(() => {
    api.POST("/invitations/read", { body: { token } }).then(({ data }) => setInvitation(data!), setError);
  }, [token]);
  const accept = async (password?: string) => {
    await api.POST("/invitations/accept", { body: { token, ...(password && { password }) } });
    setDone(true);
  };
  const { busy, submit, others } = useSubmit([], () => accept());
  if (error) return <Door><Empty whole title="This invitation does not work" icon="warning" action={<ButtonLink to="/sign-in">To sign-in</ButtonLink>}>It was used already or is too old. Ask whoever invited you for another.</Empty></Door>;
  if (!invitation) return <Door><Loading rows={4} label="Reading the invitation" /></Door>;
  if (done)
    return (
      <Door>
        <Empty whole title="Welcome" icon="check" action={<ButtonLink to="/sign-in" kind="primary">Sign in</ButtonLink>}>
          Your account is ready.{invitation.second_factor_required && " When you sign in for the first time, you set up a second step; have your phone at hand."}
        </Empty>
      </Door>
    );
  const head = (
    <div>
      <h1>You are invited</h1>
      <p className="muted"><Foreign text={invitation.institution.name} lines={2} /> made an account for <Foreign text={invitation.email} />.</p>
    </div>
  );
  return (
    <Door>
      {invitation.needs_password ? <NewPassword label="Take the invitation" fields={["password"]} send={accept}>{head}</NewPassword> : (
        <form className="stack" onSubmit={(e) => void submit(e)}>{head}<FormFaults faults={others} /><Button kind="primary" type="submit" busy={busy}>Take the invitation</Button></form>
      )}
    </Door>
  );
}
