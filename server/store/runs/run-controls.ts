import type { Decision } from '@aw-flow/engine'
import type { Json, Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { PersonalStrings } from '../../privacy/personal-texts.ts'
import type { Database } from '../database/database.ts'

/** A command for a run that is executing or waiting. */
export type RunCommand =
  | { kind: 'decide'; decision: Decision }
  /** Resumes the run with the installed node types, if the ones it started with no longer exist. */
  | { kind: 'migrate' }
  | { kind: 'signal'; name: string; value?: Json }
  /** Ends all waits due by this time, in ms since the Unix epoch, because the wall clock has since been set back. */
  | { kind: 'wait-ended'; until: number }

/** A stored command that has no result yet. */
export interface PendingCommand {
  id: string
  run: string
  command: RunCommand
  /** The encrypted name of the person who made the decision. `command` contains the decrypted name. */
  sealedName?: string | undefined
}

/** Commands for runs. Each command remains stored until the run's worker has executed it. */
export function createRunControls(database: Kysely<Database>, now: () => number, personalStrings: PersonalStrings) {
  /** Decrypts the names of people who made decisions, because node outputs contain them. */
  const decryptRows = async (rows: readonly PendingCommand[]): Promise<PendingCommand[]> => {
    const decrypt = await personalStrings.readKeys(rows.map(({ command }) => findAuthor(command)))
    return rows.map((row) => {
      const sealedName = findAuthor(row.command)
      if (row.command.kind !== 'decide' || sealedName === undefined) return row
      const { by: _, ...decision } = row.command.decision
      const author = decrypt(sealedName)
      if (author === null) return { ...row, command: { kind: 'decide', decision } }
      const command: RunCommand = { kind: 'decide', decision: { ...decision, by: author } }
      return author === sealedName ? row : { ...row, command, sealedName }
    })
  }
  return {
    async add(runId: string, command: RunCommand): Promise<string> {
      const id = randomUUID()
      await sql`insert into run_controls (workspace_id, id, run_id, body, created_at)
        select workspace_id, ${id}, id, ${JSON.stringify(command)}, ${new Date(now())} from runs where id = ${runId}`.execute(
        database,
      )
      return id
    },
    /** Lists the commands for these runs that have no result yet, oldest first. */
    async listPending(runIds: readonly string[]): Promise<PendingCommand[]> {
      if (runIds.length === 0) return []
      const rows = await database
        .selectFrom('run_controls')
        .select(['id', 'run_id', 'body'])
        .where('run_id', 'in', [...runIds])
        .where('answer', 'is', null)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return decryptRows(
        rows.map(({ id, run_id, body }) => ({ id, run: run_id, command: JSON.parse(body) as RunCommand })),
      )
    },
    /** Stores a command's result; `undefined` means success. Later results are ignored. */
    async storeResult(id: string, problem: Problem | undefined): Promise<void> {
      await database
        .updateTable('run_controls')
        .set({ answer: JSON.stringify(problem ?? null) })
        .where('id', '=', id)
        .where('answer', 'is', null)
        .execute()
    },
    /** Returns a command's result, or `undefined` if it has not been stored yet. */
    async findResult(id: string): Promise<{ problem: Problem | undefined } | undefined> {
      const row = await database.selectFrom('run_controls').select('answer').where('id', '=', id).executeTakeFirst()
      if (row === undefined || row.answer === null) return undefined
      return { problem: (JSON.parse(row.answer) as Problem | null) ?? undefined }
    },
  }
}

const findAuthor = (command: RunCommand): string | undefined =>
  command.kind === 'decide' ? command.decision.by : undefined
