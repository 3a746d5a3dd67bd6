import type { startParquetEngine } from '../formats/parquet/parquet-engine.ts'
import {
  fileFields,
  shiftGroup,
  encodeParquetEnd,
  parquetMagic,
  readStructs,
  replaceGroups,
} from '../formats/parquet/parquet-groups.ts'
import { parseThrift, type ThriftStruct } from '../formats/parquet/thrift.ts'

/**
 * Writes Parquet with Snappy compression and one row group per stream. Each row group is encoded separately, so that
 * only one is in memory at a time.
 *
 * @param streams Complete Arrow IPC streams with the same columns. At least one is required.
 */
export async function* writeParquet(
  streams: AsyncIterable<Uint8Array>,
  engine: ReturnType<typeof startParquetEngine>,
): AsyncGenerator<Uint8Array> {
  const { Table, writeParquet: write, WriterPropertiesBuilder, Compression } = await engine
  const groups: ThriftStruct[] = []
  let firstFooter: ThriftStruct | undefined
  let offset = parquetMagic.length
  yield parquetMagic
  for await (const stream of streams) {
    const properties = new WriterPropertiesBuilder().setCompression(Compression.SNAPPY).setCreatedBy('aw').build()
    const bytes = write(Table.fromIPCStream(stream), properties)
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true)
    const footer = parseThrift(bytes.subarray(bytes.length - 8 - length, bytes.length - 8))
    const pages = bytes.subarray(parquetMagic.length, bytes.length - 8 - length)
    firstFooter ??= footer
    for (const group of readStructs(footer.get(fileFields.groups)?.value))
      groups.push(shiftGroup(group, BigInt(offset - parquetMagic.length)))
    if (pages.length > 0) yield pages
    offset += pages.length
  }
  if (firstFooter) yield encodeParquetEnd(replaceGroups(firstFooter, groups))
}
