import type { CheckedTable, CheckVerdict } from '@aw-flow/schema'

/** Port: checks that a host has registered by name, such as "Cosmograph accepts it". */
export interface HostChecks {
  names(): readonly string[]
  run(name: string, table: CheckedTable, signal: AbortSignal): Promise<CheckVerdict>
}
