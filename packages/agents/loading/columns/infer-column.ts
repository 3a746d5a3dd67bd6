import { message, type Message, type Text } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { LoadOverrides } from '@aw-flow/schema/internal'
import { matchBooleanWords } from './match-boolean-words.ts'
import { findDateFormat, type DateFormat, type DateHints } from './date-format.ts'
import type { DayOrder } from './day-order.ts'
import { findDurationFormat } from './duration-format.ts'
import { countFormulaCells } from '../records/formula-text.ts'
import { isNullWord, isPlainNullWord } from './null-words.ts'
import { findNumberFormat, type NumberFormat, type NumberHints } from './number-format.ts'

/** How a column's cells are converted, and why. */
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
  minusBrackets?: boolean
  formulaText?: boolean
  months?: Record<string, number>
  trueValues?: string[]
  falseValues?: string[]
  nulls: string[]
  confidence: number
  reason: Message
  /** Alternative conversions, with their scores from 0 to 1. */
  runnersUp: { value: Text; score: number }[]
  /** The indexes of the cells that do not fit the type or, in a text column, `typeWithoutMisfits`. */
  misfits: number[]
  /** The type of all cells except the misfits. Present if the column remains text only because of the misfits. */
  typeWithoutMisfits?: string
  ambiguity?: 'decimal mark' | 'day and month'
  certainDecimal?: '.' | ','
  certainOrder?: DayOrder
}

/** Hints about a column, taken from its name and the file's other columns. */
export interface ColumnHints extends NumberHints, DateHints {
  /** Whether the column contains IDs, so that no misfits are tolerated. */
  containsIds?: boolean
  /** The type and notation that a schema declares. */
  declared?: DeclaredColumn
}

/** A column whose type or notation is known before the file is read. */
export type DeclaredColumn = NonNullable<LoadOverrides['columns']>[number]

/** Collects the formats that are certain in some columns as hints for ambiguous ones. */
export function collectHints(inferredColumns: readonly InferredColumn[]): ColumnHints {
  const decimal = findMode(inferredColumns.flatMap(({ certainDecimal }) => certainDecimal ?? []))
  const order = findMode(inferredColumns.flatMap(({ certainOrder }) => certainOrder ?? []))
  return defined({ decimal, order })
}

function findMode<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/**
 * Returns the number of misfits that a typed column with `count` cells may have: 1%, but at least one if there are 20
 * or more cells. Misfits become null and are reported. Columns of IDs do not tolerate any misfits.
 */
export const computeMaxMisfits = (count: number): number => (count < 20 ? 0 : Math.max(1, Math.floor(count / 100)))

/** If a text column has at most this share of misfits, the type of its other cells is reported. */
const maxReportedMisfitShare = 0.1

/**
 * Infers a column's type from all of its cells. A column is converted only if nothing is lost: leading zeros, IDs of 16
 * or more digits and mixed currencies remain text. Decimals become DOUBLE unless that would change a digit.
 *
 * @param cells The cell values; `null` for missing values.
 */
