import type { Column } from '@aw-flow/schema'
import { isId, isIdWord } from './column-kinds.ts'
import { findColumns, findPhrase } from './find-columns.ts'
import { tokenize, type Token } from './tokenize.ts'
import { months, type Meaning } from './vocabulary.ts'

/** A column value that a question mentions. */
export interface FoundValue {
  readonly column: string
  readonly value: string
}

/** A part of a question and its meaning. */
export type QuestionPart = { readonly text: string; readonly start: number; readonly end: number } & (
  | { readonly kind: Meaning }
  | { readonly kind: 'month-name'; readonly month: number }
  /** All columns that the words can refer to. */
  | { readonly kind: 'column'; readonly columns: readonly Column[]; readonly isComplete: boolean }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'quoted'; readonly value: string }
  | { readonly kind: 'value'; readonly values: readonly FoundValue[] }
  /** A word without a known meaning. */
  | { readonly kind: 'word' }
)

/** Finds cells that are equal to one of the given strings, ignoring case. */
export type FindValues = (strings: readonly string[]) => Promise<readonly FoundValue[]>

const maxValueWords = 5

/** Known values of columns, keyed by column name. */
export type ColumnValues = Readonly<Record<string, readonly string[]>>

/** Splits a question into parts: phrases of the grammar, columns, values of the table, numbers, and dates. */
export async function readQuestion(
  originalQuestion: string,
  columns: readonly Column[],
  findValues: FindValues,
): Promise<QuestionPart[]> {
  const question = normalizeRanges(originalQuestion)
  const tokens = listTokens(question)
  const ranges = listValueRanges(question, tokens, columns)
  const foundValues = ranges.length === 0 ? [] : await findValues(listSpellings(ranges))
  return createParts(question, tokens, columns, matchValues(ranges, foundValues))
}

/** Splits a text into parts like `readQuestion`, with the given values instead of those of a table. */
export function readParts(text: string, columns: readonly Column[], values: ColumnValues): QuestionPart[] {
  const tokens = listTokens(text)
  const ranges = listValueRanges(text, tokens, columns)
  const spellings = new Set(listSpellings(ranges))
  const foundValues = columns.flatMap(({ name }) =>
    (values[name] ?? []).flatMap((value) => (spellings.has(value.toLowerCase()) ? [{ column: name, value }] : [])),
  )
  const [firstColumn] = columns
  // The first column identifies the rows, so "orders" means the rows of a table that starts with `order_id`.
  return createParts(text, tokens, columns, matchValues(ranges, foundValues)).map((part) =>
    part.kind === 'column' &&
    !part.isComplete &&
    !isIdWord(part.text) &&
    part.columns.some((column) => column === firstColumn && isId(column))
      ? { kind: 'word', text: part.text, start: part.start, end: part.end }
      : part,
  )
}

/** Replaces "from 10 to 20" with "between 10 and 20". */
export const normalizeRanges = (text: string): string =>
  text.replaceAll(/\b(?:from|von) (-?\d[\d.,-]*) (?:to|bis) (?=-?\d)/giu, 'between $1 and ')

/** Lists the words that are only a part of the name of a column, such as "customer" for `customer_id`. */
export const listPartialNames = (parts: readonly QuestionPart[]): string[] =>
  parts.flatMap((part) => (part.kind === 'column' && !part.isComplete ? [part.text] : []))

const listTokens = (text: string): Token[] => tokenize(text).filter(({ kind }) => kind !== 'comma')

function createParts(
  text: string,
  tokens: readonly Token[],
  columns: readonly Column[],
  valueMatches: ReadonlyMap<number, PartMatch>,
): QuestionPart[] {
  const parts: QuestionPart[] = []
  for (let index = 0; index < tokens.length;) {
    const [part, length] = valueMatches.get(index) ?? readPart(tokens, index, columns)
    const { start } = tokens[index]!
    const { end } = tokens[index + length - 1]!
    parts.push({ ...part, text: text.slice(start, end), start, end } as QuestionPart)
    index += length
  }
  return parts
}

type PartMatch = readonly [part: object & { kind: QuestionPart['kind'] }, length: number]

