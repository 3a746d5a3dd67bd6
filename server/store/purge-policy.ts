/** Retention periods in days. 0 means that the data is never purged. */
export interface PurgePolicy {
  /** Deleted data: workflows and their versions, datasets and their bytes, and runs. */
  deletedDays: number
  /** Runs that have ended, including their records and results. */
  runDays: number
  /** Result tables of runs that have ended. The runs' records are kept. */
  resultDays: number
  /** Webhook requests, deliveries to endpoints, and notifications. */
  deliveryDays: number
  /** Audit log entries. */
  auditDays: number
  /** Minimum retention that a workspace can set for its audit log, in days. */
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
