import type { WorkflowSession } from '@aw-flow/client'
import type { Column, Problem, TableQuery, TableRef } from '@aw-flow/schema'
import type { PageSource } from './page-cache.ts'

/** What a view shows: columns, how many rows, pages of them as Arrow IPC streams, and what else is made of them. */
export interface TableSource extends PageSource {
  readonly columns: readonly Column[]
  /**
   * The table that somebody wants to see of this one; made where the rows are. Absent: sorting, filtering, finding and
   * charts are not offered. Rejects with an error that may carry a `problem`.
   */
  derive?(query: TableQuery): Promise<DerivedSource>
}

/** A table that was made for a query, and what is worth knowing of it. */
export interface DerivedSource {
  readonly source: TableSource
  readonly problems: readonly Problem[]
}

/** A table of a session's run. */
export function sessionTable(session: WorkflowSession, table: TableRef): TableSource {
  const { columns, rows } = table
  const page: TableSource['page'] = (offset, limit) => session.page(table, offset, limit)
  if (!session.derive) return { columns, rows, page }
  const derive: TableSource['derive'] = async (query) => {
    const { table: derived, problems } = await session.derive!(table, query)
    return { source: sessionTable(session, derived), problems }
  }
  return { columns, rows, page, derive }
}

/** What went wrong, for people: an error's problem with its next step, or its message. */
export function problemOf(cause: unknown): { message: string; hint: string | undefined } {
  const problem = (cause as { problem?: Problem } | undefined)?.problem
  if (problem) return { message: problem.message, hint: problem.hint }
  return { message: cause instanceof Error ? cause.message : String(cause), hint: undefined }
}
