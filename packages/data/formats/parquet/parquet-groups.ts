import { writeThrift, type ThriftList, type ThriftStruct, type ThriftValue } from './thrift.ts'

/** Field ids of the footer's structs, as in `parquet.thrift`. */
export const file = { schema: 2, rows: 3, groups: 4, keys: 5, orders: 7, encryption: 8 }
export const element = { name: 4, children: 5, converted: 6, logical: 10 }
export const group = { columns: 1, rows: 3, offset: 5, ordinal: 7 }
export const chunk = { path: 1, meta: 3, indexes: [4, 5, 6, 7] }
export const meta = { size: 7, dataPage: 9, indexPage: 10, dictionaryPage: 11, blooms: [14, 15] }

/** Magic number at the start and the end of a Parquet file: "PAR1". */
export const parquetMagic = Uint8Array.of(0x50, 0x41, 0x52, 0x31)

/** The structs of a list. */
export const structs = (value: ThriftValue | undefined): ThriftStruct[] =>
  isList(value) ? value.values.filter((item): item is ThriftStruct => item instanceof Map) : []

const isList = (value: ThriftValue | undefined): value is ThriftList =>
  typeof value === 'object' && !Array.isArray(value) && 'values' in value && Array.isArray(value.values)

/** Reads an integer field of a struct. */
export function numberAt(fields: ThriftStruct, id: number, missing = 0): number {
  const value = fields.get(id)?.value
  return typeof value === 'bigint' ? Number(value) : missing
}

/** Reads a text field of a struct. */
export const textAt = (fields: ThriftStruct, id: number): string => {
  const value = fields.get(id)?.value
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}

/** Copies a row group with its page offsets moved by a number of bytes, without references to indexes. */
export function movedGroup(
  rowGroup: ThriftStruct,
  by: bigint,
  chunks: readonly ThriftStruct[] = structs(rowGroup.get(group.columns)?.value),
): ThriftStruct {
  const moved = chunks.map((column) => {
    const columnMetadata = new Map(column.get(chunk.meta)?.value as ThriftStruct)
    for (const id of [meta.dataPage, meta.indexPage, meta.dictionaryPage]) {
      const field = columnMetadata.get(id)
      if (typeof field?.value === 'bigint' && field.value > 0n)
        columnMetadata.set(id, { ...field, value: field.value + by })
    }
    for (const id of meta.blooms) columnMetadata.delete(id)
    const copy = new Map(column).set(chunk.meta, { type: 12, value: columnMetadata })
    for (const id of chunk.indexes) copy.delete(id)
    return copy
  })
  const movedRowGroup = new Map(rowGroup).set(group.columns, { type: 9, value: { type: 12, values: moved } })
  movedRowGroup.delete(group.offset)
  movedRowGroup.delete(group.ordinal)
  return movedRowGroup
}

/** Copies a footer with other row groups. */
export function withGroups(footer: ThriftStruct, groups: ThriftStruct[]): ThriftStruct {
  const rows = groups.reduce((sum, rowGroup) => sum + BigInt(numberAt(rowGroup, group.rows)), 0n)
  return new Map(footer)
    .set(file.rows, { type: 6, value: rows })
    .set(file.groups, { type: 9, value: { type: 12, values: groups } })
}

/** The end of a file: footer, its length, and the magic number. */
export function parquetEnd(footer: ThriftStruct): Uint8Array {
  const written = writeThrift(footer)
  const bytes = new Uint8Array(written.length + 8)
  bytes.set(written)
  new DataView(bytes.buffer).setUint32(written.length, written.length, true)
  bytes.set(parquetMagic, written.length + 4)
  return bytes
}

/** Creates a file from pages and a footer. */
export function parquetOf(pages: Uint8Array, footer: ThriftStruct): Uint8Array {
  const end = parquetEnd(footer)
  const bytes = new Uint8Array(parquetMagic.length + pages.length + end.length)
  bytes.set(parquetMagic)
  bytes.set(pages, parquetMagic.length)
  bytes.set(end, parquetMagic.length + pages.length)
  return bytes
}
