import { writeThrift, type ThriftList, type ThriftStruct, type ThriftValue } from './thrift.ts'

/** The numbers of fields in the footer's structs, as `parquet.thrift` gives them. */
export const file = { schema: 2, rows: 3, groups: 4, keys: 5, orders: 7, encryption: 8 }
export const element = { name: 4, children: 5, converted: 6, logical: 10 }
export const group = { columns: 1, rows: 3, offset: 5, ordinal: 7 }
export const chunk = { path: 1, meta: 3, indexes: [4, 5, 6, 7] }
export const meta = { size: 7, dataPage: 9, indexPage: 10, dictionaryPage: 11, blooms: [14, 15] }

/** What a Parquet file begins and ends with: "PAR1". */
export const parquetMagic = Uint8Array.of(0x50, 0x41, 0x52, 0x31)

/** The structs of a list. */
export const structs = (value: ThriftValue | undefined): ThriftStruct[] =>
  isList(value) ? value.values.filter((one): one is ThriftStruct => one instanceof Map) : []

const isList = (value: ThriftValue | undefined): value is ThriftList =>
  typeof value === 'object' && !Array.isArray(value) && 'values' in value && Array.isArray(value.values)

/** A whole number of a struct. */
export function numberAt(fields: ThriftStruct, id: number, missing = 0): number {
  const value = fields.get(id)?.value
  return typeof value === 'bigint' ? Number(value) : missing
}

/** A text of a struct. */
export const textAt = (fields: ThriftStruct, id: number): string => {
  const value = fields.get(id)?.value
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}

/** A row group whose pages lie elsewhere by so many bytes; what points into indexes is left out. */
export function movedGroup(
  one: ThriftStruct,
  by: bigint,
  chunks: readonly ThriftStruct[] = structs(one.get(group.columns)?.value),
): ThriftStruct {
  const moved = chunks.map((each) => {
    const about = new Map(each.get(chunk.meta)?.value as ThriftStruct)
    for (const id of [meta.dataPage, meta.indexPage, meta.dictionaryPage]) {
      const field = about.get(id)
      if (typeof field?.value === 'bigint' && field.value > 0n) about.set(id, { ...field, value: field.value + by })
    }
    for (const id of meta.blooms) about.delete(id)
    const copy = new Map(each).set(chunk.meta, { type: 12, value: about })
    for (const id of chunk.indexes) copy.delete(id)
    return copy
  })
  const whole = new Map(one).set(group.columns, { type: 9, value: { type: 12, values: moved } })
  whole.delete(group.offset)
  whole.delete(group.ordinal)
  return whole
}

/** A footer with other row groups than its own. */
export function withGroups(footer: ThriftStruct, groups: ThriftStruct[]): ThriftStruct {
  const rows = groups.reduce((sum, one) => sum + BigInt(numberAt(one, group.rows)), 0n)
  return new Map(footer)
    .set(file.rows, { type: 6, value: rows })
    .set(file.groups, { type: 9, value: { type: 12, values: groups } })
}

/** The end of a file: the footer, its length, and the mark. */
export function parquetEnd(footer: ThriftStruct): Uint8Array {
  const written = writeThrift(footer)
  const bytes = new Uint8Array(written.length + 8)
  bytes.set(written)
  new DataView(bytes.buffer).setUint32(written.length, written.length, true)
  bytes.set(parquetMagic, written.length + 4)
  return bytes
}

/** A file of pages and a footer. */
export function parquetOf(pages: Uint8Array, footer: ThriftStruct): Uint8Array {
  const end = parquetEnd(footer)
  const bytes = new Uint8Array(parquetMagic.length + pages.length + end.length)
  bytes.set(parquetMagic)
  bytes.set(pages, parquetMagic.length)
  bytes.set(end, parquetMagic.length + pages.length)
  return bytes
}
