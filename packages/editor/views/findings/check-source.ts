import type { WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  type Answer,
  type CheckReport,
  type Operation,
  type PlanPreview,
  type RowProposal,
  type Sensitivity,
  type TableRef,
} from '@aw-flow/schema'
import { createSessionTable, type TableSource } from '../table-source.ts'

/** The settings of a check. @public */
export interface CheckSettings {
  /** How much the check reports. Default: `balanced`. */
  sensitivity?: Sensitivity
  /** Reviewed rows of this table or of an earlier version. */
  answers?: readonly Answer[]
  /** A language model of `models` that reviews the least certain findings. It does not change findings. */
  model?: string | undefined
}

/** Finds suspicious cells. Rejects with the signal's reason if it is aborted. @public */
export interface CheckSource {
  /** Checks the table. `onProgress` receives a percentage. */
  check(options: CheckSettings & { signal: AbortSignal; onProgress: (done: number) => void }): Promise<CheckReport>
  /** The last report, which is shown instead of a new check. */
  readonly found?: CheckReport | undefined
  /** The settings of the last report. If absent, the report is shown regardless of the element's settings. */
  readonly foundWith?: CheckSettings | undefined
  /** The ids of the language models that the user may ask for an opinion. If absent, none. */
  readonly models?: readonly string[] | undefined
  /** The checked rows, for display. */
  readonly table?: TableSource | undefined
  /** Counts the changes that operations would make. If absent, repairs are shown without counts. */
  preview?(operations: readonly Operation[], signal: AbortSignal): Promise<PlanPreview>
  /** Proposes at most 20 rows to review. If absent, rows cannot be reviewed. */
  propose?(answers: readonly Answer[], signal: AbortSignal): Promise<RowProposal>
}

/** Creates the check source for a table from a session's run; `undefined` if the session cannot check. @internal */
export function createSessionCheck(session: WorkflowSession, table: TableRef): CheckSource | undefined {
  const { check, previewPlan, proposeRows } = session.tables
  if (!check) return undefined
  let found: CheckReport | undefined
  let foundWith: CheckSettings | undefined
  const source: CheckSource = {
    table: createSessionTable(session, table),
    get found() {
      return found
    },
    get foundWith() {
      return foundWith
    },
    get models() {
      return session.runs.networkAccess?.models.models.map(({ id }) => id)
    },
    check: async ({ sensitivity = 'balanced', answers = [], model, ...options }) => {
      found = unwrap(await check({ table, sensitivity, answers: [...answers], model }, options), options.signal)
      foundWith = { sensitivity, answers }
      return found
    },
  }
  if (previewPlan)
    source.preview = async (operations, signal) => {
      const plan = { target: 'generic' as const, operations: [...operations], notes: [] }
      return unwrap(await previewPlan({ table, plan }, { signal }), signal)
    }
  if (proposeRows)
    source.propose = async (answers, signal) =>
      unwrap(await proposeRows({ table, answers: [...answers] }, { signal }), signal)
  return source
}
