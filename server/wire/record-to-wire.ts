import type { z } from '@hono/zod-openapi'
import { toCamelCase, type CamelCase } from '../store/database/row-record.ts'

/** The value of a property in a response: `null` if it is absent. Responses are not changed, so lists may be shared. */
type WireValue<Value> = undefined extends Value
  ? WireValue<Exclude<Value, undefined>> | null
  : Value extends readonly (infer Item)[]
    ? Item[]
    : Value

/** The required fields that a record has under the same name in camel case, with a value that fits. */
type CopiedFields<Wire, Item> = {
  [Name in keyof Wire & string]-?: Record<never, never> extends Pick<Wire, Name>
    ? never
    : CamelCase<Name> extends keyof Item
      ? WireValue<Item[CamelCase<Name>]> extends Wire[Name]
        ? Name
        : never
      : never
}[keyof Wire & string]

type ComputedFields<Wire, Item> = Omit<Wire, CopiedFields<Wire, Item>> & Partial<Wire>

const propertyNames = new WeakMap<object, readonly (readonly [field: string, property: string])[]>()

function listProperties({ shape }: z.ZodObject): readonly (readonly [string, string])[] {
  const known = propertyNames.get(shape)
  if (known) return known
  const names = Object.entries(shape).flatMap(([field, schema]) =>
    // Whether a response has an optional field is never up to the record: it may be secret from this client.
    (schema as z.ZodType).def.type === 'optional' ? [] : [[field, toCamelCase(field)] as const],
  )
  propertyNames.set(shape, names)
  return names
}

/**
 * Converts a record to a response: each required field of the schema is the property with the same name in camel
 * case, or `null` if the record does not have it. Optional fields are never copied.
 *
 * @param computed The fields that are not properties of the record. The type requires them.
 * @example
 * recordToWire(passkeySchema, passkey) // { id, name, created_at, last_used_at }
 */
export function recordToWire<Shape extends z.ZodRawShape, Item extends object>(
  schema: z.ZodObject<Shape>,
  record: Item,
  ...[computed]: Record<never, never> extends ComputedFields<z.infer<z.ZodObject<Shape>>, Item>
    ? [computed?: ComputedFields<z.infer<z.ZodObject<Shape>>, Item>]
    : [computed: ComputedFields<z.infer<z.ZodObject<Shape>>, Item>]
): z.infer<z.ZodObject<Shape>> {
  const properties = record as Record<string, unknown>
  const fields = listProperties(schema as unknown as z.ZodObject).map(([field, property]) => [
    field,
    properties[property] ?? null,
  ])
  return { ...Object.fromEntries(fields), ...computed } as z.infer<z.ZodObject<Shape>>
}