export function inferColumn(cells: readonly (string | null)[], hints: ColumnHints = {}): InferredColumn {
  const nonNullCells: { text: string; index: number }[] = []
  const { declared } = hints
  const declaredNulls = declared?.reading?.nulls && new Set(declared.reading.nulls.map((text) => text.trim()))
  const nullMarkers = new Set<string>(declaredNulls)
  cells.forEach((cell, index) => {
    const text = cell?.trim() ?? ''
    if (cell === null || text === '') return
    if (!(declaredNulls?.has(text) ?? isNullWord(text))) nonNullCells.push({ text, index })
    else if (!declaredNulls) nullMarkers.add(cell)
  })
  const createTextColumn = (reason: Message): InferredColumn => ({
    type: 'VARCHAR',
    nulls: [...nullMarkers].filter((text) => declaredNulls !== undefined || isPlainNullWord(text)).sort(),
    confidence: 1,
    reason,
    runnersUp: [],
    misfits: [],
  })
  if (nonNullCells.length === 0)
    return createTextColumn(
      nullMarkers.size > 0 ? message('loading.only-null-values', {}) : message('loading.no-values', {}),
    )
  const values = nonNullCells.map(({ text }) => text)
  const formulaCount = countFormulaCells(values)
  if (formulaCount > 0)
    return {
      ...createTextColumn(message('loading.formula-text', { texts: formulaCount, cells: values.length })),
      formulaText: true,
    }
  const maxMisfits = hints.containsIds === true ? 0 : computeMaxMisfits(values.length)
  const maxReportedMisfits = Math.max(
    maxMisfits,
    values.length >= 3 ? Math.ceil(values.length * maxReportedMisfitShare) : 0,
  )
  const isDeclared = declared?.type !== undefined && declared.type !== 'any'
  const strictConversion = isDeclared
    ? inferDeclaredConversion(values, declared, hints)
    : inferConversion(values, maxMisfits, hints)
  if (strictConversion) {
    const misfits = strictConversion.misfits.map((index) => (nonNullCells[index] as { index: number }).index)
    // Empty cells are null in a typed column anyway.
    const nulls = [...nullMarkers].filter((text) => text !== '').sort()
    return { ...strictConversion, nulls, misfits }
  }
  if (isDeclared) return createTextColumn(message('loading.text-cells', {}))
  const textReason = findTextReason(values, maxMisfits, hints)
  if (textReason !== undefined) return createTextColumn(message('loading.digits-stay-text', { reason: textReason }))
  const lenientConversion = inferConversion(values, maxReportedMisfits, hints)
  const textColumn = createTextColumn(findNestedReason(values) ?? message('loading.text-cells', {}))
  if (!lenientConversion) return textColumn
  return {
    ...textColumn,
    reason: message('loading.almost', {
      fits: values.length - lenientConversion.misfits.length,
      cells: values.length,
      type: describeType(lenientConversion.type),
    }),
    runnersUp: [{ value: lenientConversion.type, score: 0.5 }],
    typeWithoutMisfits: lenientConversion.type,
    misfits: lenientConversion.misfits.map((index) => (nonNullCells[index] as { index: number }).index),
  }
}

/**
 * Returns the reason for keeping JSON lists and objects as text, or `undefined` if the column contains other values. A
 * later step can unnest them.
 */
