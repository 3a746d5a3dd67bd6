import type { Column } from '@aw-flow/schema'
import { stem, stemColumnName } from './stem.ts'
import type { Token } from './tokenize.ts'
import { phrases } from './vocabulary.ts'

const maxColumnWords = 6

const matchesWord = (word: string, folded: string): boolean =>
  word.endsWith('*') ? folded.startsWith(word.slice(0, -1)) : word === folded

/** Finds the longest phrase of the vocabulary at a position. */
export const findPhrase = (tokens: readonly Token[], index: number) =>
  phrases.find(({ words }) =>
    words.every((word, offset) => {
      const token = tokens[index + offset]
      return token !== undefined && token.kind !== 'text' && matchesWord(word, token.folded)
    }),
  )

/** The columns that words at a position can refer to. */
export interface ColumnMatch {
  readonly columns: readonly Column[]
  /** Whether the words are the entire column name. */
  readonly isComplete: boolean
  readonly tokenCount: number
}

/**
 * Finds the columns whose names contain the words at a position. Longer matches take precedence over shorter ones, and
 * complete names over partial ones.
 */
export function findColumns(
  tokens: readonly Token[],
  index: number,
  columns: readonly Column[],
): ColumnMatch | undefined {
  const firstToken = tokens[index]!
  if (firstToken.kind === 'text') {
    const quotedColumns = columns.filter(({ name }) => name.toLowerCase() === String(firstToken.value).toLowerCase())
    return quotedColumns.length > 0 ? { columns: quotedColumns, isComplete: true, tokenCount: 1 } : undefined
  }
  const columnsWithStems = columns.map((column) => ({ column, nameStems: stemColumnName(column.name) }))
  for (let length = Math.min(maxColumnWords, tokens.length - index); length > 0; length--) {
    const range = tokens.slice(index, index + length)
    if (range.some(({ kind }) => kind !== 'word' && kind !== 'number') || firstToken.kind === 'number') continue
    const text = range.map(({ folded }) => folded).join(' ')
    const stems = range.map(({ raw }) => stem(raw))
    const completeMatches = columnsWithStems.filter(
      ({ column, nameStems }) =>
        column.name.toLowerCase() === text.replaceAll(' ', '_') ||
        column.name.toLowerCase() === text ||
        (nameStems.length === length && nameStems.every((word, offset) => word === stems[offset])),
    )
    if (completeMatches.length > 0)
      return { columns: completeMatches.map(({ column }) => column), isComplete: true, tokenCount: length }
    if (length === 1 && (firstToken.folded.length < 3 || findPhrase(tokens, index))) continue
    const partialMatches = columnsWithStems.filter(({ nameStems }) => stems.every((word) => nameStems.includes(word)))
    if (partialMatches.length > 0)
      return { columns: partialMatches.map(({ column }) => column), isComplete: false, tokenCount: length }
  }
  // An abbreviated column name, such as `temp_max` for "temperature".
  if (firstToken.kind !== 'word' || firstToken.folded.length < 5 || findPhrase(tokens, index)) return undefined
  const abbreviatedMatches = columnsWithStems.filter(({ nameStems }) =>
    nameStems.some(
      (word) => word.length > 2 && word.length < firstToken.folded.length && stem(firstToken.raw).startsWith(word),
    ),
  )
  return abbreviatedMatches.length > 0
    ? { columns: abbreviatedMatches.map(({ column }) => column), isComplete: false, tokenCount: 1 }
    : undefined
}
