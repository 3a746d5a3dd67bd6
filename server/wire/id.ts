import { z } from '@hono/zod-openapi'

/**
 * Creates the schema for path parameters with an `id`. Any string is accepted; for an unknown ID, the route responds
 * with 404.
 */
export const createIdParamsSchema = (example: string) => z.object({ id: z.string().openapi({ example }) })
