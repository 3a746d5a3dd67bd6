import { z } from '@hono/zod-openapi'

/** Path parameters with an `id`. An invalid id is not refused here: it is simply not found. */
export const idParamsSchema = (example: string) => z.object({ id: z.string().openapi({ example }) })
