import { digestJson } from '@aw-flow/engine'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCharacter } from '../../../test/any-character.ts'
import { seed, sizes } from '../../../test/sizes.ts'
import { nodeDigest } from './node-digest.ts'

it('returns the same digest as the engine, for texts of any characters and lengths', () => {
  const agrees = (value: string): void => {
    expect(nodeDigest(toCanonicalJson(value))).toBe(digestJson(value))
  }
  fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 3000 }), agrees), {
    numRuns: sizes.propertyRuns,
    seed,
  })
  for (const length of [0, 55, 56, 63, 64, 119, 1364, 1365, 1366, 4096, 100_000]) agrees('ä'.repeat(length))
})
