import type { z } from '@hono/zod-openapi'

/** An answer in JSON, for a route's description. */
export const jsonAnswer = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
})
