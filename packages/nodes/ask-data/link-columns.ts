import type { Column } from '@aw-flow/schema'
import { findColumns } from './find-columns.ts'
import { fold } from './stem.ts'
import { tokenize, type Token } from './tokenize.ts'

/** A token, or the words that name a column. */
export interface LinkedToken extends Omit<Token, 'kind'> {
  readonly kind: Token['kind'] | 'column'
  /** The column that the words name. */
  readonly column?: Column
  /** Whether the words are only part of the column's name, such as "customer" for `customer_id`. */
  readonly isPartial?: boolean
}

/** Splits text into tokens and replaces words with the column that they name, unless they can name several columns. */
export function linkColumns(text: string, columns: readonly Column[]): LinkedToken[] {
  const tokens = tokenize(text)
  const linkedTokens: LinkedToken[] = []
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index]!
    const match = findColumns(tokens, index, columns)
    const column = match && (match.columns.length === 1 || match.isComplete) ? match.columns[0] : undefined
    if (!match || !column) {
      linkedTokens.push(token)
      index++
      continue
    }
    const { end } = tokens[index + match.tokenCount - 1]!
    const raw = text.slice(token.start, end)
    linkedTokens.push({
      kind: 'column',
      raw,
      folded: fold(raw),
      start: token.start,
      end,
      column,
      ...(match.isComplete ? {} : { isPartial: true }),
    })
    index += match.tokenCount
  }
  return linkedTokens
}
