import type { z } from 'zod'

/** A JSON request body, which is validated before the request is handled. */
export interface JsonBodyDeclaration<Body> {
  /** Name of the schema in the API description. */
  component: string
  schema: z.ZodType<Body>
  /** An empty body counts as `{}`. */
  optional?: boolean | undefined
  /** A valid body to show in the hints of problems. */
  example?: string | undefined
}

/** Declares a JSON request body with the name of its schema in the API description. */
export const jsonBody = <Body>(
  component: string,
  schema: z.ZodType<Body>,
  options: { optional?: boolean; example?: string } = {},
): JsonBodyDeclaration<Body> => ({ component, schema, ...options })
