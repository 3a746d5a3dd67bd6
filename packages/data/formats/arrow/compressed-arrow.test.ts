import {
  columnFromArray,
  CompressionType,
  float64,
  int32,
  setCompressionCodec,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette'
import { decompress } from 'fzstd'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFormats } from '../../node/open-duckdb.ts'
import { readParquetFooter } from '../parquet/parquet-footer.ts'
import {
  chunkFields,
  fileFields as fields,
  groupFields,
  metaFields,
  readNumber,
  readStructs,
} from '../parquet/parquet-groups.ts'
import { parseThrift, type ThriftStruct } from '../parquet/thrift.ts'
import { decodeTypedFile } from '../test-typed-files.ts'
import { decodeStream } from './transfer-stream.ts'
import { decodeLz4Frame } from './lz4-frame.ts'

const frame = (blocks: readonly number[][], flags = 0x40): Uint8Array => {
  const parts = blocks.flatMap((block) => [block.length & 255, block.length >> 8, 0, 0, ...block])
  return Uint8Array.from([0x04, 0x22, 0x4d, 0x18, flags, 0x40, 0, ...parts, 0, 0, 0, 0])
}

/** Compresses one block: repetitions of at least four bytes are matches, everything else literals. */
function compressBlock(bytes: Uint8Array): number[] {
  const out: number[] = []
  const length = (size: number): number[] => {
    const extra: number[] = []
    for (let rest = size - 15; rest >= 0; rest -= 255) extra.push(Math.min(rest, 255))
    if (size >= 15 && extra.at(-1) === 255) extra.push(0)
    return extra
  }
  const put = (literals: Uint8Array, offset: number, matched: number): void => {
    const [literalToken, matchToken] = [Math.min(15, literals.length), matched === 0 ? 0 : Math.min(15, matched - 4)]
    out.push((literalToken << 4) | matchToken, ...length(literals.length), ...literals)
    if (matched > 0) out.push(offset & 255, offset >> 8, ...length(matched - 4))
  }
  const seen = new Map<number, number>()
  let from = 0
  for (let at = 0; at + 12 < bytes.length;) {
    const key = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0)
    const before = seen.get(key)
    seen.set(key, at)
    let matched = 0
    if (before !== undefined && at - before < 65_536)
      while (at + matched < bytes.length - 5 && bytes[before + matched] === bytes[at + matched]) matched++
    if (matched < 4) at++
    else {
      put(bytes.subarray(from, at), at - (before as number), matched)
      at += matched
      from = at
    }
  }
  put(bytes.subarray(from), 0, 0)
  return out
}

describe('decodeLz4Frame', () => {
  it('unpacks literals, overlapping matches and uncompressed blocks', () => {
    // 1 literal "a", then a match of 19 at distance 1; then 2 literals.
    expect(new TextDecoder().decode(decodeLz4Frame(frame([[0x1f, 0x61, 1, 0, 0, 0x20, 0x62, 0x63]])))).toBe(
      `${'a'.repeat(20)}bc`,
    )
    const stored = Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 3, 0, 0, 0x80, 1, 2, 3, 0, 0, 0, 0])
    expect([...decodeLz4Frame(stored)]).toEqual([1, 2, 3])
  })

  it('unpacks the pages of a Parquet file written by a different program', async () => {
    const bytes = decodeTypedFile('lz4_raw.parquet')
    const source = {
      dataset: '',
      name: '',
      size: bytes.length,
      read: async (from: number, to: number) => bytes.slice(from, to),
    }
    expect((await readParquetFooter(source)).rows).toBe(64)
    const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true)
    const footer = parseThrift(bytes.subarray(bytes.length - 8 - length, bytes.length - 8))
    const [firstGroup] = readStructs(footer.get(fields.groups)?.value)
    let pages = 0
    for (const column of readStructs(firstGroup?.get(groupFields.columns)?.value)) {
      const about = column.get(chunkFields.metaFields)?.value as ThriftStruct
      if (readNumber(about, metaFields.dictionaryPage) > 0) continue
      const [start, size] = [readNumber(about, metaFields.dataPage), readNumber(about, metaFields.size)]
      const header = parseThrift(bytes.subarray(start))
      const [unpacked, packed] = [readNumber(header, 2), readNumber(header, 3)]
      const page = decodeLz4Frame(frame([[...bytes.subarray(start + size - packed, start + size)]]))
      expect(page.length).toBe(unpacked)
      pages++
    }
    expect(pages).toBeGreaterThan(0)
  })

  it('rejects damaged frames without reading past their end', () => {
    const original = frame([[0x1f, 0x61, 1, 0, 0, 0x20, 0x62, 0x63]])
    for (let end = 0; end < original.length; end++) expect(() => decodeLz4Frame(original.subarray(0, end))).toThrow()
    expect(() => decodeLz4Frame(frame([[0x1f, 0x61, 2, 0, 0]]))).toThrow('file.error.lz4-offset')
  })
})

