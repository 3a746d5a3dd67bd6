import type { WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  type Column,
  type ColumnFacts,
  type DataAnswer,
  type Problem,
  type TableFormat,
  type TableProfile,
  type TableQuery,
  type TableRef,
} from '@aw-flow/schema'
import { computeValueShares } from '../elements/edge-preview/value-shares.ts'
import type { PageSource } from './page-cache.ts'

/** The rows of a view: columns, number of rows, pages as Arrow IPC streams, and derived tables. @public */
export interface TableSource extends PageSource {
  /** The columns, in order. */
  readonly columns: readonly Column[]
  /**
   * Derives a table with a query that the engine runs. If absent, sorting, filtering, search and charts are not
   * available. Rejects with an error that may have a `problem`.
   */
  derive?(query: TableQuery): Promise<DerivedSource>
  /** Returns the entire table as a file. If absent, no download is offered. */
  write?(format: TableFormat): Promise<Blob>
  /**
   * Interprets a question in natural language, with the options that the user chose for ambiguous words, and returns a
   * statement. A language model answers if `model` is the id of one; otherwise rules do. If absent, no questions are offered. Rejects with an error
   * that may have a `problem`.
   */
  ask?(
    question: string,
    chosen: Readonly<Record<string, string>>,
    signal: AbortSignal,
    model?: string,
  ): Promise<DataAnswer>
  /** Returns the ids of the language models that can answer questions. If absent, there are none. */
  listModels?(): readonly string[]
  /** Runs the statement of an answer, which reads these rows as `input`. If absent, no result is shown. */
  previewStatement?(statement: string, signal: AbortSignal): Promise<TableSource>
  /**
   * Returns facts about the columns' values, computed once, for suggesting charts. If absent, suggestions are based on
   * names and types only.
   */
  facts?(): Promise<readonly ColumnFacts[]>
  /** Returns the null share and the distribution of the columns' values. If absent, headers do not show them. */
  shares?(): Promise<readonly ColumnShares[]>
}

/** The null share and the distribution of a column's values. @public */
export interface ColumnShares {
  /** The name of the column. */
  readonly name: string
  /** The share of null values, 0 to 1. */
  readonly nulls: number
  /** The bars of a histogram or of the most frequent values, as shares of the largest, 0 to 1. */
  readonly bars?: readonly number[] | undefined
}

/** A derived table with its problems. @public */
export interface DerivedSource {
  /** The rows of the derived table. */
  readonly source: TableSource
  /** Notes, for example about omitted rows or a sample. */
  readonly problems: readonly Problem[]
}

/** Number of evenly spaced rows that facts and shares of columns are computed from. */
const profiledRows = 5_000

/** Size of the largest table whose headers show null shares and distributions. In larger ones, they would delay the rows. */
const maxSharesTable = { rows: 200_000, columns: 100 }

/** Creates the source for a table from a session's run. @internal */
export function createSessionTable(
  session: Pick<WorkflowSession, 'tables'> & Partial<Pick<WorkflowSession, 'runs'>>,
  table: TableRef,
): TableSource {
  const { columns, rows } = table
  let profilePromise: Promise<TableProfile | undefined> | undefined
  const source: TableSource = {
    columns,
    rows,
    page: async (offset, limit) => unwrap(await session.tables.page({ table, offset, limit })),
    write: async (format) => unwrap(await session.tables.write({ table, format })),
  }
  const { askData, derive, previewStatement, profile } = session.tables
  if (askData) {
    source.ask = async (question, chosen, signal, model) =>
      unwrap(await askData({ table, question, chosen, ...(model === undefined ? {} : { model }) }, { signal }))
    source.listModels = () => (session.runs?.networkAccess?.models.models ?? []).map(({ id }) => id)
  }
  if (previewStatement)
    source.previewStatement = async (statement, signal) =>
      createSessionTable(session, unwrap(await previewStatement({ table, statement }, { signal })).table)
  if (profile) {
    const profileSample = (): Promise<TableProfile | undefined> =>
      (profilePromise ??= profile({ table, sample: profiledRows }).then((result) =>
        result.ok ? result.value : undefined,
      ))
    // Without a profile, charts are suggested by names and types alone.
    source.facts = async () => (await profileSample())?.columns ?? []
    if (rows > 0 && rows <= maxSharesTable.rows && columns.length <= maxSharesTable.columns)
      source.shares = async () => toShares(await profileSample())
  }
  if (derive)
    source.derive = async (query) => {
      const { table: derived, problems } = unwrap(await derive({ table, query }))
      return { source: createSessionTable(session, derived), problems }
    }
  return source
}

const toShares = ({ columns, rows }: TableProfile = { columns: [], rows: 0 }): ColumnShares[] =>
  columns.map((column) => ({
    name: column.name,
    nulls: column.nulls / Math.max(1, rows),
    // Values that all differ have no distribution.
    bars: column.histogram.length > 0 || column.top.some(({ count }) => count > 1) ? computeValueShares(column) : [],
  }))

/** Returns an error's problem, or a problem with the error's message. */
export function toProblem(cause: unknown): Problem {
  const problem = (cause as { problem?: Problem } | undefined)?.problem
  return (
    problem ?? { code: 'internal', severity: 'error', message: cause instanceof Error ? cause.message : String(cause) }
  )
}
