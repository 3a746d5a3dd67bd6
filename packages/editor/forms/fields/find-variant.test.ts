import { describe, expect, it } from 'vitest'
import { createInitialValue, findVariantIndex } from './find-variant.ts'

const variant = (schema: Record<string, unknown>) => ({ title: '', schema })
const variants = [
  variant({ type: 'string' }),
  variant({ type: 'integer', minimum: 2 }),
  variant({ type: 'object', properties: { kind: { const: 'a' }, x: { type: 'number' } } }),
  variant({ type: 'object', properties: { kind: { const: 'b' }, y: { type: 'number' } } }),
  variant({ type: 'array' }),
]

describe('variants of a value', () => {
  it('are selected by type and by constants; the first one is the default', () => {
    expect(findVariantIndex(variants, 'text')).toBe(0)
    expect(findVariantIndex(variants, 3)).toBe(1)
    expect(findVariantIndex(variants, { kind: 'b' })).toBe(3)
    expect(findVariantIndex(variants, { kind: 'a', y: 1 })).toBe(2)
    expect(findVariantIndex(variants, [1])).toBe(4)
    expect(findVariantIndex(variants, true)).toBe(0)
    expect(findVariantIndex(variants, undefined)).toBe(0)
  })

  it('start with the default value of the variant', () => {
    expect(variants.map(createInitialValue)).toEqual(['', 2, { kind: 'a' }, { kind: 'b' }, []])
    expect(variants.map((one) => findVariantIndex(variants, createInitialValue(one)))).toEqual([0, 1, 2, 3, 4])
  })
})
