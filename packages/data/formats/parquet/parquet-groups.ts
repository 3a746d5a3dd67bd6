import { serializeThrift, type ThriftList, type ThriftStruct, type ThriftValue } from './thrift.ts'

/** Field ids of the structs in the footer, as in `parquet.thrift`. */
export const fileFields = { schema: 2, rows: 3, groups: 4, keys: 5, orders: 7, encryption: 8 }
export const elementFields = { type: 1, typeLength: 2, name: 4, children: 5, converted: 6, logical: 10 }
export const groupFields = { columns: 1, bytes: 2, rows: 3, offset: 5, ordinal: 7 }
export const chunkFields = { path: 1, metaFields: 3, indexes: [4, 5, 6, 7] }
export const metaFields = {
  type: 1,
  size: 7,
  dataPage: 9,
  indexPage: 10,
  dictionaryPage: 11,
  statistics: 12,
  blooms: [14, 15],
}

/** Magic number at the start and end of a Parquet file: "PAR1". */
export const parquetMagic = Uint8Array.of(0x50, 0x41, 0x52, 0x31)

/** Returns the structs in a list. */
export const readStructs = (value: ThriftValue | undefined): ThriftStruct[] =>
  isList(value) ? value.values.filter((item): item is ThriftStruct => item instanceof Map) : []

const isList = (value: ThriftValue | undefined): value is ThriftList =>
  typeof value === 'object' && !Array.isArray(value) && 'values' in value && Array.isArray(value.values)

/** Reads an integer field of a struct. */
export function readNumber(fields: ThriftStruct, id: number, fallback = 0): number {
  const value = fields.get(id)?.value
  return typeof value === 'bigint' ? Number(value) : fallback
}

/** Reads a string field of a struct. */
export const readString = (fields: ThriftStruct, id: number): string => {
  const value = fields.get(id)?.value
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}

/** Copies a row group with its page offsets shifted by a number of bytes, and without references to indexes. */
export function shiftGroup(
  rowGroup: ThriftStruct,
  distance: bigint,
  chunks: readonly ThriftStruct[] = readStructs(rowGroup.get(groupFields.columns)?.value),
): ThriftStruct {
  const shiftedChunks = chunks.map((column) => {
    const columnMetadata = new Map(column.get(chunkFields.metaFields)?.value as ThriftStruct)
    for (const id of [metaFields.dataPage, metaFields.indexPage, metaFields.dictionaryPage]) {
      const field = columnMetadata.get(id)
      if (typeof field?.value === 'bigint' && field.value > 0n)
        columnMetadata.set(id, { ...field, value: field.value + distance })
    }
    for (const id of metaFields.blooms) columnMetadata.delete(id)
    const copy = new Map(column).set(chunkFields.metaFields, { type: 12, value: columnMetadata })
    for (const id of chunkFields.indexes) copy.delete(id)
    return copy
  })
  const shiftedRowGroup = new Map(rowGroup).set(groupFields.columns, {
    type: 9,
    value: { type: 12, values: shiftedChunks },
  })
  shiftedRowGroup.delete(groupFields.offset)
  shiftedRowGroup.delete(groupFields.ordinal)
  return shiftedRowGroup
}

/** Copies a footer with different row groups. */
export function replaceGroups(footer: ThriftStruct, groups: ThriftStruct[]): ThriftStruct {
  const rows = groups.reduce((sum, rowGroup) => sum + BigInt(readNumber(rowGroup, groupFields.rows)), 0n)
  return new Map(footer)
    .set(fileFields.rows, { type: 6, value: rows })
    .set(fileFields.groups, { type: 9, value: { type: 12, values: groups } })
}

/** Encodes the end of a Parquet file: the footer, its length, and the magic number. */
export function encodeParquetEnd(footer: ThriftStruct): Uint8Array {
  const footerBytes = serializeThrift(footer)
  const bytes = new Uint8Array(footerBytes.length + 8)
  bytes.set(footerBytes)
  new DataView(bytes.buffer).setUint32(footerBytes.length, footerBytes.length, true)
  bytes.set(parquetMagic, footerBytes.length + 4)
  return bytes
}

/** Creates a Parquet file from pages and a footer. */
export function createParquetFile(pages: Uint8Array, footer: ThriftStruct): Uint8Array {
  const end = encodeParquetEnd(footer)
  const bytes = new Uint8Array(parquetMagic.length + pages.length + end.length)
  bytes.set(parquetMagic)
  bytes.set(pages, parquetMagic.length)
  bytes.set(end, parquetMagic.length + pages.length)
  return bytes
}
