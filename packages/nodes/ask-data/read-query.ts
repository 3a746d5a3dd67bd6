import type { Column } from '@aw-flow/schema'
import { interpretQuestion, type Interpretation } from './interpret-question.ts'
import { listPartialNames, normalizeRanges, readParts, type ColumnValues } from './read-question.ts'

/** The interpretation of a question without its table. */
export type QueryReading = Interpretation & {
  /** Words that are only a part of a column's name. Without the rows, they cannot be told from a noun for the rows. */
  readonly partialNames: readonly string[]
}

/**
 * Interprets a question without its table: only with the columns and their known values. Ambiguous words are returned
 * as choices, as by `askData`.
 */
export function readQuery(text: string, columns: readonly Column[], values: ColumnValues): QueryReading {
  const parts = readParts(normalizeRanges(text), columns, values)
  const context = { columns, chosenOptions: {}, isUnique: () => false, hasNulls: () => false }
  return { ...interpretQuestion({ parts, ...context }), partialNames: listPartialNames(parts) }
}
