import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { portSchema } from '../wire/node-type.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from '../data/table.ts'
import { portTypeSchema } from '../wire/value.ts'

/**
 * What is known of a port's value before anything runs. `columns` is absent while nobody can know them yet; `more`: these
 * are there for certain, and the values may bring further ones.
 */
export const portDescriptionSchema = z.strictObject({
  type: portTypeSchema,
  columns: z.array(columnSchema).optional(),
  more: z.boolean().optional(),
})
export type PortDescription = z.infer<typeof portDescriptionSchema>

export const nodeDescriptionSchema = z.strictObject({
  inputs: z.record(z.string(), portDescriptionSchema),
  outputs: z.record(z.string(), portDescriptionSchema),
  /** What the node does with these settings, in words, one or two short lines for its face. */
  summary: textSchema,
  problems: z.array(problemSchema),
  /** The ports that the node has with these settings, where they differ from its type's. */
  ports: z.strictObject({ inputs: z.array(portSchema), outputs: z.array(portSchema) }).optional(),
})
export type NodeDescription = z.infer<typeof nodeDescriptionSchema>

/** A whole workflow before a run: per node what goes in and comes out, and every problem that a run would meet. */
export const workflowDescriptionSchema = z.strictObject({
  nodes: z.record(z.string(), nodeDescriptionSchema),
  /** Nodes within sub-workflows, by the ids on the way to them: "sub/load". */
  inner: z.record(z.string(), nodeDescriptionSchema).optional(),
  problems: z.array(problemSchema),
  ready: z.boolean(),
})
export type WorkflowDescription = z.infer<typeof workflowDescriptionSchema>
