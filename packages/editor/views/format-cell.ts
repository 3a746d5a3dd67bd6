import { toShortestFloat, getTypeFamily, type TypeFamily } from '@aw-flow/schema/internal'

/**
 * The properties of an Arrow type that determine how values are formatted: the scale of decimals, the precision of
 * floats (1 for single, 2 for double), and the unit of times (0 for s, 1 for ms, 2 for µs, 3 for ns).
 */
export interface ArrowType {
  typeId: number
  scale?: number
  precision?: number
  unit?: number
}

/** Ids of the Arrow types that need special formatting. */
const arrowTypeIds = { float: 3, decimal: 7, date: 8, time: 9, timestamp: 10, bool: 6 }

/**
 * Formats a cell value as text. Integers and decimals of any size keep all digits.
 *
 * @returns The text, or `undefined` for null.
 */
export function formatCell(value: unknown, type: ArrowType): string | undefined {
  if (value === null || value === undefined) return undefined
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      if (type.typeId === arrowTypeIds.decimal) return formatDecimal(value, type.scale ?? 0)
      if (type.typeId === arrowTypeIds.time) return formatTime(Number(value), type.unit ?? 2)
      return String(value)
    case 'number':
      if (type.typeId === arrowTypeIds.decimal) return formatDecimal(BigInt(value), type.scale ?? 0)
      if (type.typeId === arrowTypeIds.date) return formatDate(value)
      if (type.typeId === arrowTypeIds.timestamp) return formatTimestamp(value)
      if (type.typeId === arrowTypeIds.time) return formatTime(value, type.unit ?? 2)
      if (type.typeId === arrowTypeIds.float && type.precision === 1) return formatNumber(toShortestFloat(value))
      return formatNumber(value)
    default:
      if (value instanceof Uint8Array) return `0x${[...value].map((b) => b.toString(16).padStart(2, '0')).join('')}`
      return JSON.stringify(value, toPlainValue)
  }
}

const formatNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const toPlainValue = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? Number.isSafeInteger(Number(value))
      ? Number(value)
      : String(value)
    : ArrayBuffer.isView(value)
      ? [...(value as unknown as Iterable<unknown>)]
      : value

function formatDecimal(value: bigint, scale: number): string {
  if (scale <= 0) return String(value)
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const padTwo = (value: number): string => String(value).padStart(2, '0')

function formatDate(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? String(milliseconds) : formatIsoDate(date)
}

function formatIsoDate(date: Date): string {
  const year = date.getUTCFullYear()
  const digits = String(Math.abs(year)).padStart(4, '0')
  return `${year < 0 ? '-' : ''}${digits}-${padTwo(date.getUTCMonth() + 1)}-${padTwo(date.getUTCDate())}`
}

function formatTimestamp(milliseconds: number): string {
  const wholeMs = Math.floor(milliseconds)
  const date = new Date(wholeMs)
  if (Number.isNaN(date.getTime())) return String(milliseconds)
  const timeOfDay = `${padTwo(date.getUTCHours())}:${padTwo(date.getUTCMinutes())}:${padTwo(date.getUTCSeconds())}`
  const micros = date.getUTCMilliseconds() * 1_000 + Math.round((milliseconds - wholeMs) * 1_000)
  return `${formatIsoDate(date)} ${timeOfDay}${formatFraction(micros)}`
}

function formatTime(value: number, unit: number): string {
  const micros = Math.floor(value * (unit === 0 ? 1e6 : unit === 1 ? 1e3 : unit === 2 ? 1 : 1e-3))
  const seconds = Math.floor(micros / 1e6)
  return `${padTwo(Math.floor(seconds / 3600))}:${padTwo(Math.floor(seconds / 60) % 60)}:${padTwo(seconds % 60)}${formatFraction(micros % 1e6)}`
}

const formatFraction = (micros: number): string =>
  micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`

/** Icon names, keyed by type family. @internal */
export const typeIcons: Record<TypeFamily, string> = {
  number: 'hash',
  text: 'type',
  boolean: 'toggle-left',
  time: 'calendar',
  nested: 'braces',
  unknown: 'circle-question-mark',
}

export const isNumeric = (type: string): boolean => getTypeFamily(type) === 'number'

/**
 * Truncates a cell's text for display. Laying out megabytes of text takes browsers seconds and a lot of memory.
 */
export const shortenText = (text: string, maxCharacters = 10_000): string =>
  text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text
