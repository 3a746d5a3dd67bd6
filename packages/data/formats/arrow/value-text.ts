import { IntervalUnit, TimeUnit, Type, type Batch } from '@uwdata/flechette'

/**
 * The text of a value that is carried as text: a text that can be cast to its DuckDB type, or JSON for nested values.
 * The batch must come from a table read with `useBigInt` and `useDecimalInt`.
 */
export function valueText(batch: Batch<unknown>, index: number): string {
  const { type } = batch
  switch (type.typeId) {
    case Type.Decimal:
      return decimalText(BigInt(batch.value(index) as bigint), type.scale)
    case Type.Time:
      return timeText((batch.values as BigInt64Array)[index] as bigint)
    case Type.Duration: {
      const value = (batch.values as BigInt64Array)[index] as bigint
      return `${type.unit === TimeUnit.NANOSECOND ? value / 1000n : value * (perUnit[type.unit] as bigint)} microseconds`
    }
    case Type.Interval:
      return intervalText(batch, index, type.unit)
    case Type.FixedSizeBinary:
      return bytesText(batch.value(index) as Uint8Array)
    default:
      return jsonText(batch.value(index))
  }
}

const perUnit: Record<number, bigint> = {
  [TimeUnit.SECOND]: 1_000_000n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1n,
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return (value * 10n ** BigInt(-scale)).toString()
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function timeText(nanoseconds: bigint): string {
  const seconds = Number(nanoseconds / 1_000_000_000n)
  const twoDigits = (part: number): string => String(part).padStart(2, '0')
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':')
  return `${clock}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`
}

function intervalText(batch: Batch<unknown>, index: number, unit: number): string {
  const view = batch.values as Int32Array | Uint8Array
  if (unit === IntervalUnit.YEAR_MONTH) return `${view[index]} months`
  if (unit === IntervalUnit.DAY_TIME) return `${view[2 * index]} days ${view[2 * index + 1]} milliseconds`
  const bytes = new DataView(view.buffer, view.byteOffset + 16 * index, 16)
  const [months, days] = [bytes.getInt32(0, true), bytes.getInt32(4, true)]
  return `${months} months ${days} days ${bytes.getBigInt64(8, true) / 1000n} microseconds`
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A UUID of 16 bytes; an interval of 12, as Parquet writes it: months, days and milliseconds. */
function bytesText(bytes: Uint8Array): string {
  if (bytes.length === 16) return uuidText(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [months, days, milliseconds] = [0, 4, 8].map((at) => view.getUint32(at, true))
  return `${months} months ${days} days ${milliseconds} milliseconds`
}

const uuidText = (bytes: Uint8Array): string => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** JSON of any value: integers of any size as digits, bytes as hexadecimal digits, values that JSON lacks as text. */
function jsonText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value))
  if (value instanceof Uint8Array) return JSON.stringify(hex(value))
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (value instanceof Map)
    return `{${[...value].map(([key, one]) => `${JSON.stringify(String(key))}:${jsonText(one)}`).join(',')}}`
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as unknown as ArrayLike<unknown>, jsonText).join(',')}]`
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, one]) => `${JSON.stringify(key)}:${jsonText(one)}`)
      .join(',')}}`
  return JSON.stringify(value)
}
