// The API's codes in the portal's words, with the tone in which they are shown.
import type { Tone } from "@/components/ui/badge";
import type { Schemas } from "./api/client";

type Said = readonly [text: string, tone: Tone];

export const status: Record<Schemas["ProductApplicationStatus"], Said> = {
  APPLIED: ["Applied", "info"],
  APPROVED: ["Approved", "good"],
  IN_REVIEW: ["In review", "warn"],
  REJECTED: ["Rejected", "bad"],
  CANCELLED: ["Cancelled", "quiet"],
};

export const flag: Record<Schemas["ProductApplicationFlag"], Said> = {
  AUTOMATING: ["Working", "quiet"],
  DECIDED: ["Decided", "quiet"],
  WAITING_ON_COLLECTION_STEPS: ["Waits for customer", "info"],
  WAITING_ON_CHECKS: ["Checks running", "info"],
  REQUIRES_MANUAL_TASK_COMPLETION: ["Task to do", "warn"],
  READY_FOR_DECISION: ["Ready for decision", "info"],
  REQUIRES_RISK_SCORE: ["Risk unknown", "warn"],
  RECALCULATING_RISK: ["Scoring risk", "quiet"],
  REQUIRES_DATA: ["Data missing", "warn"],
  WAITING_ON_ESCALATIONS: ["Escalated", "warn"],
};

export const risk: Record<Schemas["RiskLevelCategory"], Said> = {
  LOW: ["Low", "good"],
  MEDIUM: ["Medium", "warn"],
  HIGH: ["High", "bad"],
  UNDETERMINED: ["Unknown", "quiet"],
};

export const category: Record<Schemas["ProfileCategory"], Said> = {
  APPLICANT: ["Applicant", "info"],
  CUSTOMER: ["Customer", "good"],
  PREVIOUS_CUSTOMER: ["Former customer", "quiet"],
  INACTIVE_APPLICANT: ["Closed", "quiet"],
};

export const standing: Record<Schemas["ProfileStatus"], Said> = {
  NORMAL: ["Normal", "quiet"],
  SUSPENDED: ["Suspended", "warn"],
  BANNED: ["Banned", "bad"],
};

export const taskState: Record<Schemas["TaskState"], Said> = {
  INCOMPLETE: ["To do", "warn"],
  COMPLETED_PASS: ["Passed", "good"],
  COMPLETED_FAIL: ["Failed", "bad"],
};

export const eventType: Record<Schemas["EventType"], Said> = {
  SANCTION_FLAG: ["Sanctions", "bad"],
  PEP_FLAG: ["PEP", "warn"],
  ADVERSE_MEDIA_FLAG: ["Adverse media", "warn"],
  REFER_FLAG: ["Referral", "info"],
  FRAUD_FLAG: ["Fraud", "bad"],
  TRANSACTION_ALERT: ["Transaction alert", "warn"],
  DOCUMENT_EXPIRY: ["Document expires", "info"],
  CHECK_EXPIRY: ["Check expires", "info"],
  REVIEW_NEEDED: ["Review needed", "warn"],
};

export const resolution: Record<Schemas["EventResolution"], Said> = {
  UNRESOLVED: ["Potential", "warn"],
  MATCH: ["Match", "bad"],
  MISMATCH: ["Not a match", "good"],
  IGNORE: ["Ignored", "quiet"],
  CREATED_TASK: ["Task made", "info"],
};

export const entityType: Record<Schemas["EntityType"], Said> = {
  INDIVIDUAL: ["Person", "quiet"],
  COMPANY: ["Company", "quiet"],
};

export const matchKind: Record<Schemas["MatchKind"], Said> = {
  UNRESOLVED_SANCTION: ["Sanctions to decide", "bad"],
  UNRESOLVED_PEP: ["PEP to decide", "warn"],
  UNRESOLVED_MEDIA: ["Media to decide", "warn"],
  UNRESOLVED_REFER: ["Referral to decide", "info"],
  CONFIRMED: ["Confirmed match", "bad"],
};

export const matches: Record<Schemas["MatchSummary"], Said> = {
  UNRESOLVED: ["To decide", "warn"],
  CONFIRMED: ["Confirmed", "bad"],
  NONE: ["None", "quiet"],
  NOT_SCREENED: ["Not screened", "quiet"],
};
