import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type CheckReport, type TableRef } from '@aw-flow/schema'
import { sessionTable, type TableSource } from '../table-source.ts'

/** Looks for suspicious cells. Rejects with the signal's reason where it was stopped. */
export interface CheckSource {
  check(options: { signal: AbortSignal; onProgress: (done: number) => void }): Promise<CheckReport>
  /** What was found the last time; it is shown then, and nothing is checked unasked. */
  readonly found?: CheckReport | undefined
  /** The rows, to show the cells where they stand. */
  readonly table?: TableSource | undefined
}

/** A table of a session's run; `undefined` where the session cannot check. */
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
