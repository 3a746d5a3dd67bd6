import type { Answer, AnswerCell, ProposedRow } from '@aw-flow/schema'

/** The entry for a wrong cell whose correct value is unknown. */
export const unknownValue = '?'

/** Returns the answer about a row. Cells whose entry differs from the value are wrong. */
export function readAnswer({ row, cells }: ProposedRow, entries: ReadonlyMap<string, string>): Answer {
  return {
    row,
    cells: cells.map(({ column, value }): AnswerCell => {
      const entry = entries.get(column)
      if (entry === undefined || entry === value) return { column, value, verdict: 'right' }
      return { column, value, verdict: 'wrong', ...(entry === unknownValue ? {} : { correct: entry }) }
    }),
  }
}

/** Returns the entries that `readAnswer` would turn into this answer. */
export const toEntries = ({ cells }: Answer): Map<string, string> =>
  new Map(
    cells.flatMap(({ column, verdict, correct }): [string, string][] =>
      verdict === 'wrong' ? [[column, correct ?? unknownValue]] : [],
    ),
  )
