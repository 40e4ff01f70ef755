import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { api, type Schemas } from "@/lib/api/client";
import { words } from "@/lib/format";
import { useChange, type Profile } from "./profile_query";

type TaskType = Schemas["TaskType"];

// All that the API has; the compiler holds the list to the contract.
const types: Record<TaskType, true> = {
  INDIVIDUAL_VERIFY_IDENTITY: true, INDIVIDUAL_VERIFY_ADDRESS: true, INDIVIDUAL_VERIFY_SOURCE_OF_FUNDS: true,
  INDIVIDUAL_ASSESS_MEDIA_AND_POLITICAL_AND_SANCTIONS_EXPOSURE: true, INDIVIDUAL_ASSESS_POLITICAL_AND_SANCTIONS_EXPOSURE: true,
  INDIVIDUAL_ASSESS_POLITICAL_EXPOSURE: true, INDIVIDUAL_ASSESS_SANCTIONS_EXPOSURE: true, INDIVIDUAL_VERIFY_BANK_ACCOUNT: true,
  INDIVIDUAL_MANUAL_TASK: true, INDIVIDUAL_VERIFY_IMMIGRATION_STATUS: true, INDIVIDUAL_ASSESS_DEVICE_REPUTATION: true,
  INDIVIDUAL_FRAUD_SCREENING: true, INDIVIDUAL_VERIFY_TAX_STATUS: true, INDIVIDUAL_ASSESS_MEDIA_EXPOSURE: true,
  INDIVIDUAL_ASSESS_REGULATORY_STATUS: true, COMPANY_VERIFY_IDENTITY: true, COMPANY_VERIFY_CHARITY: true,
  COMPANY_IDENTIFY_AUTHORIZED_PERSONS: true, COMPANY_IDENTIFY_OFFICERS: true, COMPANY_IDENTIFY_TRUSTEES: true,
  COMPANY_IDENTIFY_BENEFICIAL_OWNERS: true, COMPANY_REVIEW_FILINGS: true, COMPANY_ASSESS_SANCTIONS_EXPOSURE: true,
  COMPANY_ASSESS_MEDIA_EXPOSURE: true, COMPANY_ASSESS_MEDIA_AND_SANCTIONS_EXPOSURE: true, COMPANY_MANUAL_TASK: true,
  COMPANY_VERIFY_BANK_ACCOUNT: true, COMPANY_VERIFY_TAX_STATUS: true, COMPANY_VERIFY_ADDRESS: true, COMPANY_ASSESS_FINANCIALS: true,
  COMPANY_FRAUD_SCREENING: true, COMPANY_MERCHANT_FRAUD_SCREENING: true, COMPANY_ASSESS_OWNERSHIP: true, COMPANY_ASSESS_POLITICAL_EXPOSURE: true,
};

export function AddTask({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const kind = profile.role.startsWith("COMPANY") ? "COMPANY_" : "INDIVIDUAL_";
  const options = Object.keys(types).filter((t) => t.startsWith(kind)).map((t) => ({ value: t, label: words(t.slice(kind.length)) })).sort((a, b) => a.label.localeCompare(b.label, "en"));
  const [type, setType] = useState("");
  const add = useChange(profile.id, () => api.POST("/profiles/{profile_id}/tasks", { params: { path: { profile_id: profile.id } }, body: { type: type as TaskType } }), "Task added");
  return (
    <Dialog open onClose={onClose} title="Add a task" size="small" description="Applications that were approved go into review until it is passed."
      footer={<><Button onClick={onClose}>Back</Button><Button kind="primary" busy={add.isPending} disabled={!type} onClick={() => add.mutate(undefined, { onSuccess: onClose })}>Add</Button></>}>
      <SelectField label="What is to be done" options={options} empty="Choose" value={type} onChange={(e) => setType(e.target.value)} />
    </Dialog>
  );
}
