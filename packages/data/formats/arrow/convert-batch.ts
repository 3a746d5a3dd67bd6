import { message } from '@aw-flow/messages'
import { FormatError } from '../format-error.ts'
import { TablesError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import {
  Batch,
  batchType,
  columnFromArray,
  DateUnit,
  TimeUnit,
  Type,
  utf8,
  type Column,
  type DataType,
} from '@uwdata/flechette'
import type { ExpansionLimit } from '../expansion-limit.ts'
import type { TransferType } from './transfer-type.ts'
import { formatValue } from './format-value.ts'

type AnyBatch = Batch<unknown>

/**
 * Converts a batch of a column's values to the column's transfer type. Unchanged buffers are reused; only numbers with
 * a different width or unit, and values transferred as text, are rebuilt.
 */
export function convertBatch(
  batch: AnyBatch,
  { arrow: targetType, isText, duckDb }: Pick<TransferType, 'arrow' | 'isText'> & Partial<TransferType>,
  limit?: ExpansionLimit,
): AnyBatch {
  const { type } = batch
  if (type.typeId === Type.Dictionary || type.typeId === Type.RunEndEncoded)
    return resolveBatch(batch, { arrow: targetType, isText }, limit)
  if (isText || type.typeId === Type.Null) return createTextBatch(batch, duckDb)
  switch (type.typeId) {
    case Type.Float:
      if (targetType.typeId !== Type.Float || targetType.precision === type.precision) return batch
      return replaceValues(
        batch,
        targetType,
        toFloats(batch, (index) => Number(batch.value(index))),
      )
    case Type.Decimal:
      return type.bitWidth === 128
        ? replaceType(batch, targetType)
        : replaceValues(batch, targetType, widenDecimals(batch))
    case Type.Date:
      return type.unit === DateUnit.DAY ? batch : replaceValues(batch, targetType, toDays(batch))
    case Type.Time:
      return type.unit === TimeUnit.MICROSECOND
        ? batch
        : replaceValues(batch, targetType, toMicroseconds(batch, type.unit))
    case Type.Timestamp:
      if (targetType.typeId === Type.Timestamp && targetType.unit === type.unit) return replaceType(batch, targetType)
      return replaceValues(batch, targetType, toMicroseconds(batch, type.unit))
    case Type.Utf8View:
    case Type.BinaryView:
      return rebuildBatch(batch, targetType)
    case Type.LargeList:
      return convertBatch(narrowOffsets(batch, targetType), { arrow: targetType, isText }, limit)
    case Type.List:
    case Type.FixedSizeList:
    case Type.Struct:
    case Type.Map:
      return convertChildren(batch, targetType, limit)
    default:
      return replaceType(batch, targetType)
  }
}

interface BatchParts {
  length?: number
  type?: DataType
  validity?: unknown
  nullCount?: number
  values?: unknown
  offsets?: unknown
  children?: AnyBatch[]
}

/** Copies a batch with some of its parts replaced. */
function replaceParts(batch: AnyBatch, parts: BatchParts): AnyBatch {
  const { length, nullCount, validity, values, offsets, sizes, children, type } = batch
  const mergedParts = { length, nullCount, validity, values, offsets, sizes, children, type, ...parts }
  // Batch classes differ only in how they read values; the buffers are written unchanged.
  return new (batchType(mergedParts.type, { useBigInt: true, useDecimalInt: true }) as new (
    options: unknown,
  ) => AnyBatch)(mergedParts)
}

const replaceType = (batch: AnyBatch, type: DataType): AnyBatch =>
  batch.type === type ? batch : replaceParts(batch, { type })

const replaceValues = (batch: AnyBatch, type: DataType, values: ArrayBufferView): AnyBatch =>
  replaceParts(batch, { type, values })

function convertChildren(batch: AnyBatch, type: DataType, limit: ExpansionLimit | undefined): AnyBatch {
  if (type.typeId === Type.FixedSizeList && (batch.children?.[0]?.length ?? 0) < batch.length * type.stride)
    throw new FormatError(message('file.error.long-lists', {}))
  const fields = 'children' in type ? (type.children ?? []) : []
  const children = batch.children?.map((child, index) => {
    const field = fields[index]
    return field ? convertBatch(child, { arrow: field.type, isText: false }, limit) : child
  })
  return replaceParts(batch, defined({ type, children }))
}

/** Converts the 64-bit offsets of a list to 32 bits, which always suffice for one batch. */
const narrowOffsets = (batch: AnyBatch, type: DataType): AnyBatch =>
  replaceParts(batch, { type, offsets: Int32Array.from(batch.offsets ?? [], Number) })

function createTextBatch(batch: AnyBatch, duckDb: string | undefined): AnyBatch {
  const strings = Array.from({ length: batch.length }, (_, index) => {
    const value = batch.type.typeId === Type.Null ? null : batch.at(index)
    return value === null || value === undefined ? null : formatValue(batch, index, duckDb)
  })
  return createBatch(strings, utf8())
}

const rebuildBatch = (batch: AnyBatch, type: DataType): AnyBatch =>
  createBatch(
    Array.from({ length: batch.length }, (_, index) => batch.at(index)),
    type,
  )

function createBatch(values: unknown[], type: DataType): AnyBatch {
  const column = columnFromArray(values, type, { maxBatchRows: Infinity }) as Column<unknown>
  const [batch] = column.data
  if (batch) return batch as AnyBatch
  const emptyParts = { length: 0, nullCount: 0, type, validity: new Uint8Array(0), offsets: new Int32Array(1) }
  return new Batch({ ...emptyParts, values: new Uint8Array(0) }) as AnyBatch
}

/** Replaces dictionary keys or runs with their values. */
function resolveBatch(
  batch: AnyBatch,
  transferType: Pick<TransferType, 'arrow' | 'isText'>,
  limit: ExpansionLimit | undefined,
): AnyBatch {
  const { sourceBatches, getKey } = readKeys(batch)
  const valueBatches = sourceBatches.map((valueBatch) => convertBatch(valueBatch, transferType, limit))
  const starts = valueBatches.map((_, position) =>
    valueBatches.slice(0, position).reduce((sum, { length }) => sum + length, 0),
  )
  const findValueBatch = (key: number): [AnyBatch, number] => {
    let position = starts.length - 1
    while (position > 0 && (starts[position] as number) > key) position--
    return [valueBatches[position] as AnyBatch, key - (starts[position] as number)]
  }
  const firstBatch = valueBatches[0]
  const { length } = batch
  const isValid = (index: number): boolean => {
    if (batch.type.typeId === Type.Dictionary && batch.nullCount > 0 && !batch.isValid(index)) return false
    const [valueBatch, position] = findValueBatch(getKey(index))
    return valueBatch.nullCount === 0 || valueBatch.isValid(position)
  }
  const targetTypeId = transferType.arrow.typeId
  if (
    !firstBatch ||
    targetTypeId === Type.Utf8 ||
    targetTypeId === Type.LargeUtf8 ||
    targetTypeId === Type.Binary ||
    targetTypeId === Type.LargeBinary ||
    targetTypeId === Type.Bool
  ) {
    const values = Array.from({ length }, (_, index) => {
      if (!firstBatch || !isValid(index)) return null
      const [valueBatch, position] = findValueBatch(getKey(index))
      const value = valueBatch.value(position)
      if (typeof value === 'string' || value instanceof Uint8Array) limit?.count(value.length)
      return value
    })
    return createBatch(values, transferType.arrow)
  }
  const firstValues = firstBatch.values as BigInt64Array<ArrayBuffer>
  const stride = Math.max(1, Math.floor(firstValues.length / Math.max(1, firstBatch.length)))
  const values = new (firstValues.constructor as BigInt64ArrayConstructor)(length * stride)
  const validity = new Uint8Array(Math.ceil(length / 64) * 8)
  let nullCount = 0
  for (let index = 0; index < length; index++) {
    if (!isValid(index)) {
      nullCount++
      continue
    }
    validity[index >> 3] = (validity[index >> 3] as number) | (1 << (index & 7))
    const [valueBatch, position] = findValueBatch(getKey(index))
    const partValues = valueBatch.values as BigInt64Array
    for (let word = 0; word < stride; word++)
      values[index * stride + word] = partValues[position * stride + word] as bigint
  }
  return replaceParts(firstBatch, { length, type: transferType.arrow, values, validity, nullCount })
}

function readKeys(batch: AnyBatch): { sourceBatches: readonly AnyBatch[]; getKey: (index: number) => number } {
  if (batch.type.typeId === Type.Dictionary) {
    const { dictionary } = batch as unknown as { dictionary: Column<unknown> }
    const keys = batch.values as Int32Array
    return { sourceBatches: dictionary.data as AnyBatch[], getKey: (index) => Number(keys[index]) }
  }
  const [ends, values] = batch.children ?? []
  const runEnds = Array.from({ length: ends?.length ?? 0 }, (_, index) => Number(ends?.value(index)))
  const getKey = (index: number): number => {
    let [low, high] = [0, runEnds.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((runEnds[middle] as number) <= index) low = middle + 1
      else high = middle
    }
    return low
  }
  return { sourceBatches: values ? [values] : [], getKey }
}

const toFloats = ({ length }: AnyBatch, getValue: (index: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, index) => getValue(index))

function widenDecimals(batch: AnyBatch): BigUint64Array {
  const values = new BigUint64Array(2 * batch.length)
  for (let index = 0; index < batch.length; index++) {
    const value = batch.isValid(index) || batch.nullCount === 0 ? BigInt(batch.value(index) as number) : 0n
    values[2 * index] = BigInt.asUintN(64, value)
    values[2 * index + 1] = BigInt.asUintN(64, value >> 64n)
  }
  return values
}

const millisecondsPerDay = 86_400_000n

function toDays({ values, length }: AnyBatch): Int32Array {
  const sourceValues = values as BigInt64Array
  return Int32Array.from({ length }, (_, index) =>
    Number(floorDivide(sourceValues[index] as bigint, millisecondsPerDay)),
  )
}

const microsecondsPerUnit: Record<number, bigint> = {
  [TimeUnit.SECOND]: 1_000_000n,
  [TimeUnit.MILLISECOND]: 1_000n,
}

function toMicroseconds(batch: AnyBatch, unit: number): BigInt64Array {
  const sourceValues = batch.values as BigInt64Array | Int32Array
  const factor = microsecondsPerUnit[unit]
  const microseconds = new BigInt64Array(batch.length)
  for (let index = 0; index < batch.length; index++) {
    if (batch.nullCount > 0 && !batch.isValid(index)) continue
    const value = BigInt(sourceValues[index] as number)
    const scaledValue = factor === undefined ? floorDivide(value, 1000n) : value * factor
    if (BigInt.asIntN(64, scaledValue) !== scaledValue) throw createOutOfRangeError(value)
    microseconds[index] = scaledValue
  }
  return microseconds
}

const floorDivide = (value: bigint, divisor: bigint): bigint => {
  const quotient = value / divisor
  return value % divisor < 0n ? quotient - 1n : quotient
}

const createOutOfRangeError = (value: bigint): TablesError =>
  new TablesError(error('load.time-range', { value: String(value) }))
