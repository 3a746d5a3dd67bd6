import { message, type Message, type Text } from '@aw-flow/messages'
import { booleanWords } from './boolean-words.ts'
import { findDateFormat, type DateFormat, type DateHabits } from './date-format.ts'
import type { DayOrder } from './day-order.ts'
import { findDurationFormat } from './duration-format.ts'
import { formulaTexts } from '../detect/formula-text.ts'
import { isNullWord, isPlainNullWord } from './null-words.ts'
import { findNumberFormat, type NumberFormat, type NumberHabits } from './number-format.ts'

/** How the cells of one column become values, with why. */
export interface InferredColumn {
  /** A DuckDB type: BIGINT, DOUBLE, DECIMAL(p,s), BOOLEAN, DATE, TIMESTAMP, TIME, INTERVAL, UUID or VARCHAR. */
  type: string
  format?: string
  decimal?: '.' | ','
  thousands?: string
  strip?: string[]
  unit?: string
  minus?: string
  minusBehind?: boolean
  formulaText?: boolean
  months?: Record<string, number>
  trueValues?: string[]
  falseValues?: string[]
  nulls: string[]
  confidence: number
  reason: Message
  /** Other ways to read all of its cells, with how likely each is (0–1). */
  runnersUp: { value: Text; score: number }[]
  /** Cells that do not fit the type (or, in a text column, that alone keep it from one), as indexes of what was given. */
  misfits: number[]
  /** The type that all cells but the misfits have, where the column stays text because of them. */
  almost?: string
  ambiguous?: 'decimal mark' | 'day and month'
  certainDecimal?: '.' | ','
  certainOrder?: DayOrder
}

/** What the file's other columns have shown. */
export interface FileHabits extends NumberHabits, DateHabits {
  /** True for a column of ids, in which no cell may be lost. */
  exact?: boolean
}

/** What columns show beyond doubt, for those beside them that can be read in two ways. */
export function shownHabits(inferred: readonly InferredColumn[]): FileHabits {
  const decimal = majority(inferred.flatMap(({ certainDecimal }) => certainDecimal ?? []))
  const order = majority(inferred.flatMap(({ certainOrder }) => certainOrder ?? []))
  return { ...(decimal === undefined ? {} : { decimal }), ...(order === undefined ? {} : { order }) }
}

function majority<T>(votes: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1)
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}

/**
 * How many of `count` cells may be of another type before the column is text: one in a hundred, and one where there
 * are at least twenty. They become empty and are reported, each with its text. In columns of ids none may.
 */
export const toleratedMisfits = (count: number): number => (count < 20 ? 0 : Math.max(1, Math.floor(count / 100)))

/** Beyond tolerance, up to this share of other cells is worth telling: "text because of 3 cells". */
const almostShare = 0.1

/**
 * Decides a column's type over all its cells: what is written decides, not the first rows. A column is only converted
 * where nothing is lost by it: leading zeros, ids of sixteen digits and more, and mixed currencies stay texts.
 * Decimals become DOUBLE unless that would change a digit that is written: see the package's README.
 */
export function inferColumn(cells: readonly (string | null)[], habits: FileHabits = {}): InferredColumn {
  const filled: { text: string; index: number }[] = []
  const nullWords = new Set<string>()
  cells.forEach((cell, index) => {
    const text = cell?.trim() ?? ''
    if (cell === null || text === '') return
    if (isNullWord(text)) nullWords.add(cell)
    else filled.push({ text, index })
  })
  if (filled.length === 0)
    return asText(
      [...nullWords],
      nullWords.size > 0 ? message('loading.only-null-values', {}) : message('loading.no-values', {}),
    )
  const texts = filled.map(({ text }) => text)
  const formulas = formulaTexts(texts)
  if (formulas > 0)
    return {
      ...asText([...nullWords], message('loading.formula-texts', { texts: formulas, cells: texts.length })),
      formulaText: true,
    }
  const tolerated = habits.exact === true ? 0 : toleratedMisfits(texts.length)
  const lenient = Math.max(tolerated, texts.length >= 3 ? Math.ceil(texts.length * almostShare) : 0)
  const strict = convert(texts, tolerated, habits)
  if (strict) {
    const misfits = strict.misfits.map((index) => (filled[index] as { index: number }).index)
    return { ...strict, nulls: [...nullWords].sort(), misfits }
  }
  const kept = keptReason(texts, tolerated, habits)
  if (kept !== undefined) return asText([...nullWords], message('loading.digits-stay-text', { reason: kept }))
  const almost = convert(texts, lenient, habits)
  const column = asText([...nullWords], nestedReason(texts) ?? message('loading.texts', {}))
  if (!almost) return column
  return {
    ...column,
    reason: message('loading.almost', {
      fits: texts.length - almost.misfits.length,
      cells: texts.length,
      type: typeName(almost.type),
    }),
    runnersUp: [{ value: almost.type, score: 0.5 }],
    almost: almost.type,
    misfits: almost.misfits.map((index) => (filled[index] as { index: number }).index),
  }
}

