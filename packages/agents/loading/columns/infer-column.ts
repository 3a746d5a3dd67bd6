import { message, type Message, type Text } from '@aw-flow/messages'
import { booleanWords } from './boolean-words.ts'
import { findDateFormat, type DateFormat, type DateHints } from './date-format.ts'
import type { DayOrder } from './day-order.ts'
import { findDurationFormat } from './duration-format.ts'
import { countFormulaTexts } from '../detect/formula-text.ts'
import { isNullWord, isPlainNullWord } from './null-words.ts'
import { findNumberFormat, type NumberFormat, type NumberHints } from './number-format.ts'

/** How the cells of a column are converted, and why. */
export interface InferredColumn {
  /** A DuckDB type: BIGINT, DOUBLE, DECIMAL(p,s), BOOLEAN, DATE, TIMESTAMP, TIME, INTERVAL, UUID or VARCHAR. */
  type: string
  format?: string
  otherFormat?: string
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
  /** Alternative conversions with their scores (0–1). */
  runnersUp: { value: Text; score: number }[]
  /** Indexes of cells that do not fit the type or, in a text column, `almostType`. */
  misfits: number[]
  /** Type of all cells except the misfits, if the column stays text because of them. */
  almostType?: string
  ambiguous?: 'decimal mark' | 'day and month'
  certainDecimal?: '.' | ','
  certainOrder?: DayOrder
}

/** Hints from the column's name and the file's other columns. */
export interface ColumnHints extends NumberHints, DateHints {
  /** Whether the column contains ids; then no misfit is tolerated. */
  exact?: boolean
}

/** Collects what columns show with certainty, as hints for ambiguous columns. */
export function sharedHints(inferred: readonly InferredColumn[]): ColumnHints {
  const decimal = modeOf(inferred.flatMap(({ certainDecimal }) => certainDecimal ?? []))
  const order = modeOf(inferred.flatMap(({ certainOrder }) => certainOrder ?? []))
  return { ...(decimal === undefined ? {} : { decimal }), ...(order === undefined ? {} : { order }) }
}

