import type { Text } from '@aw-flow/messages'
import type { CheckedTable, CheckVerdict } from '@aw-flow/schema'

/** The result of a check: the verdict of the host, or a message if the check itself failed. @internal */
export type HostCheckResult = Omit<CheckVerdict, 'message'> & { readonly message?: Text }

/** Checks that a host registers by name, such as "Cosmograph accepts it". @internal */
export interface HostChecks {
  /** Lists the names of the registered checks. */
  names(): readonly string[]
  /** Runs a check by its name. */
  run(name: string, table: CheckedTable, signal: AbortSignal): Promise<HostCheckResult>
}