/** Lists and objects written as JSON stay as written: a table that takes them apart is made from them later. */
function nestedReason(texts: readonly string[]): Message | undefined {
  const lists = texts.filter((text) => /^\[.*\]$/s.test(text)).length
  const objects = texts.filter((text) => /^\{.*\}$/s.test(text)).length
  if (lists + objects < texts.length) return undefined
  const kind = objects === 0 ? 'lists' : lists === 0 ? 'objects' : 'both'
  return message('loading.nested-cells', { cells: texts.length, kind })
}

const typeWords: Record<string, string> = {
  BIGINT: 'whole numbers',
  DOUBLE: 'numbers',
  BOOLEAN: 'yes or no',
  DATE: 'dates',
  TIMESTAMP: 'dates with times',
  TIME: 'times of day',
  INTERVAL: 'spans of time',
  UUID: 'UUIDs',
}

const typeKinds: Record<string, string> = {
  BIGINT: 'whole',
  DOUBLE: 'numbers',
  BOOLEAN: 'boolean',
  DATE: 'dates',
  TIMESTAMP: 'moments',
  TIME: 'times',
  INTERVAL: 'durations',
  UUID: 'uuids',
}

/** What people call the values of a DuckDB type: whole numbers, dates, texts. */
export const typeName = (type: string): Message =>
  message('loading.type', { type: typeKinds[type] ?? (type.startsWith('DECIMAL') ? 'numbers' : 'texts') })

/** What people call the values of a DuckDB type, in English. */
export const typeWord = (type: string): string => typeWords[type] ?? (type.startsWith('DECIMAL') ? 'numbers' : 'texts')

const asText = (nullWords: readonly string[], reason: Message): InferredColumn => ({
  type: 'VARCHAR',
  nulls: nullWords.filter(isPlainNullWord).sort(),
  confidence: 1,
  reason,
  runnersUp: [],
  misfits: [],
})

type Converted = Omit<InferredColumn, 'nulls'>

function convert(texts: readonly string[], tolerated: number, habits: FileHabits): Converted | undefined {
  const worded = asBoolean(texts) ?? asUuid(texts)
  if (worded || !haveDigits(texts, tolerated)) return worded
  return asNumber(texts, tolerated, habits) ?? asDate(texts, tolerated, habits) ?? asDuration(texts, tolerated)
}

/** Numbers, dates and spans of time hold a digit (or are infinite): where too many texts do not, no more is tried. */
function haveDigits(texts: readonly string[], tolerated: number): boolean {
  let without = 0
  for (const text of texts) if (!/\p{N}|inf/iu.test(text) && ++without > tolerated) return false
  return true
}

function keptReason(texts: readonly string[], tolerated: number, habits: FileHabits): Message | undefined {
  if (!haveDigits(texts, tolerated)) return undefined
  const format = findNumberFormat(texts, tolerated, habits)
  return format && 'keptBecause' in format ? format.keptBecause : undefined
}

function asNumber(texts: readonly string[], tolerated: number, habits: FileHabits): Converted | undefined {
  // Digits of a date without marks would be numbers too.
  const date = habits.isDate === true ? findDateFormat(texts, tolerated, habits) : undefined
  if (date?.format !== undefined && date.format.startsWith('%Y%m')) return dated(texts, date)
  const format = findNumberFormat(texts, tolerated, habits)
  if (format === undefined || 'keptBecause' in format) return undefined
  const { type, decimal, thousands, strip, unit, minus, minusBehind, misfits, ambiguous, byShape, certainDecimal } =
    format
  const marked = texts.some((text) => text.includes(decimal))
  return {
    type,
    ...(decimal === ',' ? { decimal } : {}),
    ...(thousands === '' ? {} : { thousands }),
    ...(strip.length === 0 ? {} : { strip }),
    ...(unit === undefined ? {} : { unit }),
    ...(minus === undefined ? {} : { minus }),
    ...(minusBehind ? { minusBehind } : {}),
    confidence: ambiguous ? 0.6 : byShape ? 0.85 : misfits.length > 0 ? 0.9 : 1,
    reason: cellsAre(texts.length, misfits.length, detailed(typeName(type), howWritten(format, marked))),
    runnersUp: ambiguous || byShape ? [otherMarks(format)] : [],
    misfits,
    ...(ambiguous ? { ambiguous: 'decimal mark' as const } : {}),
    ...(certainDecimal === undefined ? {} : { certainDecimal }),
  }
}

