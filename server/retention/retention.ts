import { z } from 'zod'
import { findLowerLimit } from '../quotas/quotas.ts'
import type { PurgePolicy } from '../store/purge-policy.ts'
import type { WorkspaceState } from '../store/workspace-state.ts'

/** Kinds of data that a workspace can choose to retain for a shorter time than the server's default. */
export const retentionKinds = ['runs', 'results', 'deliveries', 'audit_entries'] as const
export type RetentionKind = (typeof retentionKinds)[number]

/** Retention of each kind of data, in days. `null` means forever. */
export type RetentionDays = Record<RetentionKind, number | null>

/** Bounds set by the operator for a workspace's setting, in days. */
export interface RetentionBounds {
  min: number
  /** `null` means that there is no upper bound. */
  max: number | null
}

/** A workspace's retention settings. */
export type Retention = ReturnType<typeof createRetention>

/** Name of the workspace state entry that stores the settings. */
export const retentionName = 'retention'

const daysSchema = z.number().int().positive().nullable().catch(null)
const settingsSchema = z.object({
  runs: daysSchema,
  results: daysSchema,
  deliveries: daysSchema,
  audit_entries: daysSchema,
})

/** Parses stored settings. Missing and malformed values become `null`. */
export const parseRetention = (value: unknown): RetentionDays => settingsSchema.parse(value ?? {})

/** Derives the bounds from the operator's policy. */
export function toRetentionBounds({
  runDays,
  resultDays,
  deliveryDays,
  auditDays,
  minAuditDays,
}: PurgePolicy): Record<RetentionKind, RetentionBounds> {
  const toBounds = (maxDays: number, minDays = 1): RetentionBounds => ({
    min: maxDays === 0 ? Math.max(1, minDays) : Math.min(Math.max(1, minDays), maxDays),
    max: maxDays === 0 ? null : maxDays,
  })
  return {
    runs: toBounds(runDays),
    results: toBounds(resultDays),
    deliveries: toBounds(deliveryDays),
    audit_entries: toBounds(auditDays, minAuditDays),
  }
}

/**
 * Returns the retention that applies, in days: the setting, limited to the bounds. A stored setting can be outside the
 * bounds if they have changed since it was stored.
 */
export function findRetentionDays(setting: number | null, { min, max }: RetentionBounds): number | null {
  return findLowerLimit(max ?? 0, setting === null ? null : Math.max(setting, min))
}

export const createRetention = (state: WorkspaceState, policy: PurgePolicy) => ({
  bounds: toRetentionBounds(policy),
  /** Reads the settings made by the workspace's administrators. */
  readSettings: async (): Promise<RetentionDays> => parseRetention(await state.read(retentionName)),
  writeSettings: (days: RetentionDays): Promise<void> => state.write(retentionName, days),
})
