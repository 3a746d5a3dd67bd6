import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { decodeContent, findContentDecoders } from './decode-content.ts'

it.each(['gzip', 'gzip, gzip'])('content with the encoding %s whose connection breaks is a failure', async (header) => {
  const text = Array.from({ length: 10_000 }, (_, index) => Math.sin(index)).join(' ')
  const encoded = header === 'gzip' ? gzipSync(text) : gzipSync(gzipSync(text))
  async function* receive(): AsyncGenerator<Uint8Array> {
    yield encoded.subarray(0, 10_000)
    await new Promise((resolve) => setImmediate(resolve))
    throw new Error('connection lost')
  }
  const read = async (): Promise<void> => {
    for await (const _ of decodeContent(Readable.from(receive()), findContentDecoders(header)!));
  }
  await expect(read()).rejects.toThrow('connection lost')
})
