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

export const router = createBrowserRouter([
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
          { path: "*", element: <Nowhere /> },
        ],
      },
    ],
  },
]);
