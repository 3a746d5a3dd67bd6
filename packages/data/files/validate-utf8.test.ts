import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { validateUtf8 } from './validate-utf8.ts'

const bytes = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'é', '€', '😀', '\ufeff', '\n').map((text) => [...new TextEncoder().encode(text)]),
      fc.constantFrom(
        [0xc3],
        [0xe2, 0x82],
        [0xf0, 0x9f],
        [0x80],
        [0xff],
        [0xed, 0xa0, 0x80],
        [0xc0, 0x80],
        [0xf4, 0x90],
      ),
    ),
    { maxLength: 20 },
  )
  .map((all) => Uint8Array.from(all.flat()))

it('gives the same text as decoding all bytes at once, for any chunk size, and reports invalid bytes', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (all, size) => {
      async function* cut(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
      }
      const yielded: number[] = []
      let isValid = true
      for await (const chunk of validateUtf8(cut(), () => (isValid = false))) yielded.push(...chunk)
      const text = new TextDecoder().decode(all)
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(yielded))).toBe(text)
      expect(yielded).toEqual([...new TextEncoder().encode(text)])
      let isStrict = true
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(all)
      } catch {
        isStrict = false
      }
      expect(isValid).toBe(isStrict)
    }),
    { numRuns: 20 * sizes.databaseRuns, seed },
  )
})
