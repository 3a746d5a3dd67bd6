import { idSchema, positionSchema } from './workflow.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const layoutGraphSchema = z.strictObject({
  /** The nodes, with their top-left corners and sizes in graph units. */
  nodes: z.array(
    z.strictObject({ id: idSchema, x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) }),
  ),
  /** The edges, as pairs of node ids. */
  edges: z.array(z.strictObject({ source: idSchema, target: idSchema })),
  /** The node ids of each group. */
  groups: z.array(z.array(idSchema)),
})
/**
 * The input for auto-layout: nodes with their current positions, edges, and groups whose nodes are kept together.
 *
 * @public
 */
export type LayoutGraph = z.infer<typeof layoutGraphSchema>

/** @internal */
export const layoutSchema = z.strictObject({
  /** The top-left corners in graph units, keyed by node id. */
  positions: z.record(idSchema, positionSchema),
})
/** The result of auto-layout: new node positions. @public */
export type Layout = z.infer<typeof layoutSchema>
