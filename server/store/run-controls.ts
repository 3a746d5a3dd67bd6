import type { Decision } from '@aw-flow/engine'
import type { Json, Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from './database.ts'

/** What a run is asked while it is at work or waits. */
export type RunAsk =
  | { kind: 'decide'; decision: Decision }
  /** Go on with the node types that are here, where those that it began with are gone. */
  | { kind: 'migrate' }
  | { kind: 'signal'; name: string; value?: Json }

export interface RunControlRow {
  id: string
  run: string
  ask: RunAsk
}

/** What is asked of runs, until whoever works on them has answered. */
export interface RunControls {
  add(run: string, ask: RunAsk): Promise<string>
  /** Those of these runs that nobody has answered, oldest first. */
  open(runs: readonly string[]): Promise<RunControlRow[]>
  /** `undefined`: it was done. The first answer counts. */
  answer(id: string, problem: Problem | undefined): Promise<void>
  /** `undefined` until it is answered. */
  answered(id: string): Promise<{ problem: Problem | undefined } | undefined>
}

export function createRunControls(database: Kysely<Database>, now: () => number): RunControls {
  return {
    async add(run, ask) {
      const id = randomUUID()
      await database
        .insertInto('run_controls')
        .values({ id, run_id: run, body: JSON.stringify(ask), created_at: new Date(now()), answer: null })
        .execute()
      return id
    },
    async open(runs) {
      if (runs.length === 0) return []
      const rows = await database
        .selectFrom('run_controls')
        .select(['id', 'run_id', 'body'])
        .where('run_id', 'in', [...runs])
        .where('answer', 'is', null)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(({ id, run_id, body }) => ({ id, run: run_id, ask: JSON.parse(body) as RunAsk }))
    },
    async answer(id, problem) {
      await database
        .updateTable('run_controls')
        .set({ answer: JSON.stringify(problem ?? null) })
        .where('id', '=', id)
        .where('answer', 'is', null)
        .execute()
    },
    async answered(id) {
      const row = await database.selectFrom('run_controls').select('answer').where('id', '=', id).executeTakeFirst()
      if (row?.answer === null || row === undefined) return undefined
      return { problem: (JSON.parse(row.answer) as Problem | null) ?? undefined }
    },
  }
}
