import {
  Batch,
  bool,
  Column,
  columnFromArray,
  dateDay,
  decimal128,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  tableFromColumns,
  tableToIPC,
  timeMicrosecond,
  timestamp,
  TimeUnit,
  uint16,
  uint32,
  uint64,
  uint8,
  utf8,
  type DataType,
} from '@uwdata/flechette'
import {
  type DuckDBDateValue,
  type DuckDBDecimalValue,
  type DuckDBTimestampValue,
  type DuckDBTimeValue,
  DuckDBTypeId,
  type DuckDBDecimalType,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'

/**
 * Describes how to encode the values of a type: the column is built with `builderType`, and its bytes are then read as
 * `type`, which has the same layout.
 */
interface Encoding {
  type: DataType
  builderType: DataType
  toItem?: (value: DuckDBValue) => unknown
}

/** Encodes a result as an Arrow IPC stream. Its columns must have the types that `toArrowExpressions` produces. */
export async function encodeArrowPage(result: DuckDBResult): Promise<Uint8Array> {
  const values = await result.getColumns()
  const types = result.columnTypes()
  const columns = result
    .columnNames()
    .map((column, index): [string, Column<unknown>] => [
      column,
      encodeColumn(chooseEncoding(types[index] as DuckDBType), values[index] ?? []),
    ])
  const bytes = tableToIPC(tableFromColumns(columns), { format: 'stream' })
  if (!bytes) throw new Error('The Arrow writer returned no bytes.')
  return bytes
}

function encodeColumn({ type, builderType, toItem }: Encoding, values: readonly DuckDBValue[]): Column<unknown> {
  const items = toItem ? values.map((value) => (value === null ? null : toItem(value))) : [...values]
  const column = columnFromArray(items, builderType)
  if (type === builderType) return column as Column<unknown>
  const batches = column.data.map(
    ({ length, nullCount, validity, values: bytes }) => new Batch({ length, nullCount, type, validity, values: bytes }),
  )
  return new Column(batches, type)
}

function chooseEncoding(type: DuckDBType): Encoding {
  const createPlainEncoding = (builderType: DataType): Encoding => ({ type: builderType, builderType })
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return createPlainEncoding(bool())
    case DuckDBTypeId.TINYINT:
      return createPlainEncoding(int8())
    case DuckDBTypeId.SMALLINT:
      return createPlainEncoding(int16())
    case DuckDBTypeId.INTEGER:
      return createPlainEncoding(int32())
    case DuckDBTypeId.BIGINT:
      return createPlainEncoding(int64())
    case DuckDBTypeId.UTINYINT:
      return createPlainEncoding(uint8())
    case DuckDBTypeId.USMALLINT:
      return createPlainEncoding(uint16())
    case DuckDBTypeId.UINTEGER:
      return createPlainEncoding(uint32())
    case DuckDBTypeId.UBIGINT:
      return createPlainEncoding(uint64())
    case DuckDBTypeId.FLOAT:
      return createPlainEncoding(float32())
    case DuckDBTypeId.DOUBLE:
      return createPlainEncoding(float64())
    case DuckDBTypeId.VARCHAR:
      return createPlainEncoding(utf8())
    case DuckDBTypeId.DATE:
      return { type: dateDay(), builderType: int32(), toItem: (value) => (value as DuckDBDateValue).days }
    case DuckDBTypeId.TIME:
      return { type: timeMicrosecond(), builderType: int64(), toItem: (value) => (value as DuckDBTimeValue).micros }
    case DuckDBTypeId.TIMESTAMP:
      return {
        type: timestamp(TimeUnit.MICROSECOND),
        builderType: int64(),
        toItem: (value) => (value as DuckDBTimestampValue).micros,
      }
    case DuckDBTypeId.DECIMAL: {
      const { width, scale } = type as DuckDBDecimalType
      return {
        ...createPlainEncoding(decimal128(width, scale)),
        toItem: (value) => (value as DuckDBDecimalValue).value,
      }
    }
    default:
      throw new Error(`A column of type ${type.toString()} was not cast for Arrow.`)
  }
}
