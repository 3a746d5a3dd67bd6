import { describe, expect, expectTypeOf, it } from 'vitest'
import { defined } from './defined.ts'

const missing = undefined as number | undefined

describe('defined', () => {
  it('leaves out undefined properties, and keeps every other value in its order', () => {
    const result = defined({ last: 0, none: missing, first: '', no: false, nothing: null, list: [undefined] })
    expect(Object.entries(result)).toEqual([
      ['last', 0],
      ['first', ''],
      ['no', false],
      ['nothing', null],
      ['list', [undefined]],
    ])
  })

  it('returns a copy', () => {
    const properties = { a: 1 }
    expect(defined(properties)).not.toBe(properties)
    expect(defined(properties)).toEqual(properties)
  })

  it('makes exactly the keys optional that can be undefined', () => {
    const text = 'a' as string | null
    const value: unknown = 1
    expectTypeOf(defined({ text, missing })).toEqualTypeOf<{ text: string | null; missing?: number }>()
    expectTypeOf(defined({ value })).toEqualTypeOf<{ value?: unknown }>()
    // @ts-expect-error: the property can be missing.
    const required: { missing: number } = defined({ missing })
    expect(required).toEqual({})
  })

  it('keeps the literal types that the caller expects', () => {
    interface Step {
      kind: 'start' | 'end'
      size?: number
      where?: { type: 'node' }
    }
    const create = (): Step[] => [defined({ kind: 'end', size: missing, where: { type: 'node' } })]
    expect(create()).toEqual([{ kind: 'end', where: { type: 'node' } }])
    // @ts-expect-error: the kind does not exist.
    const wrong: Step = defined({ kind: 'middle', size: missing })
    expect(wrong).toEqual({ kind: 'middle' })
  })
})
