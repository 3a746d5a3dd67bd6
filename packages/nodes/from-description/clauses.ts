import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from './link-values.ts'
import { fold } from './stem.ts'
import { tokenize, type Token } from './words.ts'

/** A part of a description that specifies one step, such as "sort by date". */
export interface Clause {
  readonly text: string
  /** The text in lowercase, without diacritics. */
  readonly folded: string
  /** Offset of the first character in the description. */
  readonly start: number
  readonly end: number
}

/** Separators between clauses: sentence ends, commas, and words such as "and" and "then". */
const separatorPattern =
  /\s*[;\n\uE000\uE001]+\s*|[.!?](?=\s|$)\s*|,\s+(?:(?:and|und)\s+)?(?:(?:then|dann|danach|anschliesend|anschliessend|finally|schlieslich|zuletzt)\s+)?|\s+(?:and|und)\s+(?:(?:then|dann|danach|anschliesend|finally|schlieslich)\s+)?|\s+(?:then|dann|danach|anschliesend)\s+/g

/** Text that is never split: quoted text, ranges, and "row per … and one column" of a pivot table. */
const unsplittablePattern =
  /"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<!\w)'[^']*'(?!\w)|\bbetween\s+\S+\s+and\s+\S+|\S+\s+(?:instead|in place)\s+of\s+\S+(?:\s+and|,)\s+\S+\s+(?:instead|in place)\s+of\s+\S+|\b(?:combinations?|pairs?|kombination(?:en)?|paare?)\s+(?:of|von|aus)\s+\S+\s+(?:and|und)\s+\S+|\b(?:rows?|lines?)\s+(?:per|for each|for every)\s+\S+\s+and\s+(?:one|a)\s+column|\bzwischen\s+\S+\s+und\s+\S+/g

interface Segment {
  readonly start: number
  readonly end: number
  /** Whether the segment is at the start of a sentence. */
  readonly startsSentence: boolean
}

/**
 * Splits a description into clauses. A segment that does not specify a step is appended to the previous segment ("by
 * region and month") or, if the following segment ends with a German verb, prepended to that one ("nach Region und
 * Monat gruppieren").
 *
 * @param describesStep - Whether folded text specifies a step.
 * @param continuesStep - Whether folded text completes the step that the preceding text specifies.
 * @param folded - The folded description. Column names and values may be masked.
 */
export function splitClauses(
  description: string,
  describesStep: (folded: string) => boolean,
  continuesStep: (previous: string, folded: string) => boolean,
  folded = fold(description),
): Clause[] {
  /** A sentence such as "Group by location." is incomplete: its measures are in the next sentence. */
  const isGroupOnly = (text: string): boolean =>
    /^\s*(?:please )?(?:group\w*|gruppier\w*)\b/.test(text) &&
    !/\b(?:count|average|sum|total|anzahl|summe|mean)\b/.test(text)
  const maskedText = folded.replaceAll(unsplittablePattern, (match) => 'x'.repeat(match.length))
  const segments: Segment[] = []
  let start = 0
  let startsSentence = true
  for (const match of maskedText.matchAll(separatorPattern)) {
    segments.push({ start, end: match.index, startsSentence })
    startsSentence = /[;\n\uE000\uE001.!?]/.test(match[0])
    start = match.index + match[0].length
  }
  segments.push({ start, end: description.length, startsSentence })

  const mergedRanges: { start: number; end: number }[] = []
  let pendingStart: number | undefined
  for (const [index, segment] of segments.entries()) {
    const text = folded.slice(segment.start, segment.end)
    if (text.trim() === '') continue
    const previous = mergedRanges.at(-1)
    if (describesStep(text)) {
      // "month, price and volume columns only"
      const endsList =
        previous !== undefined &&
        !segment.startsSentence &&
        pendingStart === undefined &&
        /\b(?:only|columns?|nur|spalten)$/.test(text.trim()) &&
        !describesStep(folded.slice(previous.start, previous.end))
      if (endsList) {
        previous.end = segment.end
        continue
      }
      const completesGroup =
        previous !== undefined && isGroupOnly(folded.slice(previous.start, previous.end)) && pendingStart === undefined
      if (previous && (completesGroup || !segment.startsSentence) && pendingStart === undefined) {
        const isNewStep = /then|dann|danach/.test(folded.slice(previous.end, segment.start))
        if (!isNewStep && continuesStep(folded.slice(previous.start, previous.end), text)) {
          previous.end = segment.end
          continue
        }
      }
      mergedRanges.push({ start: pendingStart ?? segment.start, end: segment.end })
      pendingStart = undefined
      continue
    }
    const next = segments[index + 1]
    const isFollowedByVerb =
      next && !next.startsSentence && endsWithVerb(folded.slice(next.start, next.end), describesStep)
    if (pendingStart !== undefined) continue
    if (isFollowedByVerb && phraseOpening.test(text)) pendingStart = segment.start
    else if (previous && !segment.startsSentence) previous.end = segment.end
    else mergedRanges.push({ start: segment.start, end: segment.end })
  }
  if (pendingStart !== undefined) mergedRanges.push({ start: pendingStart, end: description.length })
  return mergedRanges.map((range) => createClause(description, range.start, range.end))
}