function modeOf<T>(votes: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/**
 * Number of misfits among `count` cells that a typed column may have: 1%, and at least one from 20 cells on. Misfits
 * become null and are reported. Columns of ids tolerate no misfits.
 */
export const toleratedMisfits = (count: number): number => (count < 20 ? 0 : Math.max(1, Math.floor(count / 100)))

/** Up to this share of misfits, a text column is reported as almost typed. */
const maxAlmostShare = 0.1

/**
 * Infers a column's type from all given cells. A column is only converted if nothing is lost: leading zeros, ids of 16
 * or more digits, and mixed currencies stay text. Decimals become DOUBLE unless that changes a digit.
 *
 * @param cells Texts of the cells; `null` for missing ones.
 */
export function inferColumn(cells: readonly (string | null)[], hints: ColumnHints = {}): InferredColumn {
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
  const formulas = countFormulaTexts(texts)
  if (formulas > 0)
    return {
      ...asText([...nullWords], message('loading.formula-texts', { texts: formulas, cells: texts.length })),
      formulaText: true,
    }
  const tolerated = hints.exact === true ? 0 : toleratedMisfits(texts.length)
  const toleratedForAlmost = Math.max(tolerated, texts.length >= 3 ? Math.ceil(texts.length * maxAlmostShare) : 0)
  const strict = convert(texts, tolerated, hints)
  if (strict) {
    const misfits = strict.misfits.map((index) => (filled[index] as { index: number }).index)
    return { ...strict, nulls: [...nullWords].sort(), misfits }
  }
  const textReason = reasonToStayText(texts, tolerated, hints)
  if (textReason !== undefined)
    return asText([...nullWords], message('loading.digits-stay-text', { reason: textReason }))
  const nearMatch = convert(texts, toleratedForAlmost, hints)
  const column = asText([...nullWords], nestedReason(texts) ?? message('loading.texts', {}))
  if (!nearMatch) return column
  return {
    ...column,
    reason: message('loading.almost', {
      fits: texts.length - nearMatch.misfits.length,
      cells: texts.length,
      type: typeName(nearMatch.type),
    }),
    runnersUp: [{ value: nearMatch.type, score: 0.5 }],
    almostType: nearMatch.type,
    misfits: nearMatch.misfits.map((index) => (filled[index] as { index: number }).index),
  }
}

/** Returns the reason to keep JSON lists and objects as text; a later step can unnest them. */
function nestedReason(texts: readonly string[]): Message | undefined {
  const lists = texts.filter((text) => /^\[.*\]$/s.test(text)).length
  const objects = texts.filter((text) => /^\{.*\}$/s.test(text)).length
  if (lists + objects < texts.length) return undefined
  const kind = objects === 0 ? 'lists' : lists === 0 ? 'objects' : 'both'
  return message('loading.nested-cells', { cells: texts.length, kind })
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

/** Returns the name of a DuckDB type's values: whole numbers, dates, texts. */
export const typeName = (type: string): Message =>
  message('loading.type', { type: typeKinds[type] ?? (type.startsWith('DECIMAL') ? 'numbers' : 'texts') })

const asText = (nullWords: readonly string[], reason: Message): InferredColumn => ({
  type: 'VARCHAR',
  nulls: nullWords.filter(isPlainNullWord).sort(),
  confidence: 1,
  reason,
  runnersUp: [],
  misfits: [],
})

type Converted = Omit<InferredColumn, 'nulls'>

function convert(texts: readonly string[], tolerated: number, hints: ColumnHints): Converted | undefined {
  const booleanOrUuid = asBoolean(texts) ?? asUuid(texts)
  if (booleanOrUuid || !enoughHaveDigits(texts, tolerated)) return booleanOrUuid
  return asNumber(texts, tolerated, hints) ?? asDate(texts, tolerated, hints) ?? asDuration(texts, tolerated)
}

/** Whether enough texts contain a digit or infinity, like all numbers, dates and durations. */
function enoughHaveDigits(texts: readonly string[], tolerated: number): boolean {
  let textsWithoutDigits = 0
  for (const text of texts) if (!/\p{N}|inf/iu.test(text) && ++textsWithoutDigits > tolerated) return false
  return true
}

function reasonToStayText(texts: readonly string[], tolerated: number, hints: ColumnHints): Message | undefined {
  if (!enoughHaveDigits(texts, tolerated)) return undefined
  const format = findNumberFormat(texts, tolerated, hints)
  return format && 'textReason' in format ? format.textReason : undefined
}

function asNumber(texts: readonly string[], tolerated: number, hints: ColumnHints): Converted | undefined {
  // Dates without separators are also integers.
  const date = hints.isDate === true ? findDateFormat(texts, tolerated, hints) : undefined
  if (date?.format !== undefined && date.format.startsWith('%Y%m')) return dateColumn(texts, date)
  const format = findNumberFormat(texts, tolerated, hints)
  if (format === undefined || 'textReason' in format) return undefined
  const { type, decimal, thousands, strip, unit, minus, minusBehind, misfits, ambiguous, byShape, certainDecimal } =
    format
  const hasDecimals = texts.some((text) => text.includes(decimal))
  return {
    type,
    ...(decimal === ',' ? { decimal } : {}),
    ...(thousands === '' ? {} : { thousands }),
    ...(strip.length === 0 ? {} : { strip }),
    ...(unit === undefined ? {} : { unit }),
    ...(minus === undefined ? {} : { minus }),
    ...(minusBehind ? { minusBehind } : {}),
    confidence: ambiguous ? 0.6 : byShape ? 0.85 : misfits.length > 0 ? 0.9 : 1,
    reason: cellsReason(texts.length, misfits.length, withDetails(typeName(type), formatDetails(format, hasDecimals))),
    runnersUp: ambiguous || byShape ? [alternativeMarks(format)] : [],
    misfits,
    ...(ambiguous ? { ambiguous: 'decimal mark' as const } : {}),
    ...(certainDecimal === undefined ? {} : { certainDecimal }),
  }
}

function formatDetails(
  { type, decimal, thousands, strip, unit, minusBehind, byShape }: NumberFormat,
  hasDecimals: boolean,
): Message[] {
  const details: (Message | false)[] = [
    decimal === ',' && hasDecimals && message('loading.detail-decimal-comma', {}),
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

/** Returns the alternative meaning of ambiguous decimal or thousands marks. */
const alternativeMarks = ({ type, decimal, thousands }: NumberFormat): { value: Message; score: number } =>
  type === 'BIGINT'
    ? { value: message('loading.decimal-reading', { mark: thousands }), score: 0.4 }
    : { value: message('loading.thousands-reading', { mark: decimal }), score: 0.4 }

function asDate(texts: readonly string[], tolerated: number, hints: ColumnHints): Converted | undefined {
  const found = findDateFormat(texts, tolerated, hints)
  return found && dateColumn(texts, found)
}

function dateColumn(texts: readonly string[], found: DateFormat): Converted {
  const { type, format, otherFormat, months, strip, misfits, ambiguous, bySequence = false } = found
  const { swappedFormat, certainOrder } = found
  const details = [
    ...[format, otherFormat].flatMap((one) =>
      one === undefined ? [] : [message('loading.detail-format', { format: one })],
    ),
    ...(bySequence ? [message('loading.detail-sequence', {})] : []),
  ]
  return {
    type,
    ...(format === undefined ? {} : { format }),
    ...(otherFormat === undefined ? {} : { otherFormat }),
    ...(months === undefined ? {} : { months }),
    ...(strip === undefined ? {} : { strip }),
    confidence: ambiguous ? 0.5 : bySequence ? 0.85 : misfits.length > 0 ? 0.9 : 1,
    reason: cellsReason(texts.length, misfits.length, withDetails(typeName(type), details)),
    runnersUp: swappedFormat === undefined ? [] : [{ value: swappedFormat, score: ambiguous ? 0.45 : 0.15 }],
    misfits,
    ...(ambiguous ? { ambiguous: 'day and month' as const } : {}),
    ...(certainOrder === undefined ? {} : { certainOrder }),
  }
}

function asDuration(texts: readonly string[], tolerated: number): Converted | undefined {
  const found = findDurationFormat(texts, tolerated)
  if (!found) return undefined
  const reason = cellsReason(texts.length, found.misfits.length, typeName(found.type))
  return { ...found, confidence: found.misfits.length > 0 ? 0.9 : 1, reason, runnersUp: [] }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Accepts lower-case UUIDs only: DuckDB would change the case of others. */
function asUuid(texts: readonly string[]): Converted | undefined {
  if (!texts.every((text) => uuid.test(text))) return undefined
  return {
    type: 'UUID',
    confidence: 1,
    reason: cellsReason(texts.length, 0, typeName('UUID')),
    runnersUp: [],
    misfits: [],
  }
}

function asBoolean(texts: readonly string[]): Converted | undefined {
  const words = new Set<string>()
  for (const text of texts) if (words.add(text).size > 6) return undefined
  const values = booleanWords(words)
  if (!values) return undefined
  return {
    type: 'BOOLEAN',
    ...values,
    confidence: 1,
    reason: message('loading.boolean-words', { values: [...words].slice(0, 4) }),
    runnersUp: [],
    misfits: [],
  }
}

const cellsReason = (cells: number, misfits: number, kind: Message): Message =>
  misfits === 0
    ? message('loading.cells-are', { cells, kind })
    : message('loading.most-cells-are', { fits: cells - misfits, cells, kind })

const withDetails = (type: Message, details: readonly Message[]): Message =>
  details.length === 0 ? type : message('loading.type-detailed', { type, details })
