import { z } from './zod.ts'
import { portTypeSchema } from './value.ts'

/** A named, typed port of a node. An input that is not `required` can stay unconnected. @internal */
export const portSchema = z.strictObject({
  name: z.string(),
  type: portTypeSchema,
  label: z.string().optional(),
  required: z.boolean().optional(),
})
/** @public */
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
/** @public */
export type NodeFamily = z.infer<typeof nodeFamilySchema>

/**
 * A node type as plain JSON, for listing, drawing and configuring it. `settings` is the JSON Schema of its settings
 * (draft 2020-12), from which forms are generated; `defaults` are valid settings.
 *
 * @internal
 */
export const nodeTypeSchema = z.strictObject({
  type: z.string(),
  version: z.number().int(),
  family: nodeFamilySchema,
  title: z.string(),
  description: z.string(),
  /** The name of a Lucide icon, in kebab-case. */
  icon: z.string(),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
  settings: z.record(z.string(), z.unknown()),
  defaults: z.record(z.string(), z.unknown()),
  /** For a loop: the ports that lead into its body (outputs) and back from it (inputs). */
  body: z.strictObject({ outputs: z.array(z.string()), inputs: z.array(z.string()) }).optional(),
  /** Its own messages in MessageFormat 2: by language (`en`, `de`), by code. */
  messages: z.record(z.string(), z.record(z.string(), z.string())).optional(),
})
/** @public */
export type NodeType = z.infer<typeof nodeTypeSchema>
