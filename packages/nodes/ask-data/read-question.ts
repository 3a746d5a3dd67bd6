import type { Column } from '@aw-flow/schema'
import { stemColumnName, stem } from '../from-description/stem.ts'
import { tokenize, type Token } from '../from-description/words.ts'
import { months, phrases, type Meaning } from '../from-description/vocabulary.ts'

/** A column value that a question mentions. */
export interface FoundValue {
  readonly column: string
  readonly value: string
}

/** A part of a question and its meaning. */
export type QuestionPart = { readonly text: string } & (
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

const maxColumnWords = 6
const maxValueWords = 5

/** Splits a question into parts: phrases of the grammar, columns, values of the table, numbers, and dates. */
export async function readQuestion(
  question: string,
  columns: readonly Column[],
  findValues: FindValues,
): Promise<QuestionPart[]> {
  const tokens = tokenize(question, []).filter(({ kind }) => kind !== 'comma')
  const bareWordFlags = tokens.map((_, index) => isBareWord(tokens, index, columns))
  const valueMatches = await findNamedValues(question, tokens, bareWordFlags, findValues)
  const parts: QuestionPart[] = []
  for (let index = 0; index < tokens.length;) {
    const valueMatch = valueMatches.get(index)
    const [part, length] = valueMatch ?? readPart(tokens, index, columns)
    const lastToken = tokens[index + length - 1]!
    parts.push({ ...part, text: question.slice(tokens[index]!.start, lastToken.end) } as QuestionPart)
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

const matchesWord = (word: string, folded: string): boolean =>
  word.endsWith('*') ? folded.startsWith(word.slice(0, -1)) : word === folded

const findPhrase = (tokens: readonly Token[], index: number) =>
  phrases.find(({ words }) =>
    words.every((word, offset) => {
      const token = tokens[index + offset]
      return token !== undefined && token.kind !== 'text' && matchesWord(word, token.folded)
    }),
  )

interface ColumnMatch {
  readonly columns: readonly Column[]
  /** Whether the words are the entire column name. */
  readonly isComplete: boolean
  readonly tokenCount: number
}

/**
 * Finds the columns whose names contain the words at a position. Longer matches take precedence over shorter ones, and
 * complete names over partial ones.
 */
function findColumns(tokens: readonly Token[], index: number, columns: readonly Column[]): ColumnMatch | undefined {
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

/**
 * Finds the values that are named by sequences of words, longest sequences first. Returns the parts, keyed by the index
 * of their first token.
 */
async function findNamedValues(
  question: string,
  tokens: readonly Token[],
  bareWordFlags: readonly boolean[],
  findValues: FindValues,
): Promise<ReadonlyMap<number, PartMatch>> {
  const ranges: { start: number; length: number; spellings: readonly string[] }[] = []
  for (let start = 0; start < tokens.length; start++) {
    for (let length = 1; length <= maxValueWords && start + length <= tokens.length; length++) {
      const range = tokens.slice(start, start + length)
      const text =
        length === 1 && range[0]!.kind === 'text'
          ? String(range[0]!.value)
          : question.slice(range[0]!.start, range.at(-1)!.end)
      const hasBareWord = range.some((_, offset) => bareWordFlags[start + offset])
      if (hasBareWord)
        ranges.push({
          start,
          length,
          spellings: [text, ...listSingulars(text)].map((spelling) => spelling.toLowerCase()),
        })
    }
  }
  if (ranges.length === 0) return new Map()
  const foundValues = await findValues([...new Set(ranges.flatMap(({ spellings }) => spellings))])
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
