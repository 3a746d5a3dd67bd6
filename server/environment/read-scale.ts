import { error, failed, ok, type Result } from '@aw-flow/schema'
import { validateStorageUrl } from '../blobs/s3-blobs.ts'
import type { RunQuotas } from '../quotas/quotas.ts'
import type { RunSettings } from '../runs/run-settings.ts'
import { defaultPurgePolicy, type PurgePolicy } from '../store/purge-policy.ts'

/** Storage and capacity settings. */
export interface ScaleSettings {
  role: 'all' | 'server' | 'worker'
  /** PostgreSQL URL. If `undefined`, PGlite in the data folder is used. */
  databaseUrl: string | undefined
  /** Maximum number of connections of the process to PostgreSQL. */
  maxConnections: number
  /** URL of an S3-compatible bucket. If `undefined`, the data folder is used. */
  storageUrl: string | undefined
  runSettings: RunSettings
  /** Limits for each workspace's runs. */
  runQuotas: RunQuotas
  /** Determines how long data is retained before it is purged. */
  purgePolicy: PurgePolicy
}

/**
 * Reads ROLE, DATABASE_URL, AW_CONNECTIONS (10), STORAGE_URL; AW_RUNS (default: 8), AW_RUNS_WITH_DATA (2), AW_SHARED_PROCESSES (2), AW_RUNS_PER_WORKFLOW,
 * AW_RUNS_IN_ALL, AW_RUNS_QUOTA and AW_MINUTES_QUOTA (per workspace); AW_RUN_SECONDS, AW_RUN_MEMORY (MB),
 * AW_RESULT_LIMIT and AW_RECORD_LIMIT (bytes); and the retention periods in days: AW_KEEP_DELETED (30), AW_KEEP_RUNS,
 * AW_KEEP_RESULTS, AW_KEEP_DELIVERIES (30), AW_KEEP_AUDIT and AW_KEEP_AUDIT_MIN (30). Variables without a default in
 * parentheses default to 0, which means unlimited. AW_CONNECTIONS, AW_RUNS and AW_RUNS_WITH_DATA cannot be 0. Problems do not include
 * values that may contain passwords.
 */
export function readScaleSettings(environment: NodeJS.ProcessEnv): Result<ScaleSettings> {
  const readVariable = (name: string): string | undefined => environment[name]?.trim() || undefined
  const role = readVariable('ROLE') ?? 'all'
  if (role !== 'all' && role !== 'server' && role !== 'worker') {
    return failed(error('environment.invalid.role', { value: role }))
  }
  const databaseUrl = readVariable('DATABASE_URL')
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return failed(error('environment.invalid.database', {}))
  }
  if (databaseUrl === undefined && role !== 'all') return failed(error('environment.invalid.role-database', { role }))
  const storageUrl = readVariable('STORAGE_URL')
  const reason = storageUrl === undefined ? undefined : validateStorageUrl(storageUrl)
  if (reason !== undefined) return failed(error('environment.invalid.storage', { reason }))
  const numbers: Record<string, number> = {}
  for (const [name, fallback] of Object.entries(defaults)) {
    const text = readVariable(name)
    if (text !== undefined && !/^\d{1,15}$/.test(text))
      return failed(error('environment.invalid.number', { name, value: text }))
    numbers[name] = text === undefined ? fallback : Number(text)
    if (numbers[name] === 0 && positiveNames.includes(name)) {
      return failed(error('environment.invalid.no-runs', { name }))
    }
  }
  return ok({
    role,
    databaseUrl,
    maxConnections: numbers.AW_CONNECTIONS!,
    storageUrl,
    runSettings: {
      maxRuns: numbers.AW_RUNS!,
      maxTableRuns: numbers.AW_RUNS_WITH_DATA!,
      sharedProcesses: numbers.AW_SHARED_PROCESSES!,
      maxRunsPerWorkflow: numbers.AW_RUNS_PER_WORKFLOW!,
      maxTotalRuns: numbers.AW_RUNS_IN_ALL!,
      runMs: numbers.AW_RUN_SECONDS! * 1000,
      memoryBytes: numbers.AW_RUN_MEMORY! * 2 ** 20,
      resultBytes: numbers.AW_RESULT_LIMIT!,
      recordBytes: numbers.AW_RECORD_LIMIT!,
    },
    runQuotas: { concurrentRuns: numbers.AW_RUNS_QUOTA!, runMinutes: numbers.AW_MINUTES_QUOTA! },
    purgePolicy: {
      deletedDays: numbers.AW_KEEP_DELETED!,
      runDays: numbers.AW_KEEP_RUNS!,
      resultDays: numbers.AW_KEEP_RESULTS!,
      deliveryDays: numbers.AW_KEEP_DELIVERIES!,
      auditDays: numbers.AW_KEEP_AUDIT!,
      minAuditDays: numbers.AW_KEEP_AUDIT_MIN!,
    },
  })
}

/** Numbers that cannot be 0. */
const positiveNames = ['AW_CONNECTIONS', 'AW_RUNS', 'AW_RUNS_WITH_DATA']

const defaults = {
  AW_CONNECTIONS: 10,
  AW_RUNS: 8,
  AW_RUNS_WITH_DATA: 2,
  AW_SHARED_PROCESSES: 2,
  AW_RUNS_PER_WORKFLOW: 0,
  AW_RUNS_IN_ALL: 0,
  AW_RUNS_QUOTA: 0,
  AW_MINUTES_QUOTA: 0,
  AW_RUN_SECONDS: 0,
  AW_RUN_MEMORY: 0,
  AW_RESULT_LIMIT: 0,
  AW_RECORD_LIMIT: 0,
  AW_KEEP_DELETED: defaultPurgePolicy.deletedDays,
  AW_KEEP_RUNS: defaultPurgePolicy.runDays,
  AW_KEEP_RESULTS: defaultPurgePolicy.resultDays,
  AW_KEEP_DELIVERIES: defaultPurgePolicy.deliveryDays,
  AW_KEEP_AUDIT: defaultPurgePolicy.auditDays,
  AW_KEEP_AUDIT_MIN: defaultPurgePolicy.minAuditDays,
}
