import { z } from './zod.ts'
import { portTypeSchema } from './value.ts'

/** @internal */
export const portSchema = z.strictObject({
  /** The name, unique among the inputs or outputs of the node type. */
  name: z.string(),
  /** The type of the values. */
  type: portTypeSchema,
  /** The label that the canvas shows. Default: the name. */
  label: z.string().optional(),
  /** Whether an input must be connected. */
  required: z.boolean().optional(),
})
/** A named, typed port of a node. An input that is not `required` can stay unconnected. @public */
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
/** The group of a node type in the palette. @public */
export type NodeFamily = z.infer<typeof nodeFamilySchema>

/** @internal */
export const nodeTypeSchema = z.strictObject({
  /** The unique name, such as `filter-rows`. */
  type: z.string(),
  /** The version of the node type, from 1. */
  version: z.number().int(),
  /** The group in the palette. */
  family: nodeFamilySchema,
  /** The English title. */
  title: z.string(),
  /** One English sentence for the palette. */
  description: z.string(),
  /** The name of a Lucide icon, in kebab-case. */
  icon: z.string(),
  /** The input ports, in order. */
  inputs: z.array(portSchema),
  /** The output ports, in order. */
  outputs: z.array(portSchema),
  /** The JSON Schema of the settings, draft 2020-12. */
  settings: z.record(z.string(), z.unknown()),
  /** Valid settings of a new node. */
  defaults: z.record(z.string(), z.unknown()),
  /** For a loop: the ports that lead into its body (outputs) and back from it (inputs). */
  body: z.strictObject({ outputs: z.array(z.string()), inputs: z.array(z.string()) }).optional(),
  /** Its own messages in MessageFormat 2: by language (`en`, `de`), by code. */
  messages: z.record(z.string(), z.record(z.string(), z.string())).optional(),
})
/**
 * A node type as plain JSON, for listing, drawing and configuring it. `settings` is the JSON Schema of its settings
 * (draft 2020-12), which forms are generated from; `defaults` are valid settings.
 *
 * @public
 */
export type NodeType = z.infer<typeof nodeTypeSchema>
