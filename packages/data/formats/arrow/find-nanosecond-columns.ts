import { TimeUnit, Type, type Batch, type DataType, type Schema } from '@uwdata/flechette'
import type { NeedsNanoseconds } from './transfer-type.ts'
import { decodeStream } from './transfer-stream.ts'

/**
 * Finds nanosecond columns that contain times that microseconds cannot represent. The values must be checked, because
 * many tools always write nanoseconds. `read` returns IPC streams with the given columns or with all columns; it is not
 * called if there are no nanosecond columns.
 */
export async function findNanosecondColumns(
  { fields }: Schema,
  read: (columns: ReadonlySet<number>) => AsyncIterable<Uint8Array>,
): Promise<NeedsNanoseconds> {
  const nanosecondColumns = fields
    .map((field, index) => ({ ...field, index }))
    .filter(({ type }) => hasNanoseconds(type))
  if (nanosecondColumns.length === 0) return () => false
  const nanosecondPaths = new Set<string>()
  for await (const stream of read(new Set(nanosecondColumns.map(({ index }) => index)))) {
    const table = decodeStream(stream)
    const hasAllColumns = table.numCols === fields.length
    nanosecondColumns.forEach(({ index }, position) => {
      for (const batch of table.getChildAt(hasAllColumns ? index : position)?.data ?? [])
        collectNanosecondPaths(batch as Batch<unknown>, String(index), nanosecondPaths)
    })
    if (nanosecondPaths.size === nanosecondColumns.length) break
  }
  return (path) => nanosecondPaths.has(path)
}

function hasNanoseconds(type: DataType): boolean {
  if (type.typeId === Type.Timestamp || type.typeId === Type.Time) return type.unit === TimeUnit.NANOSECOND
  if (type.typeId === Type.Dictionary) return hasNanoseconds(type.dictionary)
  return 'children' in type && (type.children ?? []).some((child) => hasNanoseconds(child.type))
}

function collectNanosecondPaths(batch: Batch<unknown>, path: string, nanosecondPaths: Set<string>): void {
  const { type } = batch
  if (type.typeId === Type.Timestamp || type.typeId === Type.Time) {
    if (type.unit !== TimeUnit.NANOSECOND || nanosecondPaths.has(path)) return
    const values = batch.values as BigInt64Array
    for (let index = 0; index < batch.length; index++) {
      if ((values[index] as bigint) % 1000n === 0n || (batch.nullCount > 0 && !batch.isValid(index))) continue
      nanosecondPaths.add(path)
      return
    }
    return
  }
  if (type.typeId === Type.Dictionary) {
    const { dictionary } = batch as unknown as { dictionary: { data: Batch<unknown>[] } }
    for (const dictionaryBatch of dictionary.data) collectNanosecondPaths(dictionaryBatch, path, nanosecondPaths)
    return
  }
  if (type.typeId === Type.RunEndEncoded) {
    const values = batch.children?.[1]
    if (values) collectNanosecondPaths(values, path, nanosecondPaths)
    return
  }
  if (type.typeId === Type.Map) {
    const [entries] = batch.children ?? []
    const fields = entries && 'children' in entries.type ? (entries.type.children ?? []) : []
    entries?.children?.forEach((child, index) =>
      collectNanosecondPaths(child, `${path}.${fields[index]?.name ?? ''}`, nanosecondPaths),
    )
    return
  }
  batch.children?.forEach((child, index) => {
    const fields = 'children' in type ? (type.children ?? []) : []
    collectNanosecondPaths(child, `${path}.${fields[index]?.name ?? ''}`, nanosecondPaths)
  })
}
