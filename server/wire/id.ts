import { z } from '@hono/zod-openapi'

/**
 * Creates the schema of path parameters with an `id`. Any string is accepted; the route responds with 404 if it is
 * unknown.
 */
export const createIdParamsSchema = (example: string) => z.object({ id: z.string().openapi({ example }) })
