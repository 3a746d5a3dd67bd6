import { describe, expect, it } from 'vitest'
import { emptyVariant, matchingVariant } from './matching-variant.ts'

const variant = (schema: Record<string, unknown>) => ({ title: '', schema })
const variants = [
  variant({ type: 'string' }),
  variant({ type: 'integer', minimum: 2 }),
  variant({ type: 'object', properties: { kind: { const: 'a' }, x: { type: 'number' } } }),
  variant({ type: 'object', properties: { kind: { const: 'b' }, y: { type: 'number' } } }),
  variant({ type: 'array' }),
]

describe('shapes of a value', () => {
  it('are found by type, by what is fixed, and else are the first', () => {
    expect(matchingVariant(variants, 'text')).toBe(0)
    expect(matchingVariant(variants, 3)).toBe(1)
    expect(matchingVariant(variants, { kind: 'b' })).toBe(3)
    expect(matchingVariant(variants, { kind: 'a', y: 1 })).toBe(2)
    expect(matchingVariant(variants, [1])).toBe(4)
    expect(matchingVariant(variants, true)).toBe(0)
    expect(matchingVariant(variants, undefined)).toBe(0)
  })

  it('begin with what fits them', () => {
    expect(variants.map(emptyVariant)).toEqual(['', 2, { kind: 'a' }, { kind: 'b' }, []])
    expect(variants.map((one) => matchingVariant(variants, emptyVariant(one)))).toEqual([0, 1, 2, 3, 4])
  })
})
