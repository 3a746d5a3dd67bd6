import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type TableRef } from '@aw-flow/schema'
import type { Answer, CheckReport, Operation, PlanPreview, RowProposal, Sensitivity } from '@aw-flow/schema/internal'
import { createSessionTable, type TableSource } from '../table-source.ts'

/** Settings of a check. @public */
export interface CheckSettings {
  /** How many findings to report. Default: `balanced`. */
  sensitivity?: Sensitivity
  /** Answers from reviews of this table or of earlier versions of it. */
  answers?: readonly Answer[]
  /** The language model, one of `models`, that comments on the least certain findings. It does not change them. */
  model?: string | undefined
}

/** Checks a table for suspicious cells. A check rejects with the signal's reason when it is aborted. @public */
export interface CheckSource {
  /** Checks the table. `onProgress` is called with the progress in percent. */
  check(options: CheckSettings & { signal: AbortSignal; onProgress: (percent: number) => void }): Promise<CheckReport>
  /** The last report. If present, it is shown instead of running a new check. */
  readonly lastReport?: CheckReport | undefined
  /**
   * The settings that were used for the last report. If absent, the report is shown regardless of the element's
   * settings.
   */
  readonly lastSettings?: CheckSettings | undefined
  /** Ids of the language models that can review findings. If absent, the user cannot request a model review. */
  readonly models?: readonly string[] | undefined
  /** The checked rows, to be displayed next to the findings. */
  readonly table?: TableSource | undefined
  /** Counts the cells and rows that operations would change. If absent, repairs are previewed without counts. */
  preview?(operations: readonly Operation[], signal: AbortSignal): Promise<PlanPreview>
  /** Proposes up to 20 rows for review. If absent, rows cannot be reviewed. */
  proposeRows?(answers: readonly Answer[], signal: AbortSignal): Promise<RowProposal>
}

/**
 * Creates a check source for a table of a session's run, or returns `undefined` if the session does not support checks.
 * @internal
 */
export function createSessionCheck(session: WorkflowSession, table: TableRef): CheckSource | undefined {
  const { check, previewPlan, proposeRows } = session.tables
  if (!check) return undefined
  let lastReport: CheckReport | undefined
  let lastSettings: CheckSettings | undefined
  const source: CheckSource = {
    table: createSessionTable(session, table),
    get lastReport() {
      return lastReport
    },
    get lastSettings() {
      return lastSettings
    },
    get models() {
      return session.runs.networkAccess?.models.models.map(({ id }) => id)
    },
    check: async ({ sensitivity = 'balanced', answers = [], model, ...options }) => {
      lastReport = unwrap(await check({ table, sensitivity, answers: [...answers], model }, options), options.signal)
      lastSettings = { sensitivity, answers }
      return lastReport
    },
  }
  if (previewPlan)
    source.preview = async (operations, signal) => {
      const plan = { target: 'generic' as const, operations: [...operations], notes: [] }
      return unwrap(await previewPlan({ table, plan }, { signal }), signal)
    }
  if (proposeRows)
    source.proposeRows = async (answers, signal) =>
      unwrap(await proposeRows({ table, answers: [...answers] }, { signal }), signal)
  return source
}
