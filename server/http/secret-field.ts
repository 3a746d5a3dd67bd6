import { z } from '@hono/zod-openapi'

/** The schemas that `secretField` created. */
const secretSchemas = new WeakSet<z.ZodType>()

/**
 * Creates the schema of a response field that grants access, such as a token (`x-secret` in the API description). A
 * response with such a field is not cached, and not stored for repeated requests.
 */
export function secretField(description: string): z.ZodString {
  const schema = z.string().openapi({ description, 'x-secret': true })
  secretSchemas.add(schema)
  return schema
}

/** Returns the paths of the secret fields in a response. `*` stands for the items of an array. */
export function findSecretPaths(schema: z.ZodType): string[][] {
  if (secretSchemas.has(schema)) return [[]]
  const { shape, innerType, element, options } = schema.def as unknown as {
    shape?: Record<string, z.ZodType>
    innerType?: z.ZodType
    element?: z.ZodType
    options?: readonly z.ZodType[]
  }
  if (innerType) return findSecretPaths(innerType)
  if (options) return options.flatMap(findSecretPaths)
  const children = element instanceof z.ZodType ? { '*': element } : (shape ?? {})
  return Object.entries(children).flatMap(([name, child]) => findSecretPaths(child).map((path) => [name, ...path]))
}

/** Replaces the secret fields in a response with `null`. */
export function removeSecrets(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return null
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value
  const removeFrom = (child: unknown, key: string): unknown =>
    removeSecrets(
      child,
      paths.filter(([name]) => name === key).map((path) => path.slice(1)),
    )
  if (Array.isArray(value)) return value.map((item) => removeFrom(item, '*'))
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, removeFrom(child, name)]))
}
