import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { QueryFilter } from './data-query.ts'
import { readFilters } from './read-filters.ts'
import { listPartialNames, normalizeRanges, readParts, type ColumnValues, type QuestionPart } from './read-question.ts'
import { addFilter, consume, createReading, isKindAt, peek, type Reading } from './reading.ts'
import { resolveColumn } from './resolve-column.ts'

type Scalar = string | number | boolean

/** A condition of a Filter node. */
export interface RowCondition {
  readonly column: string
  readonly is:
    | 'equals'
    | 'not-equals'
    | 'less'
    | 'at-most'
    | 'more'
    | 'at-least'
    | 'contains'
    | 'starts-with'
    | 'ends-with'
    | 'is-one-of'
    | 'is-empty'
    | 'is-not-empty'
  readonly value: Scalar | Scalar[]
}

/** The conditions that a text states. */
export interface RowConditions {
  readonly conditions: readonly RowCondition[]
  readonly match: 'all' | 'any'
  /** Words that are not part of a condition. */
  readonly unknownWords: readonly string[]
  /** Words that are only a part of a column's name. */
  readonly partialNames: readonly string[]
}

/** Words without a meaning in a condition: "must be", "one of", "only". */
const emptyWords =
  /\b(?:must|should|shall|ought to|muss|müssen|soll|sollte|sollen|darf|only|just|nur|(?:one|any|either) of|eine[rs]? von|eines der)\b/giu

/**
 * Reads the conditions that a text states about rows: comparisons, ranges, periods, known values, and words that follow
 * the name of a column, such as "paid" in "status is paid". Conditions that are joined by "or" apply alternatively.
 *
 * @param values - The known values of columns. Other words of these columns are unknown.
 * @returns The conditions, or `undefined` if there are none, or if "and" and "or" are mixed.
 */
export function readConditions(
  text: string,
  columns: readonly Column[],
  values: ColumnValues = {},
): RowConditions | undefined {
  const clearedText = normalizeRanges(text.replaceAll(emptyWords, (words) => ' '.repeat(words.length)))
  const parts = readParts(clearedText, columns, values).filter(({ kind }) => kind !== 'filler')
  const start = createReading({
    parts,
    columns,
    chosenOptions: {},
    isUnique: () => false,
    hasNulls: () => false,
  })
  const reading = readFilters(readLiteralValues(start, clearedText, values))
  const orIndexes = parts.flatMap((_, index) => (isKindAt(reading, index, 'or') ? [index] : []))
  if (orIndexes.length > 0) {
    const sides = [...orIndexes, parts.length].map((end, side) =>
      clearedText.slice(side === 0 ? 0 : parts[orIndexes[side - 1]!]!.end, parts[end]?.start),
    )
    return joinAlternatives(distributeConditions(sides, columns, values))
  }
  if (reading.filters.length === 0) return undefined
  const unknownWords = parts.flatMap((part, index) =>
    reading.consumedIndexes.has(index) || ignorableKinds.has(part.kind) ? [] : [part.text],
  )
  // "without precipitation" can mean an empty cell or a zero.
  const ambiguousParts = parts.filter(({ kind }, index) => {
    const next = parts[index + 1]
    return kind === 'without' && next?.kind === 'column' && next.columns.some(({ type }) => isNumber(type))
  })
  return {
    conditions: reading.filters.flatMap(toRowConditions),
    match: 'all',
    unknownWords: [
      ...ambiguousParts.map((part) => part.text),
      ...unknownWords,
      ...reading.unknownWords,
      ...reading.choices.map(({ words }) => words),
    ],
    partialNames: listPartialNames(parts),
  }
}

/** Kinds of words that only connect conditions. */
const ignorableKinds: ReadonlySet<QuestionPart['kind']> = new Set(['and', 'in', 'equal'])

/** Reads alternatives. In "city or state is empty", the condition applies to both columns. */
function distributeConditions(
  sides: readonly string[],
  columns: readonly Column[],
  values: ColumnValues,
): (RowConditions | undefined)[] {
  const readings = sides.map((side) => readConditions(side, columns, values))
  const lastReading = readings.at(-1)
  const [lastCondition, ...otherConditions] = lastReading?.conditions ?? []
  return readings.map((reading, index) => {
    if (reading || !lastReading || !lastCondition || otherConditions.length > 0) return reading
    const [part, ...otherParts] = readParts(sides[index]!, columns, values).filter(({ kind }) => kind !== 'filler')
    return part?.kind === 'column' && part.isComplete && otherParts.length === 0
      ? { ...lastReading, conditions: [{ ...lastCondition, column: part.columns[0]!.name }] }
      : undefined
  })
}

function joinAlternatives(sides: readonly (RowConditions | undefined)[]): RowConditions | undefined {
  const conditions = sides.flatMap((side) => (side?.conditions.length === 1 ? side.conditions : []))
  return conditions.length === sides.length
    ? {
        conditions,
        match: 'any',
        unknownWords: sides.flatMap((side) => side?.unknownWords ?? []),
        partialNames: sides.flatMap((side) => side?.partialNames ?? []),
      }
    : undefined
}

