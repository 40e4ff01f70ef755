// The session ended while something was on screen: sign in over it, and all that was typed stays.
import { useQueryClient } from "@tanstack/react-query";
import { Dialog } from "@/components/ui/dialog";
import { tell } from "@/components/ui/toasts";
import { SignInFlow } from "@/features/identity/sign_in_flow";

export function LostSession({ email }: { email?: string }) {
  const queries = useQueryClient();
  const done = () => {
    tell("Signed in again", "Go on where you were. What was refused meanwhile was not done: send it again.");
    void queries.invalidateQueries();
  };
  return (
    <Dialog open onClose={() => {}} title="Your session has ended" size="small" stays bare>
      <div className="dialog-body lost"><p className="muted">Your session has ended. What you typed is still here.</p><SignInFlow email={email} onDone={done} /></div>
    </Dialog>
  );
}
