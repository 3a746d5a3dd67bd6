import { tools, type ForeignTool } from './foreign-workflow.ts'
import { problemSchema } from '../wire/problem.ts'
import { z } from '../wire/zod.ts'

/**
 * `mapped`: a node of ours does the same. `approximate`: a node of ours does nearly the same; the problems state the
 * differences. `missing`: a placeholder keeps the original settings. `note`: a comment on the canvas.
 */
const importedNodeSchema = z.strictObject({
  /** The id of our node. Several nodes can become part of one node. */
  id: z.string(),
  /** The name in the other tool. */
  name: z.string(),
  /** The other tool's type. */
  type: z.string(),
  /** Our type. */
  mapped_to: z.string(),
  status: z.enum(['mapped', 'approximate', 'missing']),
})

/** @internal */
export const importReportSchema = z.strictObject({
  /** The tool that exported the workflow. */
  tool: z.enum(Object.keys(tools) as [ForeignTool, ...ForeignTool[]]),
  /** The nodes of the other tool. */
  nodes: z.array(importedNodeSchema),
  /** Differences, placeholders, and secrets to add. */
  problems: z.array(problemSchema),
})
/** Report of an import: mapped nodes, differences, placeholders, and secrets to add. @internal */
export type ImportReport = z.infer<typeof importReportSchema>
