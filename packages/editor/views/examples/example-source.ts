import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type CellExample, type ExamplePreview, type TableRef } from '@aw-flow/schema'
import { createSessionTable, type TableSource } from '../table-source.ts'

/** A preview of the transformation, with its rows. @public */
export interface ExampleResult {
  /** The transformations, counts and uncertain rows. */
  readonly preview: ExamplePreview
  /** All rows with the new values in the second column; absent without a transformation. */
  readonly rows?: TableSource | undefined
}

/** A column of a table that is transformed by examples. @public */
export interface ExampleSource {
  /** The name of the column. */
  readonly column: string
  /** The table with the column. */
  readonly rows: TableSource
  /** Learns transformations from examples. Rejects with an error that may have a `problem`. */
  preview(examples: readonly CellExample[], signal: AbortSignal): Promise<ExampleResult>
}

/** Creates the source for a column of a session's table; `undefined` if the session does not support examples. @public */
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
