// One row a screen. Screens come in files of their own, so that the first one loads little.
import { createBrowserRouter, isRouteErrorResponse, useRouteError } from "react-router";
import { ButtonLink } from "@/components/ui/button";
import { Empty, Failed } from "@/components/ui/states";
import { Shell } from "./shell";

function Broken() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <Nowhere />;
  // After an update the old page's files are gone: a fresh page has the new ones.
  return <Failed error={error} again={() => location.reload()} />;
}

function Nowhere() {
  return <Empty whole title="There is no such page" icon="search" action={<ButtonLink to="/">To the work list</ButtonLink>} />;
}

const pages = () => import("@/features/identity/pages");

export const router = createBrowserRouter([
  { path: "/sign-in", errorElement: <Broken />, hydrateFallbackElement: <></>, lazy: async () => ({ Component: (await pages()).SignInPage }) },
  { path: "/recovery", errorElement: <Broken />, hydrateFallbackElement: <></>, lazy: async () => ({ Component: (await pages()).RecoveryPage }) },
  { path: "/invitation", errorElement: <Broken />, hydrateFallbackElement: <></>, lazy: async () => ({ Component: (await pages()).InvitationPage }) },
  {
    path: "/",
    element: <Shell />,
    errorElement: <Broken />,
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import("@/features/applications/work_list")).WorkList }) },
          { path: "review", lazy: async () => ({ Component: (await import("@/features/screening/queue")).QueueScreen }) },
          { path: "profiles/new", lazy: async () => ({ Component: (await import("@/features/profiles/add_profile")).AddProfile }) },
          { path: "profiles/:profile_id/review", lazy: async () => ({ Component: (await import("@/features/screening/review")).Review }) },
          {
            path: "profiles/:profile_id",
            lazy: async () => ({ Component: (await import("@/features/profiles/profile")).ProfileScreen }),
            children: [
              { index: true, lazy: async () => ({ Component: (await import("@/features/profiles/overview")).Overview }) },
              { path: "tasks", lazy: async () => ({ Component: (await import("@/features/profiles/tasks")).Tasks }) },
              { path: "data", lazy: async () => ({ Component: (await import("@/features/profiles/data_screen")).DataScreen }) },
              { path: "risk", lazy: async () => ({ Component: (await import("@/features/profiles/risk_screen")).RiskScreen }) },
              { path: "audit", lazy: async () => ({ Component: (await import("@/features/profiles/audit")).Audit }) },
            ],
          },
          { path: "account", lazy: async () => ({ Component: (await import("@/features/identity/account")).Account }) },
          { path: "administration/users", lazy: async () => ({ Component: (await import("@/features/administration/users")).Users }) },
          { path: "administration/users/:user_id", lazy: async () => ({ Component: (await import("@/features/administration/users")).UserScreen }) },
          { path: "administration/roles", lazy: async () => ({ Component: (await import("@/features/administration/roles")).Roles }) },
          { path: "administration/roles/:role_id", lazy: async () => ({ Component: (await import("@/features/administration/roles")).RoleScreen }) },
          { path: "administration/teams", lazy: async () => ({ Component: (await import("@/features/administration/teams")).Teams }) },
          { path: "administration/keys", lazy: async () => ({ Component: (await import("@/features/administration/keys")).Keys }) },
          { path: "administration/addresses", lazy: async () => ({ Component: (await import("@/features/administration/addresses")).Addresses }) },
          { path: "administration/audit", lazy: async () => ({ Component: (await import("@/features/administration/audit_log")).AuditLog }) },
          { path: "*", element: <Nowhere /> },
        ],
      },
    ],
  },
]);
