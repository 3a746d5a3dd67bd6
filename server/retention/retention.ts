import { z } from 'zod'
import { findLowerLimit } from '../quotas/quotas.ts'
import type { PurgePolicy } from '../store/purge-policy.ts'
import type { WorkspaceState } from '../store/workspace-state.ts'

/** Kinds of data that a workspace can keep for a shorter time than the server. */
export const retentionKinds = ['runs', 'results', 'deliveries', 'audit_entries'] as const
export type RetentionKind = (typeof retentionKinds)[number]

/** Days that data of each kind is kept. `null`: forever. */
export type RetentionDays = Record<RetentionKind, number | null>

/** Bounds that the operator sets for a workspace's setting, in days. */
export interface RetentionBounds {
  min: number
  /** `null`: none. */
  max: number | null
}

/** The retention of a workspace. */
export interface Retention {
  bounds: Record<RetentionKind, RetentionBounds>
  /** Reads the days that administrators of the workspace have set. */
  readSettings(): Promise<RetentionDays>
  writeSettings(days: RetentionDays): Promise<void>
}

/** Name of a workspace's entry. */
export const retentionName = 'retention'

const daysSchema = z.number().int().positive().nullable().catch(null)
const settingsSchema = z.object({
  runs: daysSchema,
  results: daysSchema,
  deliveries: daysSchema,
  audit_entries: daysSchema,
})

/** Parses stored settings. Values that are missing or malformed are `null`. */
export const parseRetention = (value: unknown): RetentionDays => settingsSchema.parse(value ?? {})

/** Returns the bounds that the operator's policy sets. */
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

/** Returns the days that apply: the setting, limited to the bounds. The bounds may have changed after it was stored. */
export function findRetentionDays(setting: number | null, { min, max }: RetentionBounds): number | null {
  return findLowerLimit(max ?? 0, setting === null ? null : Math.max(setting, min))
}

export const createRetention = (state: WorkspaceState, policy: PurgePolicy): Retention => ({
  bounds: toRetentionBounds(policy),
  readSettings: async () => parseRetention(await state.read(retentionName)),
  writeSettings: (days) => state.write(retentionName, days),
})
