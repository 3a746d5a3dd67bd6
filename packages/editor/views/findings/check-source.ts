import type { WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  type CheckReport,
  type Operation,
  type PlanPreview,
  type Sensitivity,
  type TableRef,
} from '@aw-flow/schema'
import { sessionTable, type TableSource } from '../table-source.ts'

/** Finds suspicious cells. Rejects with the signal's reason if it is aborted. */
export interface CheckSource {
  check(options: {
    signal: AbortSignal
    onProgress: (done: number) => void
    /** Default: `balanced`. */
    sensitivity?: Sensitivity
  }): Promise<CheckReport>
  /** The last report, which is shown instead of a new check. */
  readonly found?: CheckReport | undefined
  /** The rows, for showing cells in the table. */
  readonly table?: TableSource | undefined
  /** Counts what operations would change. Absent: the repairs of the findings are shown without counts. */
  preview?(operations: readonly Operation[], signal: AbortSignal): Promise<PlanPreview>
}

/** The check of a table of a session's run; `undefined` if the session cannot check. */
export function sessionCheck(session: WorkflowSession, table: TableRef): CheckSource | undefined {
  const { check, previewPlan } = session.tables
  if (!check) return undefined
  let found: CheckReport | undefined
  const source: CheckSource = {
    table: sessionTable(session, table),
    get found() {
      return found
    },
    check: async ({ sensitivity = 'balanced', ...options }) =>
      (found = unwrap(await check({ table, sensitivity }, options), options.signal)),
  }
  if (previewPlan)
    source.preview = async (operations, signal) => {
      const plan = { target: 'generic' as const, operations: [...operations], notes: [] }
      return unwrap(await previewPlan({ table, plan }, { signal }), signal)
    }
  return source
}
