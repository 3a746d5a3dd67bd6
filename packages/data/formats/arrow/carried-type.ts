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
 * How an Arrow column is loaded into a table: the Arrow type of its values, which DuckDB and Parquet represent
 * identically, and their DuckDB type. `text` is true for values that are passed as text and cast.
 */
export interface CarriedType {
  arrow: DataType
  duckDb: string
  text: boolean
  /** The conversion of the values, if any. */
  carriedAs?: CarriedAs
}

/**
 * A conversion of values: large decimals to text, times to UTC, intervals to microseconds, nested values to JSON text.
 */
export interface CarriedAs {
  as: 'decimals' | 'utc' | 'intervals' | 'json'
  /** Time zone of the column in the file. */
  zone?: string
}

/** Whether a column has times that microseconds cannot represent; called only for nanosecond types. */
export type IsFiner = (path: string) => boolean

const createCarriedType = (arrow: DataType, duckDb: string, carriedAs?: CarriedAs): CarriedType => ({
  arrow,
  duckDb,
  text: false,
  ...(carriedAs === undefined ? {} : { carriedAs }),
})

const createTextType = (duckDb: string, carriedAs?: CarriedAs): CarriedType => ({
  ...createCarriedType(utf8(), duckDb, carriedAs),
  text: true,
})

/**
 * Returns how values of an Arrow type are carried. Types that neither DuckDB nor Parquet has (unions, decimals of more
 * than 38 digits) become text, which is reported.
 */
export function toCarriedType(type: DataType, path: string, isFiner: IsFiner): CarriedType {
  switch (type.typeId) {
    case Type.Null:
      return createTextType('VARCHAR')
    case Type.Bool:
      return createCarriedType(type, 'BOOLEAN')
    case Type.Int:
      return createCarriedType(type, `${type.signed ? '' : 'U'}${intNames[type.bitWidth]}`)
    case Type.Float:
      if (type.precision === Precision.HALF) return createCarriedType(float32(), 'FLOAT')
      return createCarriedType(type, type.precision === Precision.SINGLE ? 'FLOAT' : 'DOUBLE')
    case Type.Decimal: {
      const { precision, scale } = type
      if (precision > 38 || scale < 0 || scale > precision) return createTextType('VARCHAR', { as: 'decimals' })
      return createCarriedType(decimal128(precision, scale), `DECIMAL(${precision},${scale})`)
    }
    case Type.Utf8:
    case Type.LargeUtf8:
      return createCarriedType(type, 'VARCHAR')
    case Type.Utf8View:
      return createCarriedType(utf8(), 'VARCHAR')
    case Type.Binary:
    case Type.LargeBinary:
      return createCarriedType(type, 'BLOB')
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return createCarriedType(type.typeId === Type.FixedSizeBinary ? fixedSizeBinary(type.stride) : type, 'BLOB')
    case Type.Date:
      return createCarriedType(dateDay(), 'DATE')
    case Type.Time:
      if (type.unit === TimeUnit.NANOSECOND && isFiner(path)) return createTextType('TIME_NS')
      return createCarriedType(timeMicrosecond(), 'TIME')
    case Type.Timestamp: {
      const carriedAs: CarriedAs | undefined = type.timezone ? { as: 'utc', zone: type.timezone } : undefined
      if (type.unit === TimeUnit.NANOSECOND && isFiner(path))
        return createCarriedType(timestamp(TimeUnit.NANOSECOND, null), 'TIMESTAMP_NS', carriedAs)
      return createCarriedType(timestamp(TimeUnit.MICROSECOND, null), 'TIMESTAMP', carriedAs)
    }
    case Type.Duration:
      return createTextType('INTERVAL')
    case Type.Interval:
      return createTextType('INTERVAL', type.unit === IntervalUnit.MONTH_DAY_NANO ? { as: 'intervals' } : undefined)
    case Type.Dictionary:
      return isResolvedByIndex(type.dictionary) ? toCarriedType(type.dictionary, path, isFiner) : json
    case Type.RunEndEncoded: {
      const values = getChild(type.children, 1).type
      return isResolvedByIndex(values) ? toCarriedType(values, path, isFiner) : json
    }
    case Type.List:
    case Type.LargeList: {
      const child = toCarriedChild(getChild(type.children, 0), path, isFiner)
      return child ? createCarriedType(list(child.field), `${child.duckDb}[]`) : json
    }
    case Type.FixedSizeList: {
      const child = toCarriedChild(getChild(type.children, 0), path, isFiner)
      return child
        ? createCarriedType(fixedSizeList(child.field, type.stride), `${child.duckDb}[${type.stride}]`)
        : json
    }
    case Type.Struct: {
      const children = type.children.map((child) => toCarriedChild(child, path, isFiner))
      if (children.length === 0 || children.includes(undefined)) return json
      const carriedChildren = children.filter((child) => child !== undefined)
      const names = new Set(carriedChildren.map(({ field: { name } }) => name.toLowerCase()))
      if (names.size < carriedChildren.length || names.has('')) return json
      const members = carriedChildren.map(({ field: { name }, duckDb }) => `${quoteName(name)} ${duckDb}`)
      return createCarriedType(struct(carriedChildren.map((child) => child.field)), `STRUCT(${members.join(', ')})`)
    }
    case Type.Map: {
      const entries = getChild(type.children, 0).type
      const pair = entries.typeId === Type.Struct ? entries.children : []
      const [key, value] = pair.map((child) => toCarriedChild(child, path, isFiner))
      return key && value
        ? createCarriedType(map(key.field, value.field, type.keysSorted), `MAP(${key.duckDb}, ${value.duckDb})`)
        : json
    }
    default:
      return json
  }
}

/** True for dictionary values that are resolved by index; nested dictionary values become text. */
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

const json: CarriedType = createTextType('VARCHAR', { as: 'json' })

const intNames: Record<number, string> = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }

const getChild = (children: readonly Field[], index: number): Field => {
  const child = children[index]
  if (!child) throw new Error('An Arrow type lacks a child.')
  return child
}

/** Returns how a nested type is carried; `undefined` for types that would become text and lose their type. */
function toCarriedChild(child: Field, path: string, isFiner: IsFiner): { field: Field; duckDb: string } | undefined {
  const carried = toCarriedType(child.type, `${path}.${child.name}`, isFiner)
  if (carried.text && child.type.typeId !== Type.Null) return undefined
  return { field: field(child.name, carried.arrow, child.nullable), duckDb: carried.duckDb }
}

const quoteName = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
