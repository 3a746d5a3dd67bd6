import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type CheckReport, type TableRef } from '@aw-flow/schema'
import { sessionTable, type TableSource } from '../table-source.ts'

/** Finds suspicious cells. Rejects with the signal's reason if it is aborted. */
export interface CheckSource {
  check(options: { signal: AbortSignal; onProgress: (done: number) => void }): Promise<CheckReport>
  /** The last report, which is shown instead of a new check. */
  readonly found?: CheckReport | undefined
  /** The rows, for showing cells in the table. */
  readonly table?: TableSource | undefined
}

/** The check of a table of a session's run; `undefined` if the session cannot check. */
export function sessionCheck(session: WorkflowSession, table: TableRef): CheckSource | undefined {
  const { check } = session.tables
  if (!check) return undefined
  let found: CheckReport | undefined
  return {
    table: sessionTable(session, table),
    get found() {
      return found
    },
    check: async (options) => (found = unwrap(await check({ table }, options), options.signal)),
  }
}
