import { findDateFormat, type DayOrder } from './date-format.ts'
import { isNullWord, isPlainNullWord } from './null-words.ts'
import { findNumberFormat, type NumberHabits } from './number-format.ts'

/** How the cells of one column become values, with why. */
export interface InferredColumn {
  /** A DuckDB type: BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMP, TIME or VARCHAR. */
  type: string
  format?: string
  decimal?: '.' | ','
  thousands?: string
  strip?: string[]
  trueValues?: string[]
  falseValues?: string[]
  nulls: string[]
  confidence: number
  reason: string
  /** Cells that do not fit the type (or, in a text column, that alone keep it from one), as indexes of what was given. */
  misfits: number[]
  /** The type that all cells but the misfits have, where the column stays text because of them. */
  almost?: string
  ambiguous?: 'decimal mark' | 'day and month'
  certainDecimal?: '.' | ','
  certainOrder?: DayOrder
}

/** What the file's other columns have shown. */
export interface FileHabits extends NumberHabits {
  order?: DayOrder
  /** True for a column of ids, in which no cell may be lost. */
  exact?: boolean
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
 * Decimals become DOUBLE, not DECIMAL: see the package's README.
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
    return asText([...nullWords], nullWords.size > 0 ? 'Only words for "no value".' : 'No values.')
  const texts = filled.map(({ text }) => text)
  const tolerated = habits.exact === true ? 0 : toleratedMisfits(texts.length)
  const lenient = Math.max(tolerated, texts.length >= 3 ? Math.ceil(texts.length * almostShare) : 0)
  const strict = convert(texts, tolerated, habits)
  if (strict) {
    const misfits = strict.misfits.map((index) => (filled[index] as { index: number }).index)
    return { ...strict, nulls: [...nullWords].sort(), misfits }
  }
  const kept = keptReason(texts, tolerated, habits)
  if (kept !== undefined) return asText([...nullWords], `Digits with ${kept} stay as written.`)
  const almost = convert(texts, lenient, habits)
  const column = asText([...nullWords], 'The cells are texts.')
  if (!almost) return column
  return {
    ...column,
    reason: `${texts.length - almost.misfits.length} of ${texts.length} cells are ${typeWord(almost.type)}, the others are texts.`,
    almost: almost.type,
    misfits: almost.misfits.map((index) => (filled[index] as { index: number }).index),
  }
}

const typeWords: Record<string, string> = {
  BIGINT: 'whole numbers',
  DOUBLE: 'numbers',
  BOOLEAN: 'yes or no',
  DATE: 'dates',
  TIMESTAMP: 'dates with times',
  TIME: 'times of day',
}

/** A type as people call its values. */
export const typeWord = (type: string): string => typeWords[type] ?? 'texts'

const asText = (nullWords: readonly string[], reason: string): InferredColumn => ({
  type: 'VARCHAR',
  nulls: nullWords.filter(isPlainNullWord).sort(),
  confidence: 1,
  reason,
  misfits: [],
})

type Converted = Omit<InferredColumn, 'nulls'>

function convert(texts: readonly string[], tolerated: number, habits: FileHabits): Converted | undefined {
  return asBoolean(texts) ?? asNumber(texts, tolerated, habits) ?? asDate(texts, tolerated, habits)
}

function keptReason(texts: readonly string[], tolerated: number, habits: FileHabits): string | undefined {
  const format = findNumberFormat(texts, tolerated, habits)
  return typeof format === 'string' ? format : undefined
}

function asNumber(texts: readonly string[], tolerated: number, habits: FileHabits): Converted | undefined {
  const format = findNumberFormat(texts, tolerated, habits)
  if (format === undefined || typeof format === 'string') return undefined
  const { type, decimal, thousands, strip, misfits, ambiguous, certainDecimal } = format
  const marked = texts.some((text) => text.includes(decimal))
  const how = [
    decimal === ',' && marked ? 'with a decimal comma' : '',
    thousands === '' ? '' : `with thousands set off by "${thousands}"`,
    strip.length === 0 ? '' : `without ${strip.map((part) => `"${part}"`).join(' and ')}`,
  ].filter(Boolean)
  return {
    type,
    ...(decimal === ',' ? { decimal } : {}),
    ...(thousands === '' ? {} : { thousands }),
    ...(strip.length === 0 ? {} : { strip }),
    confidence: ambiguous ? 0.6 : misfits.length > 0 ? 0.9 : 1,
    reason: `${countWords(texts.length, misfits.length)} ${typeWord(type)}${how.length === 0 ? '' : ` ${how.join(', ')}`}.`,
    misfits,
    ...(ambiguous ? { ambiguous: 'decimal mark' as const } : {}),
    ...(certainDecimal === undefined ? {} : { certainDecimal }),
  }
}

function asDate(texts: readonly string[], tolerated: number, habits: FileHabits): Converted | undefined {
  const found = findDateFormat(texts, tolerated, habits.order)
  if (!found) return undefined
  const { type, format, misfits, ambiguous, certainOrder } = found
  return {
    type,
    ...(format === undefined ? {} : { format }),
    confidence: ambiguous ? 0.5 : misfits.length > 0 ? 0.9 : 1,
    reason: `${countWords(texts.length, misfits.length)} ${typeWord(type)}${format === undefined ? '' : ` written as ${format}`}.`,
    misfits,
    ...(ambiguous ? { ambiguous: 'day and month' as const } : {}),
    ...(certainOrder === undefined ? {} : { certainOrder }),
  }
}

/** Pairs of words of which both must occur, but for "true" and "false", which cannot mean anything else. */
const booleanPairs: [string, string][] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['y', 'n'],
  ['t', 'f'],
]

function asBoolean(texts: readonly string[]): Converted | undefined {
  const words = new Set<string>()
  for (const text of texts) if (words.add(text).size > 6) return undefined
  for (const [yes, no] of booleanPairs) {
    const trueValues = [...words].filter((word) => word.toLowerCase() === yes)
    const falseValues = [...words].filter((word) => word.toLowerCase() === no)
    if (trueValues.length + falseValues.length < words.size) continue
    if (yes !== 'true' && (trueValues.length === 0 || falseValues.length === 0)) continue
    return {
      type: 'BOOLEAN',
      trueValues: trueValues.sort(),
      falseValues: falseValues.sort(),
      confidence: 1,
      reason: `Every cell is ${[...words]
        .slice(0, 4)
        .map((word) => `"${word}"`)
        .join(' or ')}.`,
      misfits: [],
    }
  }
  return undefined
}

const countWords = (total: number, misfits: number): string =>
  misfits === 0 ? `All ${total} cells looked at are` : `${total - misfits} of ${total} cells looked at are`
