import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type TableRef } from '@aw-flow/schema'
import type { CellExample, ExamplePreview } from '@aw-flow/schema/internal'
import { createSessionTable, type TableSource } from '../table-source.ts'

/** A preview of a transformation and the resulting rows. @public */
export interface ExampleResult {
  /** Possible transformations, row counts and uncertain rows. */
  readonly preview: ExamplePreview
  /** All rows, with the new values in the second column. Absent if no transformation was found. */
  readonly rows?: TableSource | undefined
}

/** A table column that can be transformed by example. @public */
export interface ExampleSource {
  /** The column name. */
  readonly column: string
  /** The table that contains the column. */
  readonly rows: TableSource
  /** Learns transformations from the examples. Rejects with an error that may have a `problem`. */
  preview(examples: readonly CellExample[], signal: AbortSignal): Promise<ExampleResult>
}

/**
 * Creates an example source for a column of a session's table, or returns `undefined` if the session does not support
 * transforming by example.
 *
 * @public
 */
export function createSessionExamples(
  session: Pick<WorkflowSession, 'tables'>,
  table: TableRef,
  column: string,
): ExampleSource | undefined {
  const { previewExamples } = session.tables
  if (!previewExamples) return undefined
  return {
    column,
    rows: createSessionTable(session, table),
    async preview(examples, signal) {
      const preview = unwrap(await previewExamples({ table, column, examples: [...examples] }, { signal }))
      return preview.table ? { preview, rows: createSessionTable(session, preview.table) } : { preview }
    },
  }
}
