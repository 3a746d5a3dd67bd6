import type { SourceFile } from '@aw-flow/engine'
import { fixedSizeBinary, tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { afterAll, describe, expect, it } from 'vitest'
import { compileNodeWasm } from '../../node/node-formats-platform.ts'
import { openFormats } from '../../node/open-duckdb.ts'
import { writeParquet } from '../../writers/write-parquet.ts'
import { decodeStream } from '../arrow/transfer-stream.ts'
import { startParquetEngine } from './parquet-engine.ts'
import {
  chunkFields,
  elementFields,
  encodeParquetEnd,
  fileFields,
  groupFields,
  metaFields,
  readStructs,
} from './parquet-groups.ts'
import { parseThrift } from './thrift.ts'

const formats = openFormats()
afterAll(() => formats.close())

/** Encodes a time as nanoseconds of the day and the Julian day. */
function encodeInt96(julianDay: number, nanoseconds: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(12))
  view.setBigInt64(0, nanoseconds, true)
  view.setUint32(8, julianDay, true)
  return new Uint8Array(view.buffer)
}

/** Writes a column of bytes and declares it as INT96, which no writer of this project supports. */
async function writeInt96(times: readonly (Uint8Array | null)[]): Promise<Uint8Array> {
  const table = tableFromArrays(
    { id: times.map((_, index) => index), time: [...times] },
    { types: { time: fixedSizeBinary(12) } },
  )
  async function* streams() {
    yield tableToIPC(table, { format: 'stream' }) as Uint8Array
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of writeParquet(
    streams(),
    startParquetEngine(() => compileNodeWasm('parquet')),
  ))
    chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const footerStart = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)
  const footer = parseThrift(bytes.subarray(footerStart, bytes.length - 8))
  footer.delete(fileFields.keys)
  const element = readStructs(footer.get(fileFields.schema)?.value).find((item) => item.has(elementFields.typeLength))
  element?.delete(elementFields.typeLength)
  element?.set(elementFields.type, { type: 5, value: 3n })
  for (const group of readStructs(footer.get(fileFields.groups)?.value)) {
    const metadata = readStructs(group.get(groupFields.columns)?.value)[1]?.get(chunkFields.metaFields)?.value
    if (metadata instanceof Map) metadata.set(metaFields.type, { type: 5, value: 3n })
  }
  return Buffer.concat([bytes.subarray(0, footerStart), encodeParquetEnd(footer)])
}

describe('times in 96 bits', () => {
  it('keep the years that nanoseconds cannot represent', async () => {
    const times = [
      encodeInt96(5_373_484, 86_399_999_999_000n),
      encodeInt96(2_440_588, 0n),
      null,
      encodeInt96(2_305_814, 3_600_000_000_001n),
    ]
    const bytes = await writeInt96(times)
    const file: SourceFile = {
      dataset: 'int96',
      name: 'int96.parquet',
      size: bytes.length,
      read: async (start, end) => bytes.subarray(start, end),
    }
    const opened = await formats.open(file, await formats.inspect(file))
    if (opened.kind !== 'table') throw new Error('A table was expected.')
    expect(opened.columns[1]).toEqual({ name: 'time', type: 'TIMESTAMP' })
    const values: unknown[] = []
    for await (const stream of opened.batches()) values.push(...(decodeStream(stream).getChildAt(1) ?? []))
    expect(values).toEqual([
      '9999-12-31 23:59:59.999999',
      '1970-01-01 00:00:00.000000',
      null,
      '1601-01-01 01:00:00.000000',
    ])
  })
})
