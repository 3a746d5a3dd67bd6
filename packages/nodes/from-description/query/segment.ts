import type { Column } from '@aw-flow/schema'
import { isStopWord } from '../find-unused-words.ts'
import type { Token } from '../words.ts'

/** A part of a description that is read as a single query. Tracks which tokens have been used. */
export interface Segment {
  /** The lowercase text without diacritics, with multi-word names masked. */
  readonly folded: string
  readonly tokens: readonly Token[]
  /** The columns that words can name: the table's columns and those computed by the query. */
  readonly columns: readonly Column[]
  /** The clauses, each with at most one verb, as offsets in the text. */
  readonly clauses: readonly { readonly start: number; readonly end: number }[]
  readonly usedTokens: Set<Token>
  /** The first column named in the previous sentence. */
  readonly mentionedColumn?: Column | undefined
  /** The words of the entire description, which may name a column's unit. */
  readonly descriptionWords: readonly Pick<Token, 'folded'>[]
}

export const isUnused = ({ usedTokens }: Segment, token: Token | undefined): token is Token =>
  token !== undefined && !usedTokens.has(token)

export const markUsed = ({ usedTokens }: Segment, ...tokens: readonly (Token | undefined)[]): void => {
  for (const token of tokens) if (token) usedTokens.add(token)
}

/** Marks the tokens between two positions of the text as used. */
export const markTextUsed = (segment: Segment, start: number, end: number): void =>
  markUsed(segment, ...segment.tokens.filter((token) => token.start >= start && token.end <= end))

/** Replaces used tokens, columns and values in the text with spaces. */
export function maskUsed({ folded, tokens, usedTokens }: Segment, shouldMaskColumns = true): string {
  let text = folded
  for (const token of tokens)
    if (usedTokens.has(token) || token.cell || (shouldMaskColumns && token.kind === 'column' && !token.isPartial))
      text = text.slice(0, token.start) + ' '.repeat(token.end - token.start) + text.slice(token.end)
  return text
}

/** Returns the clause that contains a position, or the last clause. */
export const findClause = ({ clauses }: Segment, position: number): { readonly start: number; readonly end: number } =>
  clauses.find(({ start, end }) => position >= start && position < end) ?? clauses.at(-1)!

/** Skips a limited number of stop words and returns the index of the next token. */
export function skipStopWords({ tokens }: Segment, startIndex: number, maxStopWords = 4): number {
  let index = startIndex
  while (
    index < startIndex + maxStopWords &&
    tokens[index] &&
    tokens[index]!.kind === 'word' &&
    isStopWord(tokens[index]!.folded)
  )
    index++
  return index
}

export const findTokenIndex = ({ tokens }: Segment, position: number): number => {
  const index = tokens.findIndex(({ start }) => start >= position)
  return index < 0 ? tokens.length : index
}

/** Returns whether a token is a stop word, which has no meaning of its own. */
export const isStopWordToken = (token: Token | undefined): boolean =>
  token?.kind === 'word' && !token.cell && isStopWord(token.folded)
