import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'

/** Returns a JSON response of a route, for its API description. */
export const describeJsonResponse = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Responds with JSON that is already serialized, which the types of routes do not support. */
export function sendJsonText(context: Context<AppEnvironment>, text: string, status: 200 | 201 = 200): never {
  context.header('Content-Type', 'application/json')
  return context.body(text, status) as never
}
