import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readSettingFields } from './setting-field.ts'

const fieldsOf = (schema: z.ZodType): ReturnType<typeof readSettingFields> =>
  readSettingFields(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>)

describe('readSettingFields', () => {
  it('reads kinds, bounds, defaults and examples from a schema that zod generated', () => {
    const fields = fieldsOf(
      z.strictObject({
        dataset: z.string().default('').meta({ format: 'dataset', title: 'Dataset' }),
        count: z.int().min(0).max(10).default(3),
        ratio: z.number().optional(),
        mode: z.enum(['a', 'b']).default('a'),
        loud: z.boolean().default(false),
        encoding: z
          .string()
          .default('auto')
          .meta({ examples: ['auto', 'utf-8'] }),
        plan: z.record(z.string(), z.unknown()).optional(),
        level: z.union([z.literal(1), z.literal('high')]).default(1),
        maybe: z.string().nullable().default(null),
        maxRetries: z.int(),
        above: z.number().positive().max(3_600).default(60),
        edges: z.array(z.number()).default([]),
        ways: z.array(z.enum(['up', 'down'])).default([]),
        pairs: z.array(z.array(z.number())).default([]),
        values: z.record(z.string(), z.unknown()).nullable().default(null).meta({ format: 'arguments' }),
        parameters: z.array(z.unknown()).default([]).meta({ format: 'arguments' }),
      }),
    )
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ['dataset', 'dataset'],
      ['count', 'integer'],
      ['ratio', 'number'],
      ['mode', 'choice'],
      ['loud', 'boolean'],
      ['encoding', 'text'],
      ['plan', 'json'],
      ['level', 'choice'],
      ['maybe', 'text'],
      ['maxRetries', 'integer'],
      ['above', 'number'],
      ['edges', 'list'],
      ['ways', 'list'],
      ['pairs', 'json'],
      ['values', 'map'],
      ['parameters', 'list'],
    ])
    expect(fields[1]).toMatchObject({ minimum: 0, maximum: 10, default: 3, required: false })
    expect(fields[5]?.examples).toEqual(['auto', 'utf-8'])
    expect(fields[7]?.choices).toEqual([1, 'high'])
    expect(fields[9]).toMatchObject({ title: 'Max retries', required: true })
    expect(fields[10]).toMatchObject({ minimum: undefined, exclusiveMinimum: 0, maximum: 3_600 })
    expect(fields[11]?.items).toMatchObject({ type: 'number' })
    expect(fields[12]?.items).toMatchObject({ enum: ['up', 'down'] })
  })

  it('returns no fields for a schema without settings, and JSON fields for unknown types', () => {
    expect(readSettingFields({})).toEqual([])
    expect(
      readSettingFields({ properties: { a: true, b: { $ref: '#/$defs/none' }, c: { $ref: '#/properties/c' } } }),
    ).toMatchObject([
      { name: 'b', kind: 'json' },
      { name: 'c', kind: 'json' },
    ])
  })
})
