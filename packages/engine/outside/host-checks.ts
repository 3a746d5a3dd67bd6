import type { Text } from '@aw-flow/messages'
import type { CheckedTable, CheckVerdict } from '@aw-flow/schema/internal'

/** The result of a check: the host's verdict, or a message if the check itself failed. @internal */
export type HostCheckResult = Omit<CheckVerdict, 'message'> & { readonly message?: Text }

/** Named checks that a host registers, such as "Cosmograph accepts it". @internal */
export interface HostChecks {
  /** Returns the names of the registered checks. */
  listNames(): readonly string[]
  /** Runs a check on a table. */
  run(name: string, table: CheckedTable, signal: AbortSignal): Promise<HostCheckResult>
}
