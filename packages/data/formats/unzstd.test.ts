import { describe, expect, test } from 'vitest'
import { unzstd } from './unzstd.ts'

const windowOf = { '8 MB': 0x68, '16 MB': 0x70, '1 GB': 0xa0 }

/** A frame with one block of 1,000 letters, with a checksum or a dictionary ID of zero if the descriptor says so. */
const createFrame = (window: number, descriptor = 0): number[] => {
  const header = [0x28, 0xb5, 0x2f, 0xfd, descriptor, window]
  const block = [3 | ((1000 << 3) & 0xf8), (1000 << 3) >> 8, 0, 0x61]
  const checksum = descriptor & 4 ? [0, 0, 0, 0] : []
  return header.concat(descriptor & 1 ? [0] : [], block, checksum)
}
const skippableFrame = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 0x28, 0xb5, 0x2f]

async function* inChunks(bytes: readonly number[], length: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += length)
    yield Uint8Array.from(bytes.slice(offset, offset + length))
}

async function measure(bytes: readonly number[], chunkLength: number): Promise<number> {
  let unpackedBytes = 0
  for await (const chunk of unzstd(inChunks(bytes, chunkLength), () => undefined, 1 << 24))
    unpackedBytes += chunk.length
  return unpackedBytes
}

describe.each([1, 7, 100])('a Zstandard stream in chunks of %i bytes', (chunkLength) => {
  test('has frames with windows up to the maximum', async () => {
    const frames = [...createFrame(windowOf['8 MB'], 4), ...skippableFrame, ...createFrame(windowOf['16 MB'], 1)]
    expect(await measure(frames, chunkLength)).toBe(2000)
  })

  test.each([
    ['the first frame', createFrame(windowOf['1 GB'])],
    ['a later frame', [...createFrame(windowOf['8 MB'], 4), ...createFrame(windowOf['1 GB'])]],
    ['a frame after one that is skipped', [...skippableFrame, ...createFrame(windowOf['1 GB'])]],
    ['a frame that consists of one segment', [0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x40, 1, 0, 0]],
  ])('is not unpacked if the window of %s is larger', async (_, bytes) => {
    await expect(measure(bytes, chunkLength)).rejects.toThrow('window size too large: 1073741824 bytes')
  })
})
