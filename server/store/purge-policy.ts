/** Retention in days. If 0, nothing is purged. */
export interface PurgePolicy {
  /** Deleted data: workflows with their versions, datasets with their bytes, runs. */
  deletedDays: number
  /** Runs that have ended, with their records and results. */
  runDays: number
  /** The tables of runs; the record remains. */
  resultDays: number
  /** Requests to webhooks, deliveries to endpoints, and notifications. */
  deliveryDays: number
  /** Entries of the audit log. */
  auditDays: number
  /** The lowest number of days that a workspace can set for its audit log. */
  minAuditDays: number
}

export const defaultPurgePolicy: PurgePolicy = {
  deletedDays: 30,
  runDays: 0,
  resultDays: 0,
  deliveryDays: 30,
  auditDays: 0,
  minAuditDays: 30,
}