function howWritten(
  { type, decimal, thousands, strip, unit, minusBehind, byShape }: NumberFormat,
  marked: boolean,
): Message[] {
  const details: (Message | false)[] = [
    decimal === ',' && marked && message('loading.detail-decimal-comma', {}),
    thousands !== '' &&
      (byShape
        ? message('loading.detail-thousands-shape', { mark: thousands })
        : message('loading.detail-thousands', { mark: thousands })),
    unit !== undefined &&
      (/^[%‰]$/.test(unit)
        ? message('loading.detail-percent', { unit })
        : message('loading.detail-currency', { unit })),
    strip.length > 0 && message('loading.detail-stripped', { parts: strip }),
    minusBehind === true && message('loading.detail-minus', {}),
    type.startsWith('DECIMAL') && message('loading.detail-digits', {}),
  ]
  return details.filter((detail) => detail !== false)
}

/** The other reading of marks that can mean decimals or thousands. */
const otherMarks = ({ type, decimal, thousands }: NumberFormat): { value: Message; score: number } =>
  type === 'BIGINT'
    ? { value: message('loading.decimal-reading', { mark: thousands }), score: 0.4 }
    : { value: message('loading.thousands-reading', { mark: decimal }), score: 0.4 }

function asDate(texts: readonly string[], tolerated: number, habits: FileHabits): Converted | undefined {
  const found = findDateFormat(texts, tolerated, habits)
  return found && dated(texts, found)
}

function dated(texts: readonly string[], found: DateFormat): Converted {
  const { type, format, months, strip, misfits, ambiguous, bySequence = false, other, certainOrder } = found
  const details = [
    ...(format === undefined ? [] : [message('loading.detail-format', { format })]),
    ...(bySequence ? [message('loading.detail-sequence', {})] : []),
  ]
  return {
    type,
    ...(format === undefined ? {} : { format }),
    ...(months === undefined ? {} : { months }),
    ...(strip === undefined ? {} : { strip }),
    confidence: ambiguous ? 0.5 : bySequence ? 0.85 : misfits.length > 0 ? 0.9 : 1,
    reason: cellsAre(texts.length, misfits.length, detailed(typeName(type), details)),
    runnersUp: other === undefined ? [] : [{ value: other, score: ambiguous ? 0.45 : 0.15 }],
    misfits,
    ...(ambiguous ? { ambiguous: 'day and month' as const } : {}),
    ...(certainOrder === undefined ? {} : { certainOrder }),
  }
}

function asDuration(texts: readonly string[], tolerated: number): Converted | undefined {
  const found = findDurationFormat(texts, tolerated)
  if (!found) return undefined
  const reason = cellsAre(texts.length, found.misfits.length, typeName(found.type))
  return { ...found, confidence: found.misfits.length > 0 ? 0.9 : 1, reason, runnersUp: [] }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** UUIDs in small letters, as DuckDB writes them: others would come back changed. */
function asUuid(texts: readonly string[]): Converted | undefined {
  if (!texts.every((text) => uuid.test(text))) return undefined
  return {
    type: 'UUID',
    confidence: 1,
    reason: cellsAre(texts.length, 0, typeName('UUID')),
    runnersUp: [],
    misfits: [],
  }
}

function asBoolean(texts: readonly string[]): Converted | undefined {
  const words = new Set<string>()
  for (const text of texts) if (words.add(text).size > 6) return undefined
  const found = booleanWords(words)
  if (!found) return undefined
  return {
    type: 'BOOLEAN',
    ...found,
    confidence: 1,
    reason: message('loading.boolean-words', { values: [...words].slice(0, 4) }),
    runnersUp: [],
    misfits: [],
  }
}

const cellsAre = (cells: number, misfits: number, kind: Message): Message =>
  misfits === 0
    ? message('loading.cells-are', { cells, kind })
    : message('loading.most-cells-are', { fits: cells - misfits, cells, kind })

const detailed = (type: Message, details: readonly Message[]): Message =>
  details.length === 0 ? type : message('loading.type-detailed', { type, details })
