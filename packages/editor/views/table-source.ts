import type { WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  type Column,
  type ColumnFacts,
  type Problem,
  type TableFormat,
  type TableQuery,
  type TableRef,
} from '@aw-flow/schema'
import type { PageSource } from './page-cache.ts'

/** The rows of a view: columns, number of rows, pages as Arrow IPC streams, and derived tables. @public */
export interface TableSource extends PageSource {
  /** The columns, in order. */
  readonly columns: readonly Column[]
  /**
   * Derives a table by a query that the engine runs. If absent, sorting, filtering, search and charts are not
   * available. Rejects with an error that may have a `problem`.
   */
  derive?(query: TableQuery): Promise<DerivedSource>
  /** Returns the complete table as a file. If absent, no download is offered. */
  write?(format: TableFormat): Promise<Blob>
  /**
   * Returns facts about the columns' values, computed once, for suggesting charts. If absent, suggestions are based on
   * names and types only.
   */
  facts?(): Promise<readonly ColumnFacts[]>
}

/** A derived table with its problems. @public */
export interface DerivedSource {
  /** The rows of the derived table. */
  readonly source: TableSource
  /** Notes, for example about omitted rows or a sample. */
  readonly problems: readonly Problem[]
}

/** Number of evenly spaced rows that a column's facts are computed from. */
const factRows = 5_000

/** Creates the source for a table from a session's run. @internal */
export function createSessionTable(session: Pick<WorkflowSession, 'tables'>, table: TableRef): TableSource {
  const { columns, rows } = table
  let facts: Promise<readonly ColumnFacts[]> | undefined
  const source: TableSource = {
    columns,
    rows,
    page: async (offset, limit) => unwrap(await session.tables.page({ table, offset, limit })),
    write: async (format) => unwrap(await session.tables.write({ table, format })),
  }
  const { derive, profile } = session.tables
  if (profile)
    source.facts = () =>
      (facts ??= profile({ table, sample: factRows }).then((result) =>
        // Without a profile, charts are suggested by names and types alone.
        result.ok ? result.value.columns : [],
      ))
  if (derive)
    source.derive = async (query) => {
      const { table: derived, problems } = unwrap(await derive({ table, query }))
      return { source: createSessionTable(session, derived), problems }
    }
  return source
}

/** Returns an error's problem, or a problem with the error's message. */
export function toProblem(cause: unknown): Problem {
  const problem = (cause as { problem?: Problem } | undefined)?.problem
  return (
    problem ?? { code: 'internal', severity: 'error', message: cause instanceof Error ? cause.message : String(cause) }
  )
}
