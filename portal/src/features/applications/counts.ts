import { useQuery } from "@tanstack/react-query";
import { api, body } from "@/lib/api/client";

// Kept by the server: asking costs nothing, and the stream says when they changed.
export const useCounts = (enabled = true) =>
  useQuery({ queryKey: ["counts"], queryFn: ({ signal }) => body(api.GET("/applications/counts", { signal })), enabled, staleTime: 60_000 });
