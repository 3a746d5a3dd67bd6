import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { splitOf } from '../split-of.ts'

const order = z.enum(['day first', 'month first', 'year first', 'none'])

/** The labeled cases by decision. README.md describes the fields. */
const shapes = {
  header: z.strictObject({ id: z.string(), header: z.int().nonnegative(), text: z.string() }),
  dates: z.strictObject({
    id: z.string(),
    name: z.string(),
    cells: z.array(z.string()),
    order,
    shown: z.enum(['written', 'sequence', 'nothing']),
    first: z.iso.date().optional(),
    last: z.iso.date().optional(),
  }),
  numbers: z.strictObject({
    id: z.string(),
    delimiter: z.string(),
    cells: z.array(z.string()),
    beside: z.array(z.string()).optional(),
    decimal: z.enum(['.', ',', 'whole', 'text']),
    thousands: z.string(),
    shown: z.enum(['written', 'beside', 'habit']),
  }),
  encodings: z.strictObject({ id: z.string(), encoding: z.string(), text: z.string(), bytes: z.base64() }),
}

export type Decision = keyof typeof shapes
export type SemanticCase<D extends Decision> = z.infer<(typeof shapes)[D]>

/** The cases of a decision: all, or one half (`splitOf` of their ids). */
export function readCases<D extends Decision>(decision: D, half?: 'tune' | 'judge'): SemanticCase<D>[] {
  const text = readFileSync(new URL(`${decision}.json`, import.meta.url), 'utf8')
  const cases = z.array(shapes[decision] as unknown as z.ZodType<SemanticCase<D>>).parse(JSON.parse(text))
  return half === undefined ? cases : cases.filter(({ id }) => splitOf(id) === half)
}
