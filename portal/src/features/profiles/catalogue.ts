// What the institution has configured: asked once, and again after some minutes.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, body, type Schemas } from "@/lib/api/client";

export type CustomField = Schemas["CustomFieldListing"];
const staleTime = 5 * 60_000;

export const useProducts = () => useQuery({ queryKey: ["catalogue", "products"], queryFn: ({ signal }) => body(api.GET("/products", { signal })), staleTime });
export const useTaskVariants = () => useQuery({ queryKey: ["catalogue", "tasks"], queryFn: ({ signal }) => body(api.GET("/task-variants", { signal })), staleTime });
export const useCheckVariants = () => useQuery({ queryKey: ["catalogue", "checks"], queryFn: ({ signal }) => body(api.GET("/check-variants", { signal })), staleTime });
export const customFields = queryOptions({ queryKey: ["catalogue", "fields"], queryFn: ({ signal }) => body(api.GET("/custom-fields", { signal })), staleTime });
export const useCustomFields = () => useQuery(customFields);
