import { z } from './zod.ts'
import { portTypeSchema } from './value.ts'

/** @internal */
export const portSchema = z.strictObject({
  /** The name. It is unique among the inputs or outputs of the node type. */
  name: z.string(),
  /** The type of the values. */
  type: portTypeSchema,
  /** The label shown on the canvas. Default: the name. */
  label: z.string().optional(),
  /** Whether an input must be connected. */
  required: z.boolean().optional(),
})
/** A named, typed port of a node. Inputs that are not `required` can remain unconnected. @public */
export type Port = z.infer<typeof portSchema>

export const nodeFamilySchema = z.enum([
  'triggers',
  'data-agents',
  'tables',
  'agents',
  'actions',
  'logic',
  'integration',
  'views',
])
/** The palette group of a node type. @public */
export type NodeFamily = z.infer<typeof nodeFamilySchema>

/** @internal */
export const nodeTypeSchema = z.strictObject({
  /** The unique name, such as `filter`. */
  type: z.string(),
  /** The version of the node type, starting at 1. */
  version: z.number().int(),
  /** The palette group. */
  family: nodeFamilySchema,
  /** The English title. */
  title: z.string(),
  /** A description for the palette, as one English sentence. */
  description: z.string(),
  /** The name of the Lucide icon, in kebab case. */
  icon: z.string(),
  /** The input ports, in order. */
  inputs: z.array(portSchema),
  /** The output ports, in order. */
  outputs: z.array(portSchema),
  /** The JSON Schema of the settings, draft 2020-12. */
  settings: z.record(z.string(), z.unknown()),
  /** Valid settings for a new node. */
  defaults: z.record(z.string(), z.unknown()),
  /** For a loop: the ports that lead to its body (outputs) and back from it (inputs). */
  body: z.strictObject({ outputs: z.array(z.string()), inputs: z.array(z.string()) }).optional(),
  /** Messages of the node type in MessageFormat 2, keyed by language (`en`, `de`) and code. */
  messages: z.record(z.string(), z.record(z.string(), z.string())).optional(),
})
/**
 * A node type as plain JSON, for listing, drawing and configuring it. Forms are generated from the JSON Schema in
 * `settings`.
 *
 * @public
 */
export type NodeType = z.infer<typeof nodeTypeSchema>
