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

/** How values of a type are built: as `built`, read as `type`, whose bytes are the same. */
interface Building {
  type: DataType
  built: DataType
  value?: (value: DuckDBValue) => unknown
}

/** A result as an Arrow IPC stream. Its columns are of the types that `arrowCells` gives. */
export async function arrowPage(result: DuckDBResult): Promise<Uint8Array> {
  const values = await result.getColumns()
  const types = result.columnTypes()
  const columns = result
    .columnNames()
    .map((column, index): [string, Column<unknown>] => [
      column,
      arrowColumn(building(types[index] as DuckDBType), values[index] ?? []),
    ])
  const bytes = tableToIPC(tableFromColumns(columns), { format: 'stream' })
  if (!bytes) throw new Error('The Arrow writer gave no bytes.')
  return bytes
}

function arrowColumn({ type, built, value }: Building, values: readonly DuckDBValue[]): Column<unknown> {
  const plain = value ? values.map((one) => (one === null ? null : value(one))) : [...values]
  const column = columnFromArray(plain, built)
  if (type === built) return column as Column<unknown>
  const batches = column.data.map(
    ({ length, nullCount, validity, values: bytes }) => new Batch({ length, nullCount, type, validity, values: bytes }),
  )
  return new Column(batches, type)
}

function building(type: DuckDBType): Building {
  const same = (built: DataType): Building => ({ type: built, built })
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return same(bool())
    case DuckDBTypeId.TINYINT:
      return same(int8())
    case DuckDBTypeId.SMALLINT:
      return same(int16())
    case DuckDBTypeId.INTEGER:
      return same(int32())
    case DuckDBTypeId.BIGINT:
      return same(int64())
    case DuckDBTypeId.UTINYINT:
      return same(uint8())
    case DuckDBTypeId.USMALLINT:
      return same(uint16())
    case DuckDBTypeId.UINTEGER:
      return same(uint32())
    case DuckDBTypeId.UBIGINT:
      return same(uint64())
    case DuckDBTypeId.FLOAT:
      return same(float32())
    case DuckDBTypeId.DOUBLE:
      return same(float64())
    case DuckDBTypeId.VARCHAR:
      return same(utf8())
    case DuckDBTypeId.DATE:
      return { type: dateDay(), built: int32(), value: (value) => (value as DuckDBDateValue).days }
    case DuckDBTypeId.TIME:
      return { type: timeMicrosecond(), built: int64(), value: (value) => (value as DuckDBTimeValue).micros }
    case DuckDBTypeId.TIMESTAMP:
      return {
        type: timestamp(TimeUnit.MICROSECOND),
        built: int64(),
        value: (value) => (value as DuckDBTimestampValue).micros,
      }
    case DuckDBTypeId.DECIMAL: {
      const { width, scale } = type as DuckDBDecimalType
      return { ...same(decimal128(width, scale)), value: (value) => (value as DuckDBDecimalValue).value }
    }
    default:
      throw new Error(`A column of type ${type.toString()} was not cast for Arrow.`)
  }
}
