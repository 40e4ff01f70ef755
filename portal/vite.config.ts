import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type ProxyOptions } from "vite";

// While developing, calls go to a running server. With PROBITY_RUN=…/run.json they carry that server's
// API key, so that screens can be seen without signing in. None of this is part of a build.
function proxy(): Record<string, ProxyOptions> {
  const file = process.env.PROBITY_RUN;
  const run = file ? JSON.parse(readFileSync(file, "utf8")) : { base_url: "http://127.0.0.1:8080" };
  const headers: Record<string, string> = process.env.PROBITY_AS_KEY ? { apikey: run.api_key } : {};
  return { "/4.0": { target: run.base_url, headers } };
}

// The gateway sends these when a browser takes gzip.
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir!, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|svg|html)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig(() => ({
  plugins: [react(), compressed()],
  resolve: { alias: { "@": join(import.meta.dirname, "src") } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0, // data: URLs are refused by the Content-Security-Policy
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
  },
  server: { proxy: proxy() },
  preview: { proxy: proxy() },
}));
