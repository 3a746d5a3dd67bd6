import { message } from '@aw-flow/messages'
import { FormatError } from '../format-error.ts'
import type { SourceFile } from '@aw-flow/engine'
import {
  chunkFields,
  elementFields,
  fileFields,
  groupFields,
  metaFields,
  shiftGroup,
  readNumber,
  parquetMagic,
  createParquetFile,
  readStructs,
  readString,
  replaceGroups,
} from './parquet-groups.ts'
import { parseThrift, type ThriftStruct } from './thrift.ts'

const maxFooterBytes = 256 * 1024 * 1024
/** Maximum number of cells in a row group. Row groups are unpacked completely into WebAssembly memory. */
const maxCells = 400_000_000

const logicalUuid = 14
const convertedInterval = 21
const [int96Type, fixedLengthType] = [3, 7]
const int96Bytes = 12n

/**
 * Reads only the footer of a Parquet file.
 *
 * @throws `FormatError` if the footer is missing or invalid.
 */
export async function readParquetFooter(source: SourceFile) {
  const tail = await source.read(Math.max(0, source.size - 8), source.size)
  if (tail.length < 8 || source.size < 12) throw new FormatError(message('file.error.too-short', {}))
  const magic = String.fromCharCode(...tail.subarray(4))
  if (magic === 'PARE') throw new FormatError(message('file.error.encrypted-footer', {}))
  if (magic !== 'PAR1') throw new FormatError(message('file.error.not-parquet-end', {}))
  const footerLength = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  if (footerLength > source.size - 12 || footerLength > maxFooterBytes)
    throw new FormatError(message('file.error.large-footer', {}))
  const rawFooter = parseThrift(await source.read(source.size - 8 - footerLength, source.size - 8))
  if (rawFooter.has(fileFields.encryption)) throw new FormatError(message('file.error.encrypted-columns', {}))
  const byteColumnTypes = findByteColumnTypes(findTopLevelColumns(readStructs(rawFooter.get(fileFields.schema)?.value)))
  const hasBytes = [...byteColumnTypes.values()].some((type) => type !== 'UUID')
  const footer = hasBytes ? replaceByteTypes(rawFooter) : rawFooter
  const rowGroups = readStructs(footer.get(fileFields.groups)?.value)
  const elements = readStructs(footer.get(fileFields.schema)?.value)
  const columns = findTopLevelColumns(elements)
  return {
    rows: readNumber(footer, fileFields.rows),
    columnCount: columns.length,
    /** Size of all pages without compression, as the file states it. */
    unpackedBytes: rowGroups.reduce((sum, rowGroup) => sum + readNumber(rowGroup, groupFields.bytes), 0),
    /** Number of rows in each row group. */
    groups: rowGroups.map((rowGroup) => readNumber(rowGroup, groupFields.rows)),
    /**
     * DuckDB types of top-level columns that parquet-wasm returns as bytes (UUIDs, intervals and times in 96 bits), keyed
     * by column name.
     */
    byteColumnTypes,
    /** Creates a Parquet file that has the schema but no rows. */
    createEmptyFile: (): Uint8Array => createParquetFile(new Uint8Array(0), replaceGroups(footer, [])),
    /**
     * Reads one row group and returns it as a Parquet file. `columns` limits it to top-level columns with these indexes.
     */
    async readGroup(index: number, columnSet?: ReadonlySet<number>): Promise<Uint8Array> {
      const rowGroup = rowGroups[index]
      if (!rowGroup) throw new FormatError(message('file.error.no-row-group', { group: index }))
      const rows = readNumber(rowGroup, groupFields.rows)
      if (rows * (columnSet?.size ?? columns.length) > maxCells)
        throw new FormatError(message('file.error.large-row-group', { rows }))
      const allChunks = readStructs(rowGroup.get(groupFields.columns)?.value)
      const chunks = columnSet
        ? allChunks.filter((_, leafIndex) => columnSet.has(findColumn(columns, leafIndex)))
        : allChunks
      const ranges = chunks.map((columnChunk) => readRange(columnChunk, source.size))
      const start = ranges.reduce((min, range) => Math.min(min, range.start), source.size)
      const end = ranges.reduce((max, range) => Math.max(max, range.end), start)
      const bytes = await source.read(start, end)
      if (bytes.length < end - start) throw new FormatError(message('file.error.short-of-footer', {}))
      const shiftedGroup = shiftGroup(rowGroup, BigInt(parquetMagic.length - start), chunks)
      const selectedFooter = columnSet ? selectColumns(footer, elements[0], columns, columnSet) : footer
      return createParquetFile(bytes, replaceGroups(selectedFooter, [shiftedGroup]))
    },
  }
}

interface TopLevelColumn {
  /** The column itself, followed by its descendants. */
  elements: ThriftStruct[]
  leafCount: number
}

/**
 * Returns the top-level columns. The schema lists its elements depth-first, and columns are the children of the first
 * element.
 */
function findTopLevelColumns(elements: readonly ThriftStruct[]): TopLevelColumn[] {
  const columns: TopLevelColumn[] = []
  let remainingCount = 0
  for (const schemaElement of elements.slice(1)) {
    if (remainingCount === 0) columns.push({ elements: [], leafCount: 0 })
    const children = readNumber(schemaElement, elementFields.children)
    remainingCount = Math.max(0, remainingCount - 1) + children
    const column = columns.at(-1) as TopLevelColumn
    column.elements.push(schemaElement)
    if (children === 0) column.leafCount++
  }
  return columns
}

