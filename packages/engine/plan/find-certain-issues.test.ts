import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findCertainIssues } from './find-certain-issues.ts'
import { findPlaceholders } from '../expressions/template.ts'

const settings = z.strictObject({
  url: z.string(),
  count: z.number().max(9).optional(),
  rate: z.coerce.number().optional(),
  method: z.enum(['GET', 'PUT']).optional(),
  flag: z.literal(true).optional(),
  list: z
    .array(z.strictObject({ name: z.string(), size: z.number().optional() }))
    .max(2)
    .optional(),
  either: z.union([z.number(), z.strictObject({ low: z.number(), high: z.number() })]).optional(),
  kind: z
    .discriminatedUnion('is', [
      z.strictObject({ is: z.literal('a'), n: z.number() }),
      z.strictObject({ is: z.literal('b') }),
    ])
    .optional(),
  byName: z.record(z.string().max(3), z.number()).optional(),
  range: z
    .strictObject({ from: z.string(), to: z.string() })
    .refine(({ from, to }) => from < to, 'The end is before the start.')
    .optional(),
})

describe('[E93] placeholders', () => {
  const find = (config: object): string[] => {
    const { template } = findPlaceholders(config as never)
    const { error } = settings.safeParse(config)
    return findCertainIssues(error?.issues ?? [], template).map(({ code, path }) => `${path.join('.')} ${code}`)
  }

  it.each([
    [{ url: '{{u}}', count: '{{n}}', method: '{{m}}', flag: '{{f}}' }],
    [{ url: 'x/{{u}}', method: 'P{{m}}', rate: '1{{n}}' }],
    [{ url: '{{u}}', list: '{{l}}', either: '{{e}}', kind: '{{k}}', byName: '{{b}}', range: '{{r}}' }],
    [{ url: '', list: [{ name: 'a', size: '{{n}}' }], either: { low: '{{n}}', high: 2 }, kind: { is: '{{k}}', x: 1 } }],
    [{ url: '', kind: { is: 'a', n: '{{n}}' }, byName: { a: '{{n}}' }, range: { from: '{{a}}', to: '2' } }],
  ])('can have any value: %j', (config) => {
    expect(find(config)).toEqual([])
  })

  it.each([
    [{ url: '{{u}}', extra: 1 }, [' unrecognized_keys']],
    [{ url: '{{u}}', extra: '{{n}}' }, [' unrecognized_keys']],
    [{ url: 'x', count: '{{n}}', extra: 1 }, [' unrecognized_keys']],
    [{ url: '{{u}}', count: 10 }, ['count too_big']],
    [{ url: 7, count: '{{n}}' }, ['url invalid_type']],
    [{ count: '{{n}}' }, ['url invalid_type']],
    [{ url: 'x', count: '1{{n}}' }, ['count invalid_type']],
    [{ url: 'x', flag: 'is {{n}}' }, ['flag invalid_value']],
    [{ url: 'x', either: 'a {{n}}' }, ['either invalid_union']],
    [{ url: 'x', either: { low: '{{n}}', higher: 2 } }, ['either invalid_union']],
    [{ url: 'x', list: [{ name: '{{n}}', wide: 1 }, { size: '{{n}}' }] }, ['list.0 unrecognized_keys', 'list.1.name invalid_type']], // oxfmt-ignore
    [{ url: 'x', list: [{ name: '{{a}}' }, { name: 'b' }, { name: 'c' }] }, ['list too_big']],
    [{ url: 'x', kind: { is: 'a', n: '{{n}}', m: 1 } }, ['kind unrecognized_keys']],
    [{ url: 'x', kind: { is: 'c', n: '{{n}}' } }, ['kind.is invalid_union']],
    [{ url: 'x', byName: { long: '{{n}}' } }, ['byName.long invalid_key']],
    [{ url: '{{u}}', range: { from: '2', to: '1' } }, ['range custom']],
  ])('do not hide other errors: %j', (config, issues) => {
    expect(find(config)).toEqual(issues)
  })
})
