import { TimeUnit, Type, type Batch, type DataType, type Schema } from '@uwdata/flechette'
import type { IsFiner } from './carried-type.ts'
import { decodeStream } from './carry-stream.ts'

/**
 * Which columns that count nanoseconds have times that microseconds do not hold: most are only written so because a tool
 * knows no other unit. `read` gives IPC streams of the columns at some places, or of all; it is not asked where there is none.
 */
export async function finerTimes(
  { fields }: Schema,
  read: (columns: ReadonlySet<number>) => AsyncIterable<Uint8Array>,
): Promise<IsFiner> {
  const counted = fields.map((field, index) => ({ ...field, index })).filter(({ type }) => holdsNanoseconds(type))
  if (counted.length === 0) return () => false
  const found = new Set<string>()
  for await (const stream of read(new Set(counted.map(({ index }) => index)))) {
    const table = decodeStream(stream)
    const isAll = table.numCols === fields.length
    counted.forEach(({ index }, at) => {
      for (const batch of table.getChildAt(isAll ? index : at)?.data ?? [])
        look(batch as Batch<unknown>, String(index), found)
    })
    if (found.size === counted.length) break
  }
  return (path) => found.has(path)
}

function holdsNanoseconds(type: DataType): boolean {
  if (type.typeId === Type.Timestamp || type.typeId === Type.Time) return type.unit === TimeUnit.NANOSECOND
  if (type.typeId === Type.Dictionary) return holdsNanoseconds(type.dictionary)
  return 'children' in type && (type.children ?? []).some((child) => holdsNanoseconds(child.type))
}

function look(batch: Batch<unknown>, path: string, found: Set<string>): void {
  const { type } = batch
  if (type.typeId === Type.Timestamp || type.typeId === Type.Time) {
    if (type.unit !== TimeUnit.NANOSECOND || found.has(path)) return
    const values = batch.values as BigInt64Array
    for (let index = 0; index < batch.length; index++) {
      if ((values[index] as bigint) % 1000n === 0n || (batch.nullCount > 0 && !batch.isValid(index))) continue
      found.add(path)
      return
    }
    return
  }
  if (type.typeId === Type.Dictionary) {
    const { dictionary } = batch as unknown as { dictionary: { data: Batch<unknown>[] } }
    for (const part of dictionary.data) look(part, path, found)
    return
  }
  if (type.typeId === Type.RunEndEncoded) {
    const values = batch.children?.[1]
    if (values) look(values, path, found)
    return
  }
  if (type.typeId === Type.Map) {
    const [entries] = batch.children ?? []
    const fields = entries && 'children' in entries.type ? (entries.type.children ?? []) : []
    entries?.children?.forEach((child, index) => look(child, `${path}.${fields[index]?.name ?? ''}`, found))
    return
  }
  batch.children?.forEach((child, index) => {
    const names = 'children' in type ? (type.children ?? []) : []
    look(child, `${path}.${names[index]?.name ?? ''}`, found)
  })
}
