import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, defined, type Column, type Problem, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { ColumnFacts, DataAnswer, TableFormat, TableQuery } from '@aw-flow/schema/internal'
import { computeBarHeights } from '../elements/edge-preview/value-shares.ts'
import type { PageSource } from './page-cache.ts'

/** A source of table rows, with columns, pages as Arrow IPC streams, and derived tables. @public */
export interface TableSource extends PageSource {
  /** The columns, in display order. */
  readonly columns: readonly Column[]
  /**
   * Derives a table with a query that the engine runs. If absent, sorting, filtering, searching and charts are
   * unavailable. Rejects with an error that may have a `problem`.
   */
  derive?(query: TableQuery): Promise<DerivedSource>
  /** Exports the entire table as a file. If absent, no download is offered. */
  write?(format: TableFormat): Promise<Blob>
  /**
   * Translates a natural-language question into a statement, using the options that the user selected for ambiguous
   * words. If `model` is the id of a language model, that model answers; otherwise, rules do. If absent, questions are
   * unavailable. Rejects with an error that may have a `problem`.
   */
  ask?(
    question: string,
    selectedOptions: Readonly<Record<string, string>>,
    signal: AbortSignal,
    model?: string,
  ): Promise<DataAnswer>
  /** Returns the ids of the language models that can answer questions. If absent, only rules answer them. */
  listModels?(): readonly string[]
  /** Runs the statement of an answer, which reads these rows as `input`. If absent, results are not previewed. */
  previewStatement?(statement: string, signal: AbortSignal): Promise<TableSource>
  /**
   * Returns statistics of the columns' values, computed once, on which chart suggestions are based. If absent,
   * suggestions are based only on the columns' names and types.
   */
  getFacts?(): Promise<readonly ColumnFacts[]>
  /** Whether the engine is busy with a run, whose rows distributions would delay. Tables then show them later. */
  readonly isBusy?: boolean
  /** Returns the fraction of nulls and the distribution of values per column. If absent, headers do not show them. */
  getShares?(): Promise<readonly ColumnShares[]>
}

/** Fraction of nulls and distribution of values in a column. @public */
export interface ColumnShares {
  /** The column name. */
  readonly name: string
  /** The fraction of null values, from 0 to 1. */
  readonly nullShare: number
  /** Heights of the bars of a histogram or of the most frequent values, relative to the tallest bar, from 0 to 1. */
  readonly bars?: readonly number[] | undefined
}

/** A derived table and the problems reported for it. @public */
export interface DerivedSource {
  /** The rows of the derived table. */
  readonly source: TableSource
  /** Problems and notes, for example about omitted rows or sampling. */
  readonly problems: readonly Problem[]
}

/** Number of evenly spaced rows from which column statistics and distributions are computed. */
const profileSampleSize = 5_000

/**
 * Size up to which tables show null percentages and distributions in their headers. Computing them for larger tables
 * would delay the rows.
 */
const maxTableSizeForDistributions = { rows: 200_000, columns: 100 }

/** Creates a table source for a table from a session's run. @internal */
export function createSessionTable(
  session: Pick<WorkflowSession, 'tables'> & Partial<Pick<WorkflowSession, 'runs'>>,
  table: TableRef,
): TableSource {
  const { columns, rows } = table
  let profilePromise: Promise<TableProfile | undefined> | undefined
  const source: TableSource = {
    columns,
    rows,
    get isBusy() {
      return session.runs?.current?.state === 'running'
    },
    page: async (offset, limit) => unwrap(await session.tables.page({ table, offset, limit })),
    write: async (format) => unwrap(await session.tables.write({ table, format })),
  }
  const { askData, derive, previewStatement, profile } = session.tables
  if (askData) {
    source.ask = async (question, selectedOptions, signal, model) =>
      unwrap(await askData(defined({ table, question, chosen: selectedOptions, model }), { signal }))
    source.listModels = () => (session.runs?.networkAccess?.models.models ?? []).map(({ id }) => id)
  }
  if (previewStatement)
    source.previewStatement = async (statement, signal) =>
      createSessionTable(session, unwrap(await previewStatement({ table, statement }, { signal })).table)
  if (profile) {
    const profileSample = (): Promise<TableProfile | undefined> =>
      (profilePromise ??= profile({ table, sample: profileSampleSize }).then((result) =>
        result.ok ? result.value : undefined,
      ))
    // Without a profile, charts are suggested based only on names and types.
    source.getFacts = async () => (await profileSample())?.columns ?? []
    if (rows > 0 && rows <= maxTableSizeForDistributions.rows && columns.length <= maxTableSizeForDistributions.columns)
      source.getShares = async () => toColumnShares(await profileSample())
  }
  if (derive)
    source.derive = async (query) => {
      const { table: derivedTable, problems } = unwrap(await derive({ table, query }))
      return { source: createSessionTable(session, derivedTable), problems }
    }
  return source
}

const toColumnShares = ({ columns, rows }: TableProfile = { columns: [], rows: 0 }): ColumnShares[] =>
  columns.map((column) => ({
    name: column.name,
    nullShare: column.nulls / Math.max(1, rows),
    // If all values are distinct, there is no meaningful distribution to show.
    bars: column.histogram.length > 0 || column.top.some(({ count }) => count > 1) ? computeBarHeights(column) : [],
  }))

/** Returns the problem of an error, or creates one from the error's message. */
export function toProblem(cause: unknown): Problem {
  const problem = (cause as { problem?: Problem } | undefined)?.problem
  return (
    problem ?? { code: 'internal', severity: 'error', message: cause instanceof Error ? cause.message : String(cause) }
  )
}
