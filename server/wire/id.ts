import { z } from '@hono/zod-openapi'

/** Path parameters with an `id`. What could be no id of ours is not refused here: it is simply not found. */
export const idParamsSchema = (example: string) => z.object({ id: z.string().openapi({ example }) })
