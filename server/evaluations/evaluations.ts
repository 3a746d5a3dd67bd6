import { defined, type Json, type Problem } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import type { AgentTest } from '../agents/model-agents.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'

/** The outcome of an evaluation case whose run has ended. */
export interface CaseResult {
  status: 'completed' | 'failed' | 'cancelled'
  answer: Json
  isPassed: boolean
  /** Why the case failed, if it did. */
  problem?: Problem | null
  /** English reason in results from earlier versions, which have no `problem`. */
  reason?: string | null
  tokens: number
  /** Cost of the requests whose price is known; null if no price is known (0 in results from earlier versions). */
  cost: number | null
  /** Number of requests whose price is unknown. Absent from results stored by earlier versions. */
  unpricedCalls?: number
  durationMs: number
}

/** An evaluation case: an input with its expected answer, its run, and, once the run has ended, its result. */
export interface EvaluationCase extends AgentTest {
  run: string
  result?: CaseResult
}

/** An evaluation of one version of a model agent or workflow. */
export type StoredEvaluation = ReturnType<typeof toEvaluation>

/** A workspace's evaluations. */
export function createEvaluations(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'evaluations')
  return {
    /** Lists evaluations, newest first. */
    async list(
      { limit, offset }: PageRequest,
      { target: targetId }: { target?: string | undefined } = {},
    ): Promise<Page<StoredEvaluation>> {
      const query = rows.select(defined({ target_id: targetId && toStorableText(targetId) }))
      return readPage(query.orderBy('created_at', 'desc').orderBy('id'), { limit, offset }, toEvaluation)
    },
    async find(id: string): Promise<StoredEvaluation | undefined> {
      const row = await rows.find(id)
      return row && toEvaluation(row)
    },
    async add(evaluation: Omit<StoredEvaluation, 'createdAt'>): Promise<StoredEvaluation> {
      const row = await database
        .insertInto('evaluations')
        .values({
          workspace_id: workspace,
          id: evaluation.id,
          name: toStorableText(evaluation.name),
          target_kind: evaluation.targetKind,
          target_id: evaluation.targetId,
          version: evaluation.version,
          dataset_id: evaluation.dataset,
          answer_schema: evaluation.answerSchema && toStorableText(JSON.stringify(evaluation.answerSchema)),
          cases: toStorableText(JSON.stringify(evaluation.cases)),
          created_by: evaluation.createdBy,
          created_at: new Date(now()),
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return toEvaluation(row)
    },
    /** Stores the cases of an evaluation, including their results. */
    async setCases(id: string, cases: readonly EvaluationCase[]): Promise<void> {
      await rows.update(id, { cases: toStorableText(JSON.stringify(cases)) })
    },
    remove: (id: string): Promise<boolean> => rows.remove(id),
  }
}

const toEvaluation = (row: Selectable<Database['evaluations']>) =>
  toRecord(row, ['id', 'name', 'target_kind', 'target_id', 'version', 'created_by', 'created_at'], {
    dataset: row.dataset_id,
    answerSchema: parseColumn<{ [name: string]: Json }>(row.answer_schema) ?? null,
    cases: JSON.parse(row.cases) as EvaluationCase[],
  })
