import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { IntervalUnit, TimeUnit, Type, type Batch } from '@uwdata/flechette'

/**
 * Formats a value that is transferred as text. The text can be cast to the value's DuckDB type or, for nested values,
 * is JSON. The batch must come from a table read with `useBigInt` and `useDecimalInt`.
 *
 * @param duckDb The DuckDB type of bytes.
 */
export function formatValue(batch: Batch<unknown>, index: number, duckDb?: string): string {
  const { type } = batch
  switch (type.typeId) {
    case Type.Decimal:
      return formatDecimal(BigInt(batch.value(index) as bigint), type.scale)
    case Type.Time:
      return formatTime((batch.values as BigInt64Array)[index] as bigint)
    case Type.Duration: {
      const value = (batch.values as BigInt64Array)[index] as bigint
      return `${type.unit === TimeUnit.NANOSECOND ? value / 1000n : value * (microsecondsPerUnit[type.unit] as bigint)} microseconds`
    }
    case Type.Interval:
      return formatInterval(batch, index, type.unit)
    case Type.FixedSizeBinary:
      return duckDb === 'TIMESTAMP'
        ? formatInt96(batch.value(index) as Uint8Array)
        : formatBytes(batch.value(index) as Uint8Array)
    default:
      return formatJson(batch.value(index))
  }
}

const microsecondsPerUnit: Record<number, bigint> = {
  [TimeUnit.SECOND]: 1_000_000n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1n,
}

function formatDecimal(value: bigint, scale: number): string {
  if (scale <= 0) return (value * 10n ** BigInt(-scale)).toString()
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function formatTime(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / 1_000_000_000n)
  const padTwoDigits = (part: number): string => String(part).padStart(2, '0')
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(padTwoDigits).join(':')
  return `${clock}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`
}

function formatInterval(batch: Batch<unknown>, index: number, unit: number): string {
  const view = batch.values as Int32Array | Uint8Array
  if (unit === IntervalUnit.YEAR_MONTH) return `${view[index]} months`
  if (unit === IntervalUnit.DAY_TIME) return `${view[2 * index]} days ${view[2 * index + 1]} milliseconds`
  const bytes = new DataView(view.buffer, view.byteOffset + 16 * index, 16)
  const [months, days] = [bytes.getInt32(0, true), bytes.getInt32(4, true)]
  return `${months} months ${days} days ${bytes.getBigInt64(8, true) / 1000n} microseconds`
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Formats 16 bytes as a UUID, and 12 bytes as a Parquet interval, which consists of months, days and milliseconds. */
function formatBytes(bytes: Uint8Array): string {
  if (bytes.length === 16) return formatUuid(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [months, days, milliseconds] = [0, 4, 8].map((offset) => view.getUint32(offset, true))
  return `${months} months ${days} days ${milliseconds} milliseconds`
}

const julianDayOfEpoch = 2_440_588
const millisecondsPerDay = 86_400_000

/** Formats a time in 96 bits: nanoseconds of the day, and the Julian day. The precision is microseconds. */
function formatInt96(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const julianDay = view.getUint32(8, true)
  const day = new Date((julianDay - julianDayOfEpoch) * millisecondsPerDay)
  if (Number.isNaN(day.getTime())) throw new TablesError(error('load.time-range', { value: String(julianDay) }))
  const date = day.toISOString().slice(0, -14).replace('+', '')
  return `${date} ${formatTime(view.getBigInt64(0, true)).slice(0, -3)}`
}

const formatUuid = (bytes: Uint8Array): string => toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** Formats a value as JSON: integers with all digits, bytes as hexadecimal digits, and NaN and infinity as strings. */
function formatJson(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value))
  if (value instanceof Uint8Array) return JSON.stringify(toHex(value))
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${JSON.stringify(String(key))}:${formatJson(item)}`).join(',')}}`
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as unknown as ArrayLike<unknown>, formatJson).join(',')}]`
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${formatJson(item)}`)
      .join(',')}}`
  return JSON.stringify(value)
}