/** Returns the index of the column to which a leaf belongs. Column chunks are listed by leaf. */
function findColumn(columns: readonly TopLevelColumn[], leafIndex: number): number {
  let totalLeafCount = 0
  return columns.findIndex(({ leafCount }) => leafIndex < (totalLeafCount += leafCount))
}

function findByteColumnTypes(columns: readonly TopLevelColumn[]): Map<string, string> {
  const byteColumnTypes = new Map<string, string>()
  for (const { elements } of columns) {
    const [schemaElement] = elements
    if (!schemaElement || elements.length > 1) continue
    const logicalType = schemaElement.get(elementFields.logical)?.value
    if (logicalType instanceof Map && logicalType.has(logicalUuid))
      byteColumnTypes.set(readString(schemaElement, elementFields.name), 'UUID')
    if (isInterval(schemaElement)) byteColumnTypes.set(readString(schemaElement, elementFields.name), 'INTERVAL')
    if (isInt96(schemaElement)) byteColumnTypes.set(readString(schemaElement, elementFields.name), 'TIMESTAMP')
  }
  return byteColumnTypes
}

const isInterval = (schemaElement: ThriftStruct): boolean =>
  readNumber(schemaElement, elementFields.converted, -1) === convertedInterval

const isInt96 = (schemaElement: ThriftStruct): boolean =>
  readNumber(schemaElement, elementFields.type, -1) === int96Type &&
  readNumber(schemaElement, elementFields.children) === 0

/**
 * Copies the footer with intervals and times in 96 bits as bytes of a fixed length, which have the same encoding.
 * parquet-wasm ignores the months of intervals, and times before 1677 and after 2262 overflow its nanoseconds.
 */
function replaceByteTypes(footer: ThriftStruct): ThriftStruct {
  const elements = readStructs(footer.get(fileFields.schema)?.value)
  const columns = findTopLevelColumns(elements)
  const flatElements = new Set(columns.flatMap((column) => (column.elements.length === 1 ? column.elements : [])))
  const values = elements.map((schemaElement) => {
    if (!flatElements.has(schemaElement)) return schemaElement
    const plainElement = new Map(schemaElement)
    if (isInterval(schemaElement) || isInt96(schemaElement)) plainElement.delete(elementFields.converted)
    if (!isInt96(schemaElement)) return plainElement
    plainElement.delete(elementFields.logical)
    return plainElement
      .set(elementFields.type, { type: 5, value: BigInt(fixedLengthType) })
      .set(elementFields.typeLength, { type: 5, value: int96Bytes })
  })
  const groups = readStructs(footer.get(fileFields.groups)?.value).map((group) => {
    const chunks = readStructs(group.get(groupFields.columns)?.value).map((chunk, leafIndex) => {
      const metadata = chunk.get(chunkFields.metaFields)?.value
      const isFlat = columns[findColumn(columns, leafIndex)]?.elements.length === 1
      if (!isFlat || !(metadata instanceof Map) || readNumber(metadata, metaFields.type) !== int96Type) return chunk
      const plainMetadata = new Map(metadata).set(metaFields.type, { type: 5, value: BigInt(fixedLengthType) })
      plainMetadata.delete(metaFields.statistics)
      return new Map(chunk).set(chunkFields.metaFields, { type: 12, value: plainMetadata })
    })
    return new Map(group).set(groupFields.columns, { type: 9, value: { type: 12, values: chunks } })
  })
  const plainFooter = replaceGroups(footer, groups).set(fileFields.schema, { type: 9, value: { type: 12, values } })
  plainFooter.delete(fileFields.keys)
  return plainFooter
}

/**
 * Copies the footer with only some of its columns, and without the embedded Arrow schema, which describes all columns.
 */
function selectColumns(
  footer: ThriftStruct,
  root: ThriftStruct | undefined,
  columns: readonly TopLevelColumn[],
  columnSet: ReadonlySet<number>,
): ThriftStruct {
  const selectedColumns = columns.filter((_, index) => columnSet.has(index))
  const newRoot: ThriftStruct = new Map(root).set(elementFields.children, {
    type: 5,
    value: BigInt(selectedColumns.length),
  })
  const values = [newRoot, ...selectedColumns.flatMap(({ elements }) => elements)]
  const selectedFooter = new Map(footer).set(fileFields.schema, { type: 9, value: { type: 12, values } })
  selectedFooter.delete(fileFields.keys)
  selectedFooter.delete(fileFields.orders)
  return selectedFooter
}

function readRange(columnChunk: ThriftStruct, size: number): { start: number; end: number } {
  const columnMetadata = columnChunk.get(chunkFields.metaFields)?.value
  if (columnChunk.has(chunkFields.path)) throw new FormatError(message('file.error.columns-elsewhere', {}))
  if (!(columnMetadata instanceof Map)) throw new FormatError(message('file.error.encrypted-columns', {}))
  const dataOffset = readNumber(columnMetadata, metaFields.dataPage)
  const dictionaryOffset = readNumber(columnMetadata, metaFields.dictionaryPage)
  const start = dictionaryOffset > 0 && dictionaryOffset < dataOffset ? dictionaryOffset : dataOffset
  const end = start + readNumber(columnMetadata, metaFields.size)
  if (start < 0 || end > size || end < start) throw new FormatError(message('file.error.short-of-footer', {}))
  return { start, end }
}
