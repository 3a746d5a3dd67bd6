import { idSchema, positionSchema } from './workflow.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const layoutGraphSchema = z.strictObject({
  /** The boxes: top left corner and size, in graph units. */
  nodes: z.array(
    z.strictObject({ id: idSchema, x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) }),
  ),
  /** The edges, by node ids. */
  edges: z.array(z.strictObject({ source: idSchema, target: idSchema })),
  /** The node ids of each group. */
  groups: z.array(z.array(idSchema)),
})
/** The input of auto-layout: boxes at their positions, edges, and groups whose boxes stay together. @public */
export type LayoutGraph = z.infer<typeof layoutGraphSchema>

/** @internal */
export const layoutSchema = z.strictObject({
  /** The top left corners by id of the node, in graph units. */
  positions: z.record(idSchema, positionSchema),
})
/** New positions of the top left corners, by id. @public */
export type Layout = z.infer<typeof layoutSchema>
