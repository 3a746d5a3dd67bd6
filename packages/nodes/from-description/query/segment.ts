import type { Column } from '@aw-flow/schema'
import { isFiller } from '../find-unused-words.ts'
import type { Token } from '../words.ts'

/** A part of a description that reads as one query, with the tokens that already have a role. */
export interface Segment {
  /** The text in lower case and without diacritics, in which names of several words are masked. */
  readonly folded: string
  readonly tokens: readonly Token[]
  /** The columns that words can name: those of the table, and those that the query computes. */
  readonly columns: readonly Column[]
  /** The clauses, each with at most one verb. */
  readonly clauses: readonly { readonly start: number; readonly end: number }[]
  readonly used: Set<Token>
  /** The first column that the previous sentence names. */
  readonly mentioned?: Column | undefined
  /** The words of the whole description, which may name the unit of a column. */
  readonly context: readonly Pick<Token, 'folded'>[]
}

export const isFree = ({ used }: Segment, token: Token | undefined): token is Token =>
  token !== undefined && !used.has(token)

export const use = ({ used }: Segment, ...tokens: readonly (Token | undefined)[]): void => {
  for (const token of tokens) if (token) used.add(token)
}

/** Marks the tokens between two positions of the text as used. */
export const useText = (segment: Segment, start: number, end: number): void =>
  use(segment, ...segment.tokens.filter((token) => token.start >= start && token.end <= end))

/** Returns the text with spaces in place of the used tokens and of columns and values. */
export function maskUsed({ folded, tokens, used }: Segment, masksColumns = true): string {
  let text = folded
  for (const token of tokens)
    if (used.has(token) || token.cell || (masksColumns && token.kind === 'column' && !token.isPartial))
      text = text.slice(0, token.start) + ' '.repeat(token.end - token.start) + text.slice(token.end)
  return text
}

/** Returns the clause at a position. */
export const findClause = ({ clauses }: Segment, position: number): { readonly start: number; readonly end: number } =>
  clauses.find(({ start, end }) => position >= start && position < end) ?? clauses.at(-1)!

/** Returns the index of the first token that is not a filler, after at most `max` fillers. */
export function skipFillers({ tokens }: Segment, from: number, max = 4): number {
  let index = from
  while (index < from + max && tokens[index] && tokens[index]!.kind === 'word' && isFiller(tokens[index]!.folded))
    index++
  return index
}

export const indexAt = ({ tokens }: Segment, position: number): number => {
  const index = tokens.findIndex(({ start }) => start >= position)
  return index < 0 ? tokens.length : index
}

/** Whether a token has no meaning of its own. */
export const isSkipped = (token: Token | undefined): boolean =>
  token?.kind === 'word' && !token.cell && isFiller(token.folded)