describe('a compressed Arrow file', () => {
  const table = tableFromColumns([
    [
      'id',
      columnFromArray(
        Array.from({ length: 5000 }, (_, row) => row % 50),
        int32(),
      ),
    ],
    [
      'part',
      columnFromArray(
        Array.from({ length: 5000 }, (_, row) => (row % 3 === 0 ? null : 0.5)),
        float64(),
      ),
    ],
    [
      'word',
      columnFromArray(
        Array.from({ length: 5000 }, (_, row) => `word ${row % 9}`),
        utf8(),
      ),
    ],
  ])
  const read = async (bytes: Uint8Array) => {
    const file = {
      dataset: '',
      name: 'x.feather',
      size: bytes.length,
      read: async (from: number, to: number) => bytes.slice(from, to),
    }
    const formats = openFormats()
    onTestFinished(() => formats.close())
    const opened = await formats.open(file, await formats.inspect(file))
    if (opened.kind !== 'table') throw new Error('A table was expected.')
    const rows: unknown[] = []
    for await (const stream of opened.batches())
      rows.push(
        ...decodeStream(stream)
          .toArray()
          .map((row) => ({ ...row })),
      )
    return { columns: opened.columns, rows: rows.map((row) => Object.values(row as object)) }
  }
  const expected = {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'part', type: 'DOUBLE' },
      { name: 'word', type: 'VARCHAR' },
    ],
    rows: table.toArray().map((row) => Object.values({ ...row })),
  }

  it('is loaded with LZ4', async () => {
    const encode = (bytes: Uint8Array): Uint8Array => frame([compressBlock(bytes)])
    setCompressionCodec(CompressionType.LZ4_FRAME, { encode, decode: decodeLz4Frame })
    const packed = tableToIPC(table, { format: 'file', codec: CompressionType.LZ4_FRAME }) as Uint8Array
    expect(packed.length).toBeLessThan((tableToIPC(table, { format: 'file' }) as Uint8Array).length / 2)
    expect(await read(packed)).toEqual(expected)
  })

  it('is loaded with Zstandard', async () => {
    // A frame with one block that repeats one byte, if the buffer is constant; all other buffers stay uncompressed.
    const encode = (bytes: Uint8Array): Uint8Array => {
      if (bytes.some((byte) => byte !== bytes[0])) return Uint8Array.from({ length: bytes.length + 1 })
      const size = bytes.length
      const block = (size << 3) | (1 << 1) | 1
      return Uint8Array.from([
        0x28,
        0xb5,
        0x2f,
        0xfd,
        0xa0,
        size & 255,
        (size >> 8) & 255,
        (size >> 16) & 255,
        size >> 24,
        block & 255,
        (block >> 8) & 255,
        (block >> 16) & 255,
        bytes[0] ?? 0,
      ])
    }
    setCompressionCodec(CompressionType.ZSTD, { encode, decode: (bytes) => decompress(bytes) })
    const constantTable = tableFromColumns([
      [
        'id',
        columnFromArray(
          Array.from({ length: 3000 }, () => 0),
          int32(),
        ),
      ],
    ])
    const packed = tableToIPC(constantTable, { format: 'stream', codec: CompressionType.ZSTD }) as Uint8Array
    expect(packed.length).toBeLessThan(3000)
    expect((await read(packed)).rows).toEqual(Array.from({ length: 3000 }, () => [0]))
  })
})
