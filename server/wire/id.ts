import { z } from '@hono/zod-openapi'

/** Path parameters with an `id`. An invalid id is not rejected here; it is not found later. */
export const idParamsSchema = (example: string) => z.object({ id: z.string().openapi({ example }) })
