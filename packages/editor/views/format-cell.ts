import { shortestSingle, typeFamily, type TypeFamily } from '@aw-flow/schema'

/**
 * The parts of an Arrow type that matter for a value: the scale of decimals, the precision of floats (1 single, 2 double),
 * the unit of times (0 s, 1 ms, 2 µs, 3 ns).
 */
export interface ArrowType {
  typeId: number
  scale?: number
  precision?: number
  unit?: number
}

const arrow = { float: 3, decimal: 7, date: 8, time: 9, timestamp: 10, bool: 6 }

/** A cell's value as text; `undefined` for null. Exact: integers and decimals of any size keep every digit. */
export function formatCell(value: unknown, type: ArrowType): string | undefined {
  if (value === null || value === undefined) return undefined
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      if (type.typeId === arrow.decimal) return scaled(value, type.scale ?? 0)
      if (type.typeId === arrow.time) return timeOfDay(Number(value), type.unit ?? 2)
      return String(value)
    case 'number':
      if (type.typeId === arrow.decimal) return scaled(BigInt(value), type.scale ?? 0)
      if (type.typeId === arrow.date) return day(value)
      if (type.typeId === arrow.timestamp) return timestamp(value)
      if (type.typeId === arrow.time) return timeOfDay(value, type.unit ?? 2)
      if (type.typeId === arrow.float && type.precision === 1) return numberText(shortestSingle(value))
      return numberText(value)
    default:
      if (value instanceof Uint8Array) return `0x${[...value].map((b) => b.toString(16).padStart(2, '0')).join('')}`
      return JSON.stringify(value, plain)
  }
}

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? Number.isSafeInteger(Number(value))
      ? Number(value)
      : String(value)
    : ArrayBuffer.isView(value)
      ? [...(value as unknown as Iterable<unknown>)]
      : value

function scaled(value: bigint, scale: number): string {
  if (scale <= 0) return String(value)
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const two = (value: number): string => String(value).padStart(2, '0')

function day(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? String(milliseconds) : isoDay(date)
}

function isoDay(date: Date): string {
  const year = date.getUTCFullYear()
  const digits = String(Math.abs(year)).padStart(4, '0')
  return `${year < 0 ? '-' : ''}${digits}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

function timestamp(milliseconds: number): string {
  const whole = Math.floor(milliseconds)
  const date = new Date(whole)
  if (Number.isNaN(date.getTime())) return String(milliseconds)
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  const micros = date.getUTCMilliseconds() * 1_000 + Math.round((milliseconds - whole) * 1_000)
  return `${isoDay(date)} ${clock}${fraction(micros)}`
}

function timeOfDay(value: number, unit: number): string {
  const micros = Math.floor(value * (unit === 0 ? 1e6 : unit === 1 ? 1e3 : unit === 2 ? 1 : 1e-3))
  const seconds = Math.floor(micros / 1e6)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction(micros % 1e6)}`
}

const fraction = (micros: number): string =>
  micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`

/** The icon of a column's type family. @internal */
export const typeIcons: Record<TypeFamily, string> = {
  number: 'hash',
  text: 'type',
  boolean: 'toggle-left',
  time: 'calendar',
  nested: 'braces',
  unknown: 'circle-question-mark',
}

export const isNumeric = (type: string): boolean => typeFamily(type) === 'number'