function readPart(tokens: readonly Token[], index: number, columns: readonly Column[]): PartMatch {
  const token = tokens[index]!
  const column = findColumns(tokens, index, columns)
  const phrase = findPhrase(tokens, index)
  if (column && (column.isComplete || !phrase) && column.tokenCount >= (phrase?.words.length ?? 0))
    return [{ kind: 'column', columns: column.columns, isComplete: column.isComplete } as never, column.tokenCount]
  if (phrase) return [{ kind: phrase.meaning }, phrase.words.length]
  if (column)
    return [{ kind: 'column', columns: column.columns, isComplete: column.isComplete } as never, column.tokenCount]
  if (token.kind === 'number') return [{ kind: 'number', number: Number(token.value) } as never, 1]
  if (token.kind === 'text') {
    const text = String(token.value)
    return [
      (/^\d{4}-\d\d-\d\d$/.test(text) ? { kind: 'date', date: text } : { kind: 'quoted', value: text }) as never,
      1,
    ]
  }
  const month = months.get(token.folded)
  return month === undefined ? [{ kind: 'word' }, 1] : [{ kind: 'month-name', month } as never, 1]
}

/** Returns whether a token has no meaning of its own and can therefore belong to a value. */
function isBareWord(tokens: readonly Token[], index: number, columns: readonly Column[]): boolean {
  const [{ kind }] = readPart(tokens, index, columns)
  return kind === 'word' || kind === 'quoted'
}

/** A sequence of words that can be a value. */
interface ValueRange {
  readonly start: number
  readonly length: number
  readonly spellings: readonly string[]
}

/** Lists the sequences of words that can be values, because at least one of the words has no other meaning. */
function listValueRanges(text: string, tokens: readonly Token[], columns: readonly Column[]): ValueRange[] {
  const bareWordFlags = tokens.map((_, index) => isBareWord(tokens, index, columns))
  const ranges: ValueRange[] = []
  for (let start = 0; start < tokens.length; start++) {
    for (let length = 1; length <= maxValueWords && start + length <= tokens.length; length++) {
      const range = tokens.slice(start, start + length)
      const words =
        length === 1 && range[0]!.kind === 'text'
          ? String(range[0]!.value)
          : text.slice(range[0]!.start, range.at(-1)!.end)
      if (range.some((_, offset) => bareWordFlags[start + offset]))
        ranges.push({
          start,
          length,
          spellings: [words, ...listSingulars(words)].map((spelling) => spelling.toLowerCase()),
        })
    }
  }
  return ranges
}

const listSpellings = (ranges: readonly ValueRange[]): string[] => [
  ...new Set(ranges.flatMap(({ spellings }) => spellings)),
]

/**
 * Matches sequences of words with values, longest sequences first. Returns the parts, keyed by the index of their first
 * token.
 */
function matchValues(
  ranges: readonly ValueRange[],
  foundValues: readonly FoundValue[],
): ReadonlyMap<number, PartMatch> {
  const valuesByText = new Map<string, FoundValue[]>()
  for (const foundValue of foundValues) {
    const key = foundValue.value.toLowerCase()
    valuesByText.set(key, [...(valuesByText.get(key) ?? []), foundValue])
  }
  const result = new Map<number, PartMatch>()
  const usedIndexes = new Set<number>()
  for (const { start, length, spellings } of ranges.toSorted((a, b) => b.length - a.length)) {
    const values = valuesByText.get(spellings.find((text) => valuesByText.has(text)) ?? '')
    const indexes = Array.from({ length }, (_, offset) => start + offset)
    if (!values || indexes.some((index) => usedIndexes.has(index))) continue
    indexes.forEach((index) => usedIndexes.add(index))
    result.set(start, [{ kind: 'value', values } as never, length])
  }
  return result
}

/** Lists the possible singular forms of a plural, such as "flood" for "floods" or "comedy" for "comedies". */
const listSingulars = (text: string): string[] =>
  /[a-z]{3}s$/i.test(text)
    ? [
        text.slice(0, -1),
        ...(/es$/i.test(text) ? [text.slice(0, -2)] : []),
        ...(/[^aeiou]ies$/i.test(text) ? [`${text.slice(0, -3)}y`] : []),
      ]
    : []
