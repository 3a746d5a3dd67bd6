import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { portSchema } from '../wire/node-type.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from '../data/table.ts'
import { portTypeSchema } from '../wire/value.ts'

/** @internal */
export const portDescriptionSchema = z.strictObject({
  /** The type of the port. */
  type: portTypeSchema,
  /** For tables: the known columns; absent while they are unknown. */
  columns: z.array(columnSchema).optional(),
  /** Whether the table may have further columns. */
  more: z.boolean().optional(),
  /** The names of further columns that are expected. */
  possible: z.array(z.string()).optional(),
})
/**
 * Facts about the value of a port that are known before a run. `columns` is absent while they are unknown; `more`: the
 * values may have further columns, of which `possible` are expected.
 *
 * @public
 */
export type PortDescription = z.infer<typeof portDescriptionSchema>

/** @internal */
export const nodeDescriptionSchema = z.strictObject({
  /** The values that the inputs will have, by port name. */
  inputs: z.record(z.string(), portDescriptionSchema),
  /** The values that the outputs will have, by port name. */
  outputs: z.record(z.string(), portDescriptionSchema),
  /** A summary of the settings in one or two short lines, for the card of the node. */
  summary: textSchema,
  /** The problems that running the node would cause. */
  problems: z.array(problemSchema),
  /** The ports for the current settings, if they differ from the ports of the type. */
  ports: z.strictObject({ inputs: z.array(portSchema), outputs: z.array(portSchema) }).optional(),
})
/** Facts about a node that are known before a run. @public */
export type NodeDescription = z.infer<typeof nodeDescriptionSchema>

/** @internal */
export const workflowDescriptionSchema = z.strictObject({
  /** The description of each node, by id. */
  nodes: z.record(z.string(), nodeDescriptionSchema),
  /** Nodes inside sub-workflows, by the path of ids: "sub/load". */
  inner: z.record(z.string(), nodeDescriptionSchema).optional(),
  /** The problems with the workflow itself, in addition to problems with its nodes. */
  problems: z.array(problemSchema),
  /** Whether the workflow can run: no problem has the severity `error`. */
  ready: z.boolean(),
  /** Whether statements of some nodes have not been checked against the columns of their inputs yet. */
  unchecked: z.boolean().optional(),
})
/**
 * The description of a workflow before a run: inputs and outputs of each node, and all problems that a run would
 * cause.
 *
 * @public
 */
export type WorkflowDescription = z.infer<typeof workflowDescriptionSchema>
