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

/** What a view shows: columns, how many rows, pages of them as Arrow IPC streams, and what else is made of them. */
export interface TableSource extends PageSource {
  readonly columns: readonly Column[]
  /**
   * The table that somebody wants to see of this one; made where the rows are. Absent: sorting, filtering, finding and
   * charts are not offered. Rejects with an error that may carry a `problem`.
   */
  derive?(query: TableQuery): Promise<DerivedSource>
  /** The whole table as a file. Absent: none is offered. */
  write?(format: TableFormat): Promise<Blob>
  /** What is known of the columns' values, found out once: charts are suggested by it. Absent: by names and types alone. */
  facts?(): Promise<readonly ColumnFacts[]>
}

/** A table that was made for a query, and what is worth knowing of it. */
export interface DerivedSource {
  readonly source: TableSource
  readonly problems: readonly Problem[]
}

/** So many rows, evenly spread, tell what kinds of values columns have. */
const factRows = 5_000

/** A table of a session's run. */
export function sessionTable(session: WorkflowSession, table: TableRef): TableSource {
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
      (facts ??= profile({ table, sample: factRows }).then((reported) =>
        // Without a profile, charts are suggested by names and types alone.
        reported.ok ? reported.value.columns : [],
      ))
  if (derive)
    source.derive = async (query) => {
      const { table: derived, problems } = unwrap(await derive({ table, query }))
      return { source: sessionTable(session, derived), problems }
    }
  return source
}

/** What went wrong as a problem: that of an error which has one, else the error's own text. */
export function problemOf(cause: unknown): Problem {
  const problem = (cause as { problem?: Problem } | undefined)?.problem
  return (
    problem ?? { code: 'internal', severity: 'error', message: cause instanceof Error ? cause.message : String(cause) }
  )
}
