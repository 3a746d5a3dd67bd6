import { z } from './zod.ts'
import { tableRefSchema } from '../data/table.ts'

/**
 * The type of a port. An edge joins ports of equal type; `json` also takes `text`, and `any` fits everything. A `control`
 * port carries no value: what is behind it only waits.
 */
export const portTypeSchema = z.enum(['table', 'json', 'text', 'file', 'control', 'any'])
export type PortType = z.infer<typeof portTypeSchema>

/** What travels along an edge. Tables by reference, everything else small enough to stand in an event. */
export const valueSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), table: tableRefSchema }),
  z.strictObject({ kind: z.literal('json'), json: z.unknown() }),
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('file'), dataset: z.string(), name: z.string() }),
])
export type Value = z.infer<typeof valueSchema>

/** Values by port name. */
export type Values = Record<string, Value>

/** True when an edge from an output of type `output` to an input of type `input` makes sense. */
export const portFits = (output: PortType, input: PortType): boolean =>
  input === output ||
  input === 'any' ||
  output === 'any' ||
  input === 'control' ||
  (input === 'json' && output === 'text')