function findNestedReason(values: readonly string[]): Message | undefined {
  const listCount = values.filter((text) => /^\[.*\]$/s.test(text)).length
  const objectCount = values.filter((text) => /^\{.*\}$/s.test(text)).length
  if (listCount + objectCount < values.length) return undefined
  const kind = objectCount === 0 ? 'lists' : listCount === 0 ? 'objects' : 'both'
  return message('loading.nested-cells', { cells: values.length, kind })
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

/** Describes the values of a DuckDB type for users, for example as whole numbers, dates or text. */
export const describeType = (type: string): Message =>
  message('loading.type', { type: typeKinds[type] ?? (type.startsWith('DECIMAL') ? 'numbers' : 'texts') })

type Conversion = Omit<InferredColumn, 'nulls'>

function inferConversion(values: readonly string[], maxMisfits: number, hints: ColumnHints): Conversion | undefined {
  const booleanOrUuid = inferBoolean(values) ?? inferUuid(values)
  if (booleanOrUuid || !hasEnoughDigits(values, maxMisfits)) return booleanOrUuid
  return (
    inferNumber(values, maxMisfits, hints) ?? inferDate(values, maxMisfits, hints) ?? inferDuration(values, maxMisfits)
  )
}

/**
 * Converts a column to its declared type. Returns `undefined` if the type is text, or if a cell does not have the
 * declared notation: the cells then stay text, so that a check of the type finds them.
 */
function inferDeclaredConversion(
  values: readonly string[],
  { type, reading = {} }: DeclaredColumn,
  hints: ColumnHints,
): Conversion | undefined {
  const { trueValues = ['true', '1'], falseValues = ['false', '0'], format } = reading
  if (type === 'boolean') {
    const words = new Set([...trueValues, ...falseValues].map((word) => word.toLowerCase()))
    if (!values.every((text) => words.has(text.toLowerCase()))) return undefined
    return createBooleanConversion(values, { trueValues, falseValues })
  }
  if (type === 'number' || type === 'integer')
    return inferNumber(values, 0, {
      ...hints,
      hasDateName: false,
      isNumber: true,
      ...defined({ notation: reading.decimal === undefined && reading.thousands === undefined ? undefined : reading }),
    })
  if (type !== 'date' && type !== 'time') return undefined
  if (format === undefined) return inferDate(values, 0, { ...hints, hasDateName: true })
  // Only DuckDB can tell whether the cells have the format. If one has not, `correctPlan` changes the column to text.
  const dateType = type === 'time' ? 'TIME' : /%[HIMSTpfcX]/.test(format) ? 'TIMESTAMP' : 'DATE'
  return createDateConversion(values, { type: dateType, format, misfits: [], isAmbiguous: false })
}

/** Returns whether enough values contain a digit or "inf", as all numbers, dates and durations do. */
function hasEnoughDigits(values: readonly string[], maxMisfits: number): boolean {
  let digitlessValueCount = 0
  for (const text of values) if (!/\p{N}|inf/iu.test(text) && ++digitlessValueCount > maxMisfits) return false
  return true
}

function findTextReason(values: readonly string[], maxMisfits: number, hints: ColumnHints): Message | undefined {
  if (!hasEnoughDigits(values, maxMisfits)) return undefined
  const format = findNumberFormat(values, maxMisfits, hints)
  return format && 'textReason' in format ? format.textReason : undefined
}

function inferNumber(values: readonly string[], maxMisfits: number, hints: ColumnHints): Conversion | undefined {
  // Dates without separators are checked first, because they are also integers.
  const dateFormat = hints.hasDateName === true ? findDateFormat(values, maxMisfits, hints) : undefined
  if (dateFormat?.format !== undefined && dateFormat.format.startsWith('%Y%m'))
    return createDateConversion(values, dateFormat)
  const format = findNumberFormat(values, maxMisfits, hints)
  if (format === undefined || 'textReason' in format) return undefined
  const {
    type,
    decimal,
    thousands,
    strip,
    unit,
    minus,
    minusBehind,
    minusBrackets,
    misfits,
    isAmbiguous,
    isInferredFromShape,
    certainDecimal,
  } = format
  const hasDecimals = values.some((text) => text.includes(decimal))
  return {
    type,
    ...(decimal === ',' ? { decimal } : {}),
    ...(thousands === '' ? {} : { thousands }),
    ...(strip.length === 0 ? {} : { strip }),
    ...defined({ unit, minus }),
    ...defined({ minusBehind, minusBrackets }),
    confidence: isAmbiguous ? 0.6 : isInferredFromShape ? 0.85 : misfits.length > 0 ? 0.9 : 1,
    reason: describeCells(
      values.length,
      misfits.length,
      addDetails(describeType(type), describeFormat(format, hasDecimals)),
    ),
    runnersUp: isAmbiguous || isInferredFromShape ? [describeAlternative(format)] : [],
    misfits,
    ...(isAmbiguous ? { ambiguity: 'decimal mark' as const } : {}),
    ...defined({ certainDecimal }),
  }
}

function describeFormat(
  { type, decimal, thousands, strip, unit, minusBehind, minusBrackets, isInferredFromShape }: NumberFormat,
  hasDecimals: boolean,
): Message[] {
  const details: (Message | false)[] = [
    decimal === ',' && hasDecimals && message('loading.detail-decimal-comma', {}),
    thousands !== '' &&
      (isInferredFromShape
        ? message('loading.detail-thousands-shape', { mark: thousands })
        : message('loading.detail-thousands', { mark: thousands })),
    unit !== undefined &&
      (/^[%‰]$/.test(unit)
        ? message('loading.detail-percent', { unit })
        : message('loading.detail-currency', { unit })),
    strip.length > 0 && message('loading.detail-stripped', { parts: strip }),
    minusBehind === true && message('loading.detail-minus', {}),
    minusBrackets === true && message('loading.detail-minus-brackets', {}),
    type.startsWith('DECIMAL') && message('loading.detail-digits', {}),
  ]
  return details.filter((detail) => detail !== false)
}

/** Describes the alternative interpretation of an ambiguous decimal or thousands separator. */
const describeAlternative = ({ type, decimal, thousands }: NumberFormat): { value: Message; score: number } =>
  type === 'BIGINT'
    ? { value: message('loading.decimal-reading', { mark: thousands }), score: 0.4 }
    : { value: message('loading.thousands-reading', { mark: decimal }), score: 0.4 }

function inferDate(values: readonly string[], maxMisfits: number, hints: ColumnHints): Conversion | undefined {
  const format = findDateFormat(values, maxMisfits, hints)
  return format && createDateConversion(values, format)
}

function createDateConversion(values: readonly string[], dateFormat: DateFormat): Conversion {
  const { type, format, otherFormat, months, strip, misfits, isAmbiguous, isInferredFromSequence = false } = dateFormat
  const { swappedFormat, certainOrder } = dateFormat
  const details = [
    ...[format, otherFormat].flatMap((pattern) =>
      pattern === undefined ? [] : [message('loading.detail-format', { format: pattern })],
    ),
    ...(isInferredFromSequence ? [message('loading.detail-sequence', {})] : []),
  ]
  return {
    type,
    ...defined({ format, otherFormat, months, strip }),
    confidence: isAmbiguous ? 0.5 : isInferredFromSequence ? 0.85 : misfits.length > 0 ? 0.9 : 1,
    reason: describeCells(values.length, misfits.length, addDetails(describeType(type), details)),
    runnersUp: swappedFormat === undefined ? [] : [{ value: swappedFormat, score: isAmbiguous ? 0.45 : 0.15 }],
    misfits,
    ...(isAmbiguous ? { ambiguity: 'day and month' as const } : {}),
    ...defined({ certainOrder }),
  }
}

function inferDuration(values: readonly string[], maxMisfits: number): Conversion | undefined {
  const format = findDurationFormat(values, maxMisfits)
  if (!format) return undefined
  const reason = describeCells(values.length, format.misfits.length, describeType(format.type))
  return { ...format, confidence: format.misfits.length > 0 ? 0.9 : 1, reason, runnersUp: [] }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Infers a column of UUIDs. Only lowercase UUIDs are accepted, because DuckDB would change the case of others. */
function inferUuid(values: readonly string[]): Conversion | undefined {
  if (!values.every((text) => uuidPattern.test(text))) return undefined
  return {
    type: 'UUID',
    confidence: 1,
    reason: describeCells(values.length, 0, describeType('UUID')),
    runnersUp: [],
    misfits: [],
  }
}

function inferBoolean(values: readonly string[]): Conversion | undefined {
  const words = new Set<string>()
  for (const text of values) if (words.add(text).size > 6) return undefined
  const booleanValues = matchBooleanWords(words)
  if (!booleanValues) return undefined
  return createBooleanConversion(values, booleanValues)
}

const createBooleanConversion = (
  values: readonly string[],
  booleanValues: { trueValues: string[]; falseValues: string[] },
): Conversion => ({
  type: 'BOOLEAN',
  ...booleanValues,
  confidence: 1,
  reason: message('loading.boolean-words', { values: [...new Set(values)].slice(0, 4) }),
  runnersUp: [],
  misfits: [],
})

const describeCells = (cellCount: number, misfitCount: number, kind: Message): Message =>
  misfitCount === 0
    ? message('loading.cells-are', { cells: cellCount, kind })
    : message('loading.most-cells-are', { fits: cellCount - misfitCount, cells: cellCount, kind })

const addDetails = (type: Message, details: readonly Message[]): Message =>
  details.length === 0 ? type : message('loading.type-detailed', { type, details })
