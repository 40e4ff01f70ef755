import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { askSession } from "./lib/session";
import "./styles.css";

// Before anything is drawn, while the first screen is still on its way; the door asks by itself.
if (!/^\/(sign-in|recovery|invitation)/.test(location.pathname)) void askSession();

createRoot(document.getElementById("root")!).render(<StrictMode><App /></StrictMode>);
