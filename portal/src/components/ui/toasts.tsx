import { Toast } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { said } from "./states";
import { IconButton } from "./button";

const manager = Toast.createToastManager();

export const tell = (title: string, description?: string) => manager.add({ title, description, type: "good", timeout: 4000 });

export function tellFailure(error: unknown) {
  const { title, text } = said(error);
  manager.add({ title, description: text, type: "bad", timeout: 10_000, priority: "high" });
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={`toast ${toast.type ?? ""}`}>
      <Toast.Content className="toast-content">
        <Toast.Title className="toast-title" />
        <Toast.Description className="small muted" />
      </Toast.Content>
      <Toast.Close render={<IconButton icon="close" label="Dismiss" />} />
    </Toast.Root>
  ));
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts"><List /></Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
