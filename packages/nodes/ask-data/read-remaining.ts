import { stem } from './stem.ts'
import { isMeasurable, type ColumnPredicate } from './column-kinds.ts'
import { isPeriod, type Aggregate } from './part-kinds.ts'
import type { QuestionPart } from './read-question.ts'
import { readGroup } from './read-groups.ts'
import { numericFunctions, readMeasuredNoun, readRowNoun, readSubject } from './read-subject.ts'
import {
  addMeasure,
  addUnknownWords,
  consume,
  hasKind,
  isKindAt,
  getNumberAt,
  applyToParts,
  type ColumnPart,
  type PartKind,
  type Reading,
} from './reading.ts'
import { addResolvedFilters, choose, consumeColumn } from './resolve-column.ts'

/** Kinds of parts that must have a role in the query. Parts of other kinds, such as "and", can be ignored. */
const requiredKinds: ReadonlySet<PartKind> = new Set<PartKind>([
  'number',
  'month-name',
  'date',
  'quoted',
  'more',
  'less',
  'at-least',
  'at-most',
  'between',
  'since',
  'after',
  'before',
  'until',
  'contains',
  'starts-with',
  'ends-with',
  'without',
  'maxCount',
  'minCount',
  'group',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'not',
])

/** Reads the parts that have no role yet. Required parts that still have none are reported as unknown. */
export function readRemaining(start: Reading): Reading {
  const reading = applyToParts(start, readRemainingPart)
  // Without a measure or a group, there is nothing to compare.
  if (reading.groups.length > 0 || reading.measures.length > 0) return reading
  return addUnknownWords(reading, ...reading.parts.filter(({ kind }) => kind === 'compare').map(({ text }) => text))
}

function readRemainingPart(reading: Reading, part: QuestionPart, index: number): Reading {
  if (part.kind === 'column') return readRemainingColumn(reading, part, index)
  if (part.kind === 'word' || (isPeriod(part.kind) && reading.subject === undefined))
    return readRemainingWord(reading, part.text, index)
  if (part.kind === 'descending' || part.kind === 'ascending')
    return { ...reading, order: { ...reading.order, isDescending: part.kind === 'descending' } }
  if (part.kind === 'top' && isKindAt(reading, index + 1, 'number'))
    return {
      ...consume(reading, index, index + 1),
      limit: getNumberAt(reading, index + 1),
      order: reading.order ?? { isDescending: true },
    }
  return requiredKinds.has(part.kind) ? addUnknownWords(reading, part.text) : reading
}

/** Reads a word as a noun for the rows if its position allows it. Otherwise, reports the word as unknown. */
function readRemainingWord(reading: Reading, text: string, index: number): Reading {
  const { subject } = reading
  const previousKind = reading.parts[index - 1]?.kind
  if (subject !== undefined)
    return subject === stem(text) ? readSubject(reading, index) : addUnknownWords(reading, text)
  if (previousKind === 'list' || previousKind === 'value' || previousKind === 'which')
    return readSubject(reading, index)
  if (index === 0 && reading.measures.length === 0) return readMeasuredNoun(reading, index)
  return index === 0 || previousKind === 'in' || previousKind === 'column'
    ? readRowNoun(reading, index)
    : addUnknownWords(reading, text)
}

const isBoolean: ColumnPredicate = ({ type }) => type === 'BOOLEAN'

/** Reads a boolean column as a filter, and any other column as a result column, a measure, or a group. */
function readRemainingColumn(start: Reading, part: ColumnPart, index: number): Reading {
  if (part.columns.some(isBoolean))
    return addResolvedFilters(consumeColumn(start, index, isBoolean), { operator: '=', values: [true] })
  const hasMeasures = start.measures.length > 0
  const hasGroups = start.groups.length > 0
  if (hasKind(start, 'list', 'which') && !hasMeasures && !hasGroups) return readResultColumn(start, index)
  if (part.columns.some(isMeasurable) && (!hasMeasures || hasGroups)) return readNumericColumn(start, part.text, index)
  return hasKind(start, 'compare') ? readGroup(start, index) : addUnknownWords(start, part.text)
}

function readResultColumn(start: Reading, index: number): Reading {
  const { reading, column } = consumeColumn(start, index)
  return column ? { ...reading, resultColumns: [...reading.resultColumns, column] } : reading
}

/** Reads a numeric column as a measure, such as "price" in "price by city". The user chooses the aggregate function. */
function readNumericColumn(start: Reading, words: string, index: number): Reading {
  const { reading: resolvedReading, column } = consumeColumn(start, index, isMeasurable)
  const { reading, option } = choose(resolvedReading, 'calculation', words, numericFunctions)
  return column && option ? addMeasure(reading, { fn: option as Aggregate, column }) : reading
}