/** Reads all values that follow a column's name, such as "open, paid or shipped" in "status is open, paid or shipped". */
function readLiteralValues(start: Reading, text: string, values: ColumnValues): Reading {
  let reading = start
  for (let index = 0; index < reading.parts.length; index++) {
    if (isKindAt(reading, index, 'column')) reading = readValuesOfColumn(reading, index, text, values)
  }
  return reading
}

function readValuesOfColumn(start: Reading, columnIndex: number, text: string, values: ColumnValues): Reading {
  let index = columnIndex + 1
  const isNegated = isKindAt(start, index, 'not')
  if (isNegated) index++
  if (isKindAt(start, index, 'equal', 'in')) index++
  const literals: Scalar[] = []
  let lastIndex = index - 1
  for (let next = index; next < start.parts.length; next++) {
    const isJoined = literals.length > 0 && isKindAt(start, next, 'or', 'and')
    const part = peek(start, isJoined ? next + 1 : next)
    const literal = part && toLiteral(part)
    if (literal === undefined || isKindAt(start, isJoined ? next + 2 : next + 1, ...comparedKinds)) break
    const previous = start.parts[lastIndex]
    const isSamePhrase = !isJoined && literals.length > 0 && !/[,;]/.test(text.slice(previous!.end, part!.start))
    // "New York" are two words of one value.
    if (isSamePhrase) literals.push(`${String(literals.pop())} ${String(literal)}`)
    else literals.push(literal)
    if (isJoined) next++
    lastIndex = next
  }
  const { reading, column } = resolveColumn(start, columnIndex)
  const words = start.parts.slice(index, lastIndex + 1)
  if (!column || literals.length === 0 || !canBeLiterals(words, column, values)) return start
  const operator = isNegated ? 'none-of' : 'one-of'
  const usedIndexes = Array.from({ length: lastIndex - columnIndex + 1 }, (_, offset) => columnIndex + offset)
  return addFilter(consume(reading, ...usedIndexes), { column, operator, values: literals })
}

/** Kinds of words that show that the word before them names a column. */
const comparedKinds = ['more', 'less', 'at-least', 'at-most', 'between', 'contains', 'empty', 'filled'] as const

const toLiteral = (part: QuestionPart): Scalar | undefined =>
  part.kind === 'word'
    ? part.text
    : part.kind === 'quoted'
      ? part.value
      : part.kind === 'number'
        ? part.number
        : part.kind === 'date'
          ? part.date
          : undefined

/** Returns whether words can be values of a column. A single number and known values are read by other rules. */
function canBeLiterals(words: readonly QuestionPart[], { name, type }: Column, values: ColumnValues): boolean {
  const kinds = new Set(words.map(({ kind }) => kind))
  if (kinds.has('number')) return !kinds.has('word') && !kinds.has('quoted') && words.length > 1
  if (kinds.has('date')) return isTemporal(type)
  const isText = type === 'VARCHAR' || type === 'unknown'
  return isText && (kinds.has('quoted') || values[name] === undefined || values[name].length === 0)
}

const comparisons = {
  '=': 'equals',
  '<>': 'not-equals',
  '<': 'less',
  '<=': 'at-most',
  '>': 'more',
  '>=': 'at-least',
  contains: 'contains',
  'starts-with': 'starts-with',
  'ends-with': 'ends-with',
  empty: 'is-empty',
  filled: 'is-not-empty',
} as const

/** Returns the conditions of a Filter node for a filter of a query. */
export function toRowConditions({ column: { name: column }, operator, values }: QueryFilter): RowCondition[] {
  if (operator === 'none-of') return values.map((value) => ({ column, is: 'not-equals', value }))
  const [value = ''] = values
  if (operator !== 'one-of') return [{ column, is: comparisons[operator], value }]
  return [values.length === 1 ? { column, is: 'equals', value } : { column, is: 'is-one-of', value: [...values] }]
}

const inverseComparisons: Readonly<Partial<Record<RowCondition['is'], RowCondition['is']>>> = {
  equals: 'not-equals',
  'not-equals': 'equals',
  less: 'at-least',
  'at-least': 'less',
  more: 'at-most',
  'at-most': 'more',
  'is-empty': 'is-not-empty',
  'is-not-empty': 'is-empty',
}

/**
 * Inverts conditions: "remove rows where a is empty" keeps the rows where `a` is not empty.
 *
 * @returns The conditions of the other rows, or `undefined` if a comparison has no inverse.
 */
export function invertConditions({ conditions, match, ...rest }: RowConditions): RowConditions | undefined {
  const isConjunction = match === 'all' && conditions.length > 1
  const invertedConditions: RowCondition[] = []
  for (const { column, is, value } of conditions) {
    const inverse = inverseComparisons[is]
    if (is === 'is-one-of' && Array.isArray(value) && !isConjunction)
      invertedConditions.push(...value.map((item) => ({ column, is: 'not-equals' as const, value: item })))
    else if (inverse) invertedConditions.push({ column, is: inverse, value })
    else return undefined
  }
  return { conditions: invertedConditions, match: isConjunction ? 'any' : 'all', ...rest }
}

/** Returns whether conditions use all words of their text, and only complete names of columns. */
export const isComplete = ({ unknownWords, partialNames }: RowConditions): boolean =>
  unknownWords.length + partialNames.length === 0
