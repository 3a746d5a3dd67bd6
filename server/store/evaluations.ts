import type { Json, Problem } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from './database/database.ts'
import { readPage, type Page, type PageRequest } from './database/page.ts'
import { toStorableText } from './database/storable-text.ts'
import type { AgentTest } from './model-agents.ts'
import { openWorkspaceRows } from './database/workspace-rows.ts'

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
export interface StoredEvaluation {
  id: string
  name: string
  targetKind: 'agent' | 'workflow'
  targetId: string
  version: number
  dataset: string | null
  answerSchema: { [name: string]: Json } | null
  cases: EvaluationCase[]
  createdBy: string
  /** ISO 8601 string in UTC. */
  createdAt: string
}

/** A workspace's evaluations. */
export type StoredEvaluations = ReturnType<typeof createEvaluations>

export function createEvaluations(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'evaluations')
  const select = () => database.selectFrom('evaluations').selectAll().where('workspace_id', '=', workspace)
  return {
    /** Lists evaluations, newest first. */
    async list(
      { limit, offset }: PageRequest,
      { target: targetId }: { target?: string | undefined } = {},
    ): Promise<Page<StoredEvaluation>> {
      const query = targetId === undefined ? select() : select().where('target_id', '=', toStorableText(targetId))
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
      await database
        .updateTable('evaluations')
        .set({ cases: toStorableText(JSON.stringify(cases)) })
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .execute()
    },
    remove: (id: string): Promise<boolean> => rows.remove(id),
  }
}

const toEvaluation = (row: Selectable<Database['evaluations']>): StoredEvaluation => ({
  id: row.id,
  name: row.name,
  targetKind: row.target_kind as StoredEvaluation['targetKind'],
  targetId: row.target_id,
  version: row.version,
  dataset: row.dataset_id,
  answerSchema: row.answer_schema === null ? null : (JSON.parse(row.answer_schema) as { [name: string]: Json }),
  cases: JSON.parse(row.cases) as EvaluationCase[],
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
})
