import { Empty } from "@/components/ui/states";
export function WorkList() {
  return <Empty title="Work list" />;
}
