import type { SourceFile } from '@aw-flow/engine'
import type { Layer } from '@aw-flow/schema/internal'
import { gzipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { createNodeFormatsPlatform } from '../node/node-formats-platform.ts'
import { openFormats } from '../node/open-duckdb.ts'
import { createZipFile } from './test-large-files.ts'
import { createUnpacker } from './unpack.ts'

const formats = openFormats()
const platform = createNodeFormatsPlatform()
afterAll(() => Promise.all([formats.close(), platform.close()]))

/** Creates a file in memory that counts the bytes read. */
function measured(name: string, bytes: Uint8Array): { file: SourceFile; read: () => number } {
  let read = 0
  const file: SourceFile = {
    dataset: name,
    name,
    size: bytes.length,
    read: async (start, end) => {
      read += end - start
      return bytes.slice(start, end)
    },
  }
  return { file, read: () => read }
}

const repeated = (part: Uint8Array, times: number): Uint8Array => {
  const whole = new Uint8Array(part.length * times)
  for (let at = 0; at < times; at++) whole.set(part, at * part.length)
  return whole
}

/** A megabyte that hardly compresses. */
const large = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 2_654_435_761) >>> 13)

describe('a file that unpacks to far more than its size', () => {
  it('is rejected after reading little of it, as gzip', async () => {
    const bomb = measured('bomb.gz', repeated(gzipSync(new Uint8Array(1 << 24), { level: 9 }), 600))
    const opening = formats.open(bomb.file, { format: 'text', unpack: [{ kind: 'gzip' }] })
    await expect(opening).rejects.toMatchObject({ problem: { code: 'load.decompressed-too-large.ratio' } })
    // The ratio is not checked up to 256 MB, which is a quarter of a megabyte here.
    expect(bomb.read()).toBeLessThanOrEqual(2 << 20)
    expect(bomb.read()).toBeLessThan(bomb.file.size / 4)
  })

  it('is unpacked only as far as the preview needs', async () => {
    const { file, read } = measured('bomb.gz', repeated(gzipSync(new Uint8Array(1 << 24), { level: 9 }), 600))
    const preview = await formats.open(file, { format: 'text', unpack: [{ kind: 'gzip' }], maxBytes: 1000 })
    expect(preview).toMatchObject({ kind: 'text', isTruncated: true, file: { size: 1000 } })
    expect(read()).toBeLessThanOrEqual(1 << 20)
  })

  it('is rejected within one chunk, as Zstandard', async () => {
    // RFC 8878: a frame with a window of 128 KB; each block has 4 bytes and unpacks to 128 KB of one byte.
    const block = Uint8Array.from([0x02, 0x00, 0x10, 0x61])
    const blocks = repeated(block, 20_000)
    const bomb = measured('bomb.zst', Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38, ...blocks]))
    const opening = formats.open(bomb.file, { format: 'text', unpack: [{ kind: 'zstd' }] })
    await expect(opening).rejects.toMatchObject({
      problem: {
        code: 'load.decompressed-too-large.ratio',
        params: { file: 'bomb.zst', unpacked: expect.any(Number), packed: expect.any(Number) },
      },
    })
  })

  it('is rejected by the packed bytes that were read, not by the size that a zip archive states', async () => {
    const file = createZipFile('bomb.zip', [
      { name: 'a.csv', block: new Uint8Array(1 << 24), times: 240, isPartiallyRead: true },
    ])
    const opening = formats.open(file, { format: 'text', unpack: [{ kind: 'zip', entry: 'a.csv' }] })
    await expect(opening).rejects.toMatchObject({ problem: { code: 'load.decompressed-too-large.ratio' } })
    const problem = await opening.catch(({ problem: { params } }) => params)
    expect(problem.packed).toBeLessThan(file.size / 4)
    expect(problem.unpacked).toBeLessThan(400 << 20)
  })

  // Without the limit, a file with a plausible ratio could fill the disk.
  it.each<[string, SourceFile, Layer]>([
    ['gzip', measured('large.gz', gzipSync(large)).file, { kind: 'gzip' }],
    ['zip', createZipFile('large.zip', [{ name: 'a.csv', block: large, times: 1 }]), { kind: 'zip', entry: 'a.csv' }],
  ])('is rejected beyond the total of the platform, whatever its ratio, as %s', async (_, file, layer) => {
    const unpack = async (maxUnpackedBytes: number): Promise<number> => {
      const unpacker = createUnpacker({ ...platform, maxUnpackedBytes })
      const { readChunks: chunks } = await unpacker.openUnpacked(file, [layer], {})
      let bytes = 0
      for await (const chunk of chunks()) bytes += chunk.length
      return bytes
    }
    expect(await unpack(large.length)).toBe(large.length)
    await expect(unpack(large.length - 1)).rejects.toMatchObject({
      problem: { code: 'load.decompressed-too-large', params: { file: file.name, max: large.length - 1 } },
    })
  })
})
