import { idSchema, positionSchema } from './workflow.ts'
import { z } from '../wire/zod.ts'

/** The input of auto-layout: boxes at their positions, edges, and groups whose boxes stay together. @internal */
export const layoutGraphSchema = z.strictObject({
  nodes: z.array(
    z.strictObject({ id: idSchema, x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) }),
  ),
  edges: z.array(z.strictObject({ source: idSchema, target: idSchema })),
  groups: z.array(z.array(idSchema)),
})
/** @public */
export type LayoutGraph = z.infer<typeof layoutGraphSchema>

/** New positions of the top left corners, by id. @internal */
export const layoutSchema = z.strictObject({ positions: z.record(idSchema, positionSchema) })
/** @public */
export type Layout = z.infer<typeof layoutSchema>
