import { z } from '../wire/zod.ts'
import { columnSchema } from '../data/table.ts'
import { problemSchema } from '../wire/problem.ts'
import { textSchema } from '../wire/text.ts'
import { configSchema } from './workflow.ts'

/** @internal */
export const descriptionPlanSchema = z.strictObject({
  /** The planned nodes, in the order of the description. */
  nodes: z.array(
    z.strictObject({
      /** The node's id in the plan, such as `step-1`. */
      id: z.string(),
      type: z.string(),
      config: configSchema,
      /**
       * The part of the description that the node was planned for. Empty if the node was added to complete the plan.
       */
      text: z.string(),
      /** A summary of the settings. */
      summary: textSchema,
      /** Problems with the settings that are known before a run. */
      problems: z.array(problemSchema),
    }),
  ),
  /** The edges. An edge without a source starts at the table that the plan continues from. */
  edges: z.array(
    z.strictObject({
      source: z.string().optional(),
      sourceHandle: z.string().optional(),
      target: z.string(),
      targetHandle: z.string(),
    }),
  ),
  /** Parts of the description that were not recognized as a step. */
  ignored: z.array(z.string()),
  /** The name of the template that the nodes are from, if no step was recognized. */
  template: z.string().optional(),
})
/** The nodes and edges planned for a description in natural language. @public */
export type DescriptionPlan = z.infer<typeof descriptionPlanSchema>

/** @internal */
export const descriptionPlanRequestSchema = z.strictObject({
  /** Steps or a question about a table, in English or German. */
  description: z.string().max(2_000),
  /** The columns of the table that the steps continue from, or of the file that the workflow loads. */
  columns: z.array(columnSchema).optional(),
  /** The columns of additional files, in loading order. */
  others: z.array(z.array(columnSchema)).optional(),
  /** Values of text columns, keyed by column, so that "only German customers" is understood as a condition. */
  values: z.record(z.string(), z.array(z.string())).optional(),
  /** Whether the steps continue from an existing table instead of starting with a file. Default: `false`. */
  continues: z.boolean().optional(),
})
/** A description in natural language, and the tables that it refers to. @public */
export type DescriptionPlanRequest = z.infer<typeof descriptionPlanRequestSchema>
