import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { portSchema } from '../wire/node-type.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from '../data/table.ts'
import { portTypeSchema } from '../wire/value.ts'

/**
 * What is known about the value of a port before a run. `columns` is absent while they are unknown; `more`: the values
 * may have further columns, of which `possible` are expected.
 *
 * @internal
 */
export const portDescriptionSchema = z.strictObject({
  type: portTypeSchema,
  columns: z.array(columnSchema).optional(),
  more: z.boolean().optional(),
  possible: z.array(z.string()).optional(),
})
/** @public */
export type PortDescription = z.infer<typeof portDescriptionSchema>

/** @internal */
export const nodeDescriptionSchema = z.strictObject({
  inputs: z.record(z.string(), portDescriptionSchema),
  outputs: z.record(z.string(), portDescriptionSchema),
  /** What the node does with these settings, in one or two short lines for its card. */
  summary: textSchema,
  problems: z.array(problemSchema),
  /** The ports for these settings, if they differ from those of the type. */
  ports: z.strictObject({ inputs: z.array(portSchema), outputs: z.array(portSchema) }).optional(),
})
/** @public */
export type NodeDescription = z.infer<typeof nodeDescriptionSchema>

/**
 * The description of a workflow before a run: inputs and outputs of each node, and all problems that a run would have.
 *
 * @internal
 */
export const workflowDescriptionSchema = z.strictObject({
  nodes: z.record(z.string(), nodeDescriptionSchema),
  /** Nodes inside sub-workflows, by the path of ids: "sub/load". */
  inner: z.record(z.string(), nodeDescriptionSchema).optional(),
  problems: z.array(problemSchema),
  ready: z.boolean(),
  /** Whether statements of some nodes have not been checked against the columns of their inputs yet. */
  unchecked: z.boolean().optional(),
})
/** @public */
export type WorkflowDescription = z.infer<typeof workflowDescriptionSchema>
