import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'

/** Describes a route's JSON response for the API description. */
export const describeJsonResponse = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
})

/**
 * Responds with JSON text that is already serialized. The `never` return type bypasses the route types, which do not
 * support this.
 */
export function sendJsonText(context: Context<AppEnvironment>, text: string, status: 200 | 201 = 200): never {
  context.header('Content-Type', 'application/json')
  return context.body(text, status) as never
}
