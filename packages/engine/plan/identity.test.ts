import { toCanonicalJson } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { createIdentityCache } from './identity.ts'

const identity = (value: unknown, { identify } = createIdentityCache()): string => identify(value)

/** Creates an object that counts how often it is read. */
function counted<T extends object>(value: T): { value: T; times(): number } {
  let times = 0
  const ownKeys = (target: T): (string | symbol)[] => {
    times++
    return Reflect.ownKeys(target)
  }
  return { value: new Proxy(value, { ownKeys }), times: () => times }
}

describe('createIdentityCache', () => {
  it('[E13] is equal for equal values only, independent of the cache', () => {
    const known = createIdentityCache()
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.lorem({ maxCount: 40 }), (inner, text) => {
        const value = { inner, text, list: [text, inner] }
        const found = identity(value)
        expect(identity(structuredClone(value), known)).toBe(found)
        expect(identity(value, known)).toBe(found)
        expect(identity(Object.fromEntries(Object.entries(value).reverse()), known)).toBe(found)
        const canonical = toCanonicalJson(value)
        expect(seen.get(found) ?? canonical).toBe(canonical)
        seen.set(found, canonical)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
    expect(new Set(seen.values()).size).toBe(seen.size)
  })

  it('[E13] distinguishes a digest from a text that looks like one', () => {
    const long = Array.from({ length: 100 }, (_, index) => index)
    const digest = identity(long)
    expect(digest).toMatch(/^#[0-9a-f]{32}$/)
    expect(identity({ a: long })).toBe(`{"a":${digest}}`)
    expect(identity({ a: digest })).not.toBe(identity({ a: long }))
    expect(identity(digest)).not.toBe(digest)
  })

  it('[E13] hashes values that nodes pass on once', () => {
    const fields = counted(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, `text ${index}`])))
    const known = createIdentityCache()
    const identities = Array.from({ length: 100 }, (_, step) => identity({ step, fields: fields.value }, known))
    expect(new Set(identities).size).toBe(100)
    expect(fields.times()).toBe(1)
  })
})
