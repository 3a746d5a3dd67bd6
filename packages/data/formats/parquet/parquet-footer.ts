import { message } from '@aw-flow/messages'
import { FormatFault } from '../format-fault.ts'
import type { SourceFile } from '@aw-flow/engine'
import {
  chunk,
  element,
  file,
  group,
  meta,
  movedGroup,
  numberAt,
  parquetMagic,
  parquetOf,
  structs,
  textAt,
  withGroups,
} from './parquet-groups.ts'
import { readThrift, type ThriftStruct } from './thrift.ts'

/** What a Parquet file says of itself. */
export interface ParquetFooter {
  rows: number
  /** Rows of each row group. */
  groups: number[]
  /** DuckDB's types of top-level columns that the library gives as bytes: UUIDs and intervals, by their names. */
  ofBytes: Map<string, string>
  /** A Parquet file of the schema and no rows. */
  empty(): Uint8Array
  /** A Parquet file of one row group of the file, which alone is read; of some top-level columns, by their places. */
  group(index: number, columns?: ReadonlySet<number>): Promise<Uint8Array>
}

const largestFooter = 256 * 1024 * 1024
/** Of a row group, which is unpacked whole: more cells are beyond the memory of a wasm module. */
const mostCells = 400_000_000

const logicalUuid = 14
const convertedInterval = 21

/** Reads the footer, and nothing else. Throws an `Error` where there is none. */
export async function readParquetFooter(source: SourceFile): Promise<ParquetFooter> {
  const tail = await source.read(Math.max(0, source.size - 8), source.size)
  if (tail.length < 8 || source.size < 12) throw new FormatFault(message('file.fault.too-short', {}))
  const end = String.fromCharCode(...tail.subarray(4))
  if (end === 'PARE') throw new FormatFault(message('file.fault.encrypted-footer', {}))
  if (end !== 'PAR1') throw new FormatFault(message('file.fault.not-parquet-end', {}))
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  if (length > source.size - 12 || length > largestFooter) throw new FormatFault(message('file.fault.large-footer', {}))
  const written = readThrift(await source.read(source.size - 8 - length, source.size - 8))
  if (written.has(file.encryption)) throw new FormatFault(message('file.fault.encrypted-columns', {}))
  const found = columnsOfBytes(topColumns(structs(written.get(file.schema)?.value)))
  const footer = [...found.values()].includes('INTERVAL') ? withPlainIntervals(written) : written
  const groups = structs(footer.get(file.groups)?.value)
  const elements = structs(footer.get(file.schema)?.value)
  const columns = topColumns(elements)
  return {
    rows: numberAt(footer, file.rows),
    groups: groups.map((one) => numberAt(one, group.rows)),
    ofBytes: found,
    empty: () => parquetOf(new Uint8Array(0), withGroups(footer, [])),
    async group(index, chosen) {
      const one = groups[index]
      if (!one) throw new FormatFault(message('file.fault.no-row-group', { group: index }))
      const rows = numberAt(one, group.rows)
      if (rows * (chosen?.size ?? columns.length) > mostCells)
        throw new FormatFault(message('file.fault.large-row-group', { rows }))
      const all = structs(one.get(group.columns)?.value)
      const chunks = chosen ? all.filter((_, leaf) => chosen.has(columnOf(columns, leaf))) : all
      const places = chunks.map((each) => placeOf(each, source.size))
      const start = places.reduce((least, place) => Math.min(least, place.start), source.size)
      const stop = places.reduce((most, place) => Math.max(most, place.end), start)
      const bytes = await source.read(start, stop)
      if (bytes.length < stop - start) throw new FormatFault(message('file.fault.short-of-footer', {}))
      const moved = movedGroup(one, BigInt(parquetMagic.length - start), chunks)
      const described = chosen ? withColumns(footer, elements[0], columns, chosen) : footer
      return parquetOf(bytes, withGroups(described, [moved]))
    },
  }
}

interface TopColumn {
  /** The column itself first, then what is in it. */
  elements: ThriftStruct[]
  leaves: number
}

/** The schema lists its elements depth first; the columns are the children of the first one. */
function topColumns(elements: readonly ThriftStruct[]): TopColumn[] {
  const columns: TopColumn[] = []
  let open = 0
  for (const one of elements.slice(1)) {
    if (open === 0) columns.push({ elements: [], leaves: 0 })
    const children = numberAt(one, element.children)
    open = Math.max(0, open - 1) + children
    const column = columns.at(-1) as TopColumn
    column.elements.push(one)
    if (children === 0) column.leaves++
  }
  return columns
}

/** The place of the column that a leaf belongs to; chunks are listed by leaves. */
function columnOf(columns: readonly TopColumn[], leaf: number): number {
  let before = 0
  return columns.findIndex(({ leaves }) => leaf < (before += leaves))
}

function columnsOfBytes(columns: readonly TopColumn[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { elements } of columns) {
    const [one] = elements
    if (!one || elements.length > 1) continue
    const logical = one.get(element.logical)?.value
    if (logical instanceof Map && logical.has(logicalUuid)) found.set(textAt(one, element.name), 'UUID')
    if (isInterval(one)) found.set(textAt(one, element.name), 'INTERVAL')
  }
  return found
}

const isInterval = (one: ThriftStruct): boolean => numberAt(one, element.converted, -1) === convertedInterval

/** The library loses the months of intervals: they are read as the bytes that they are. */
function withPlainIntervals(footer: ThriftStruct): ThriftStruct {
  const elements = structs(footer.get(file.schema)?.value)
  const tops = new Set(topColumns(elements).map((column) => column.elements[0]))
  const values = elements.map((one) => {
    if (!tops.has(one) || !isInterval(one)) return one
    const plain = new Map(one)
    plain.delete(element.converted)
    return plain
  })
  const described = new Map(footer).set(file.schema, { type: 9, value: { type: 12, values } })
  described.delete(file.keys)
  return described
}

/** The footer with some columns only; without the schema of Arrow in it, which tells of all. */
function withColumns(
  footer: ThriftStruct,
  root: ThriftStruct | undefined,
  columns: readonly TopColumn[],
  chosen: ReadonlySet<number>,
): ThriftStruct {
  const kept = columns.filter((_, index) => chosen.has(index))
  const above: ThriftStruct = new Map(root).set(element.children, { type: 5, value: BigInt(kept.length) })
  const values = [above, ...kept.flatMap(({ elements }) => elements)]
  const described = new Map(footer).set(file.schema, { type: 9, value: { type: 12, values } })
  described.delete(file.keys)
  described.delete(file.orders)
  return described
}

function placeOf(one: ThriftStruct, size: number): { start: number; end: number } {
  const about = one.get(chunk.meta)?.value
  if (one.has(chunk.path)) throw new FormatFault(message('file.fault.columns-elsewhere', {}))
  if (!(about instanceof Map)) throw new FormatFault(message('file.fault.encrypted-columns', {}))
  const data = numberAt(about, meta.dataPage)
  const dictionary = numberAt(about, meta.dictionaryPage)
  const start = dictionary > 0 && dictionary < data ? dictionary : data
  const end = start + numberAt(about, meta.size)
  if (start < 0 || end > size || end < start) throw new FormatFault(message('file.fault.short-of-footer', {}))
  return { start, end }
}
