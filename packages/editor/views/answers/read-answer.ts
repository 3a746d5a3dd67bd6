import type { Answer, AnswerCell, ProposedRow } from '@aw-flow/schema/internal'

/** Input that marks a cell as wrong when its correct value is unknown. */
export const unknownValue = '?'

/** Creates the answer for a row. A cell is wrong if the user's input differs from its value. */
export function createAnswer({ row, cells }: ProposedRow, entries: ReadonlyMap<string, string>): Answer {
  return {
    row,
    cells: cells.map(({ column, value }): AnswerCell => {
      const entry = entries.get(column)
      if (entry === undefined || entry === value) return { column, value, verdict: 'right' }
      return { column, value, verdict: 'wrong', ...(entry === unknownValue ? {} : { correct: entry }) }
    }),
  }
}

/** Converts an answer back to user input; the inverse of `createAnswer`. */
export const toEntries = ({ cells }: Answer): Map<string, string> =>
  new Map(
    cells.flatMap(({ column, verdict, correct }): [string, string][] =>
      verdict === 'wrong' ? [[column, correct ?? unknownValue]] : [],
    ),
  )
