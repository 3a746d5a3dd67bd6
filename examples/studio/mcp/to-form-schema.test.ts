import { describe, expect, test } from 'vitest'
import { toFormSchema } from './to-form-schema.ts'

const convert = (properties: object, more: object = {}): Record<string, unknown> =>
  toFormSchema({ type: 'object', properties, ...more }, 'Placeholder').properties as Record<string, unknown>

describe('the form of the arguments of a tool', () => {
  test('has fields with titles, choices and bounds', () => {
    expect(
      convert({
        city: { type: 'string', title: 'City', description: 'Its name', minLength: 1 },
        unit: { enum: ['celsius', 'kelvin'] },
        days: { type: 'integer', minimum: 1, maximum: 9, title: 'Days' },
        tags: { type: 'array', items: { type: 'string' } },
      }),
    ).toEqual({
      city: { type: 'string', title: 'City', description: 'Its name' },
      unit: { enum: ['celsius', 'kelvin'] },
      days: {
        title: 'Days',
        anyOf: [
          { type: 'integer', minimum: 1, maximum: 9 },
          { type: 'string', title: 'Placeholder' },
        ],
      },
      tags: { type: 'array', items: { type: 'string' } },
    })
  })

  test('keeps required names, follows definitions, and ignores null', () => {
    const schema = {
      type: 'object',
      properties: { place: { anyOf: [{ $ref: '#/$defs/place' }, { type: 'null' }] } },
      required: ['place'],
      $defs: { place: { type: 'object', properties: { city: { type: ['string', 'null'] } } } },
    }
    expect(toFormSchema(schema, 'Placeholder')).toEqual({
      type: 'object',
      properties: { place: { type: 'object', properties: { city: { type: 'string' } } } },
      required: ['place'],
    })
  })

  test('shows no names of secrets, datasets or rules that a server asks for', () => {
    for (const format of ['secret', 'dataset', 'rules', 'load-plan', 'sql', 'javascript'])
      expect(convert({ field: { type: 'string', format } })).toEqual({ field: { type: 'string' } })
  })

  test('edits what has no field, and what is nested deeply, as JSON', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } }
    const list = { type: 'array', items: { type: 'object' } }
    const recursive = convert({ node: { $ref: '#/$defs/node' }, list, any: {} }, { $defs: { node } })
    expect(recursive.list).toEqual({ format: 'json' })
    expect(recursive.any).toEqual({ format: 'json' })
    expect(recursive.node).toEqual({
      type: 'object',
      properties: { next: { type: 'object', properties: { next: { format: 'json' } } } },
    })
  })

  test('ends for references to themselves, and for thousands of properties', () => {
    expect(convert({ loop: { $ref: '#/$defs/loop' } }, { $defs: { loop: { $ref: '#/$defs/loop' } } })).toEqual({
      loop: { format: 'json' },
    })
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`p${index}`, { type: 'string' }]))
    expect(Object.keys(convert(many)).length).toBeLessThan(100)
  })
})
