import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCanonicalJson } from './canonical-json.ts'
import { anyCharacter } from '../../../test/any-character.ts'
import { seed, sizes } from '../../../test/sizes.ts'

describe('toCanonicalJson', () => {
  it('is JSON that parses to an equal value, for any texts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: anyCharacter }), (value) => {
        expect(JSON.parse(toCanonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
    for (let code = 0; code < 0x10000; code++) {
      const text = `a${String.fromCharCode(code)}b`
      if (toCanonicalJson(text) !== JSON.stringify(text)) throw new Error(`U+${code.toString(16)}`)
    }
  })

  it('depends on the order of lists, not of keys', () => {
    expect(toCanonicalJson({ b: 1, a: { d: [1, 2], c: undefined } })).toBe('{"a":{"d":[1,2]},"b":1}')
    expect(toCanonicalJson({ a: { d: [1, 2] }, b: 1 })).toBe('{"a":{"d":[1,2]},"b":1}')
    expect(toCanonicalJson([2, 1])).toBe('[2,1]')
  })
})
