import { defined } from '@aw-flow/schema'
import {
  dateDay,
  decimal128,
  field,
  fixedSizeBinary,
  fixedSizeList,
  float32,
  IntervalUnit,
  list,
  map,
  Precision,
  struct,
  timeMicrosecond,
  timestamp,
  TimeUnit,
  Type,
  utf8,
  type DataType,
  type Field,
} from '@uwdata/flechette'

/**
 * How to transfer an Arrow column to a table: the Arrow type of its values, which DuckDB and Parquet represent
 * identically, and the DuckDB type. `isText` is true for values that are passed as text and then cast.
 */
export interface TransferType {
  arrow: DataType
  duckDb: string
  isText: boolean
  /** How values are converted. Absent if they are transferred unchanged. */
  conversion?: ValueConversion
}

/**
 * A conversion of values: large decimals to text, times to UTC, intervals to microseconds, or nested values to JSON
 * text.
 */
export interface ValueConversion {
  target: 'decimals' | 'utc' | 'intervals' | 'json'
  /** Time zone of the column in the file. */
  zone?: string
}

/** Returns whether a column contains times that microseconds cannot represent. Called only for nanosecond types. */
export type NeedsNanoseconds = (path: string) => boolean

const createTransferType = (arrow: DataType, duckDb: string, conversion?: ValueConversion): TransferType =>
  defined({ arrow, duckDb, isText: false, conversion })

const createTextType = (duckDb: string, conversion?: ValueConversion): TransferType => ({
  ...createTransferType(utf8(), duckDb, conversion),
  isText: true,
})

/**
 * Returns the transfer type for an Arrow type. Types that neither DuckDB nor Parquet supports, such as unions and
 * decimals with more than 38 digits, become text, and this is reported.
 */
export function toTransferType(type: DataType, path: string, needsNanoseconds: NeedsNanoseconds): TransferType {
  switch (type.typeId) {
    case Type.Null:
      return createTextType('VARCHAR')
    case Type.Bool:
      return createTransferType(type, 'BOOLEAN')
    case Type.Int:
      return createTransferType(type, `${type.signed ? '' : 'U'}${intNames[type.bitWidth]}`)
    case Type.Float:
      if (type.precision === Precision.HALF) return createTransferType(float32(), 'FLOAT')
      return createTransferType(type, type.precision === Precision.SINGLE ? 'FLOAT' : 'DOUBLE')
    case Type.Decimal: {
      const { precision, scale } = type
      if (precision > 38 || scale < 0 || scale > precision) return createTextType('VARCHAR', { target: 'decimals' })
      return createTransferType(decimal128(precision, scale), `DECIMAL(${precision},${scale})`)
    }
    case Type.Utf8:
    case Type.LargeUtf8:
      return createTransferType(type, 'VARCHAR')
    case Type.Utf8View:
      return createTransferType(utf8(), 'VARCHAR')
    case Type.Binary:
    case Type.LargeBinary:
      return createTransferType(type, 'BLOB')
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return createTransferType(type.typeId === Type.FixedSizeBinary ? fixedSizeBinary(type.stride) : type, 'BLOB')
    case Type.Date:
      return createTransferType(dateDay(), 'DATE')
    case Type.Time:
      if (type.unit === TimeUnit.NANOSECOND && needsNanoseconds(path)) return createTextType('TIME_NS')
      return createTransferType(timeMicrosecond(), 'TIME')
    case Type.Timestamp: {
      const conversion: ValueConversion | undefined = type.timezone ? { target: 'utc', zone: type.timezone } : undefined
      if (type.unit === TimeUnit.NANOSECOND && needsNanoseconds(path))
        return createTransferType(timestamp(TimeUnit.NANOSECOND, null), 'TIMESTAMP_NS', conversion)
      return createTransferType(timestamp(TimeUnit.MICROSECOND, null), 'TIMESTAMP', conversion)
    }
    case Type.Duration:
      return createTextType('INTERVAL')
    case Type.Interval:
      return createTextType('INTERVAL', type.unit === IntervalUnit.MONTH_DAY_NANO ? { target: 'intervals' } : undefined)
    case Type.Dictionary:
      return isResolvedByIndex(type.dictionary) ? toTransferType(type.dictionary, path, needsNanoseconds) : jsonType
    case Type.RunEndEncoded: {
      const valueType = getChild(type.children, 1).type
      return isResolvedByIndex(valueType) ? toTransferType(valueType, path, needsNanoseconds) : jsonType
    }
    case Type.List:
    case Type.LargeList: {
      const child = toTransferChild(getChild(type.children, 0), path, needsNanoseconds)
      return child ? createTransferType(list(child.field), `${child.duckDb}[]`) : jsonType
    }
    case Type.FixedSizeList: {
      const child = toTransferChild(getChild(type.children, 0), path, needsNanoseconds)
      return child
        ? createTransferType(fixedSizeList(child.field, type.stride), `${child.duckDb}[${type.stride}]`)
        : jsonType
    }
    case Type.Struct: {
      const children = type.children.map((child) => toTransferChild(child, path, needsNanoseconds))
      if (children.length === 0 || children.includes(undefined)) return jsonType
      const transferChildren = children.filter((child) => child !== undefined)
      const names = new Set(transferChildren.map(({ field: { name } }) => name.toLowerCase()))
      if (names.size < transferChildren.length || names.has('')) return jsonType
      const members = transferChildren.map(({ field: { name }, duckDb }) => `${quoteName(name)} ${duckDb}`)
      return createTransferType(struct(transferChildren.map((child) => child.field)), `STRUCT(${members.join(', ')})`)
    }
    case Type.Map: {
      const entryType = getChild(type.children, 0).type
      const pair = entryType.typeId === Type.Struct ? entryType.children : []
      const [key, value] = pair.map((child) => toTransferChild(child, path, needsNanoseconds))
      return key && value
        ? createTransferType(map(key.field, value.field, type.keysSorted), `MAP(${key.duckDb}, ${value.duckDb})`)
        : jsonType
    }
    default:
      return jsonType
  }
}

/** Returns whether dictionary values of this type are resolved by index. Nested dictionary values become text. */
const isResolvedByIndex = ({ typeId }: DataType): boolean =>
  typeId === Type.Bool ||
  typeId === Type.Int ||
  typeId === Type.Float ||
  typeId === Type.Decimal ||
  typeId === Type.Utf8 ||
  typeId === Type.LargeUtf8 ||
  typeId === Type.Utf8View ||
  typeId === Type.Binary ||
  typeId === Type.LargeBinary ||
  typeId === Type.Date ||
  typeId === Type.Time ||
  typeId === Type.Timestamp

const jsonType: TransferType = createTextType('VARCHAR', { target: 'json' })

const intNames: Record<number, string> = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }

const getChild = (children: readonly Field[], index: number): Field => {
  const child = children[index]
  if (!child) throw new Error('An Arrow type lacks a child.')
  return child
}

/** Returns the transfer type of a nested field, or `undefined` if the field would become text and lose its type. */
function toTransferChild(
  child: Field,
  path: string,
  needsNanoseconds: NeedsNanoseconds,
): { field: Field; duckDb: string } | undefined {
  const transferType = toTransferType(child.type, `${path}.${child.name}`, needsNanoseconds)
  if (transferType.isText && child.type.typeId !== Type.Null) return undefined
  return { field: field(child.name, transferType.arrow, child.nullable), duckDb: transferType.duckDb }
}

const quoteName = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
