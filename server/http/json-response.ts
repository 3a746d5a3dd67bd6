import type { z } from '@hono/zod-openapi'

/** Returns a JSON response of a route, for its API description. */
export const describeJsonResponse = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
})