/** Creates the clause for a range of a description, without surrounding whitespace. */
export function createClause(description: string, rangeStart: number, rangeEnd: number): Clause {
  const untrimmedText = description.slice(rangeStart, rangeEnd)
  const text = untrimmedText.trim()
  const start = rangeStart + (untrimmedText.length - untrimmedText.trimStart().length)
  return { text, folded: fold(text), start, end: start + text.length }
}

const phraseOpening = /^(?:nach|je|pro|mit|zeilen|alle|die|den|das|der|summe|anzahl)\b/

/** Returns whether a clause specifies a step and ends with an infinitive, as German requests do. */
const endsWithVerb = (text: string, describesStep: (folded: string) => boolean): boolean => {
  const [lastWord = ''] = /\S+$/.exec(text.trim()) ?? []
  return lastWord.endsWith('en') && describesStep(text)
}

/** A tokenized clause, with the table's columns that its words can refer to. */
export interface ClauseWords {
  readonly folded: string
  readonly tokens: readonly Token[]
  readonly columns: readonly Column[]
  /** The first column named in the previous clause, for pronouns: "The share … Rename it." */
  readonly mentionedColumn?: Column | undefined
  readonly values?: ColumnValues
}

export const readClause = (
  { text, folded }: Pick<Clause, 'text' | 'folded'>,
  columns: readonly Column[],
  values: ColumnValues = {},
): ClauseWords => {
  const tokens = tokenize(text, columns, values)
  return { folded: maskNames(folded, tokens), tokens, columns, values }
}

/**
 * Masks column names that have several words, and words that match cell values, so that a column "total cost" is not
 * read as a sum.
 */
export function maskNames(folded: string, tokens: readonly Token[]): string {
  let maskedText = folded
  for (const { kind, raw, start, end, cell } of tokens)
    if ((kind === 'column' && /\s/.test(raw)) || (cell && kind === 'word'))
      maskedText = maskedText.slice(0, start) + 'x'.repeat(end - start) + maskedText.slice(end)
  return maskedText
}

/** Replaces selected tokens in folded text with placeholders of the same length. */
export const maskTokens = (folded: string, tokens: readonly Token[], shouldMask: (token: Token) => boolean): string =>
  tokens
    .filter((token) => shouldMask(token))
    .reduce((text, { start, end }) => text.slice(0, start) + 'x'.repeat(end - start) + text.slice(end), folded)

/** Returns the tokens at or after a position in the text. */
export const getTokensFrom = ({ tokens }: ClauseWords, start: number): readonly Token[] =>
  tokens.filter((token) => token.start >= start)

/** Returns the distinct columns that the tokens name. */
export const collectColumns = (tokens: readonly Token[]): Column[] => [
  ...new Map(tokens.flatMap(({ column }) => (column ? [[column.name, column] as const] : []))).values(),
]
