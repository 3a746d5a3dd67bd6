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
  /** For tables: the known columns. Absent if the columns are unknown. */
  columns: z.array(columnSchema).optional(),
  /** Whether the table may have additional columns. */
  more: z.boolean().optional(),
  /** The names of additional columns that are expected. */
  possible: z.array(z.string()).optional(),
})
/**
 * Information about a port's value that is available before a run.
 *
 * @public
 */
export type PortDescription = z.infer<typeof portDescriptionSchema>

/** @internal */
export const nodeDescriptionSchema = z.strictObject({
  /** The expected input values, keyed by port name. */
  inputs: z.record(z.string(), portDescriptionSchema),
  /** The expected output values, keyed by port name. */
  outputs: z.record(z.string(), portDescriptionSchema),
  /** A summary of the settings in one or two short lines, for the node's card. */
  summary: textSchema,
  /** The problems that would occur when the node runs. */
  problems: z.array(problemSchema),
  /** The ports for the current settings, if they differ from the node type's ports. */
  ports: z.strictObject({ inputs: z.array(portSchema), outputs: z.array(portSchema) }).optional(),
})
/** Information about a node that is available before a run. @public */
export type NodeDescription = z.infer<typeof nodeDescriptionSchema>

/** @internal */
export const workflowDescriptionSchema = z.strictObject({
  /** The node descriptions, keyed by node id. */
  nodes: z.record(z.string(), nodeDescriptionSchema),
  /** Nodes inside sub-workflows, keyed by the path of ids: "sub/load". */
  inner: z.record(z.string(), nodeDescriptionSchema).optional(),
  /** The problems with the workflow itself, in addition to problems with its nodes. */
  problems: z.array(problemSchema),
  /** Whether the workflow can run. True if none of the problems has the severity `error`. */
  ready: z.boolean(),
  /** Whether some nodes' statements have not yet been checked against the columns of their inputs. */
  unchecked: z.boolean().optional(),
})
/**
 * The description of a workflow before a run: the inputs and outputs of each node, and all problems that a run would
 * cause.
 *
 * @public
 */
export type WorkflowDescription = z.infer<typeof workflowDescriptionSchema>
