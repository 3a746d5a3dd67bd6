import { z } from './zod.ts'
import { tableRefSchema } from '../data/table.ts'

export const portTypeSchema = z.enum(['table', 'json', 'text', 'file', 'control', 'any'])
/**
 * The type of a port. Edges connect ports of the same type. In addition, `json` accepts `text`, and `any` is compatible
 * with every type. A `control` port does not have a value: its target only waits for the source.
 *
 * @public
 */
export type PortType = z.infer<typeof portTypeSchema>

/** @internal */
export const valueSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), table: tableRefSchema }),
  z.strictObject({ kind: z.literal('json'), json: z.unknown() }),
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('file'), dataset: z.string(), name: z.string() }),
])
/**
 * A value that is passed along an edge: a reference to a table, or a value small enough to be stored in an event.
 *
 * @public
 */
export type Value = z.infer<typeof valueSchema>

/** Values, keyed by port name. @public */
export type Values = Record<string, Value>

/** Returns whether an output of type `output` can be connected to an input of type `input`. @internal */
export const canConnectPorts = (output: PortType, input: PortType): boolean =>
  input === output ||
  input === 'any' ||
  output === 'any' ||
  input === 'control' ||
  (input === 'json' && output === 'text')
