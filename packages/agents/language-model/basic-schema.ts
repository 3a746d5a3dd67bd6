import type { Json } from '@aw-flow/schema'
import type { ToolDeclaration } from './language-model.ts'

type JsonObject = Readonly<Record<string, Json>>

/** Limits of the result, because a schema can refer to itself. */
const maxDepth = 8
const maxParts = 1_000

/**
 * Returns a tool whose parameters have only the keywords that all services support. Its description contains the complete
 * schema.
 */
export const toBasicTool = ({ name, description, parameters }: ToolDeclaration): ToolDeclaration => ({
  name,
  description: `${description}\n\nJSON Schema of the arguments: ${JSON.stringify(parameters)}`,
  parameters: { ...toBasicSchema(parameters), type: 'object' },
})

function toBasicSchema(root: JsonObject): JsonObject {
  let partCount = 0
  const convert = (schema: Json | undefined, depth: number): JsonObject => {
    if (++partCount > maxParts || depth > maxDepth || !isObject(schema)) return { type: 'string' }
    const { $ref: reference, allOf, anyOf, oneOf, type, properties, required, items, enum: values } = schema
    const parts = [
      typeof reference === 'string' ? resolveReference(root, reference) : undefined,
      ...[allOf ?? []].flat(),
      [anyOf, oneOf].flat().find((option) => isObject(option) && option.type !== 'null'),
    ].flatMap((part) => (isObject(part) ? [convert(part, depth + 1)] : []))
    const basic: { [key: string]: Json } = Object.assign({}, ...parts)
    const ownType = [type].flat().find((candidate) => candidate !== 'null' && candidate !== undefined)
    if (ownType !== undefined) basic.type = ownType
    if (typeof schema.description === 'string') basic.description = schema.description
    if (Array.isArray(values) && values.every((value) => typeof value === 'string')) basic.enum = values
    const members: { [key: string]: Json } = Object.assign({}, ...parts.map((part) => part.properties))
    if (isObject(properties))
      for (const [key, part] of Object.entries(properties))
        if (partCount < maxParts) members[key] = convert(part, depth + 1)
    const names = [...parts.map((part) => part.required), required].flat().filter((name) => typeof name === 'string')
    const knownNames = [...new Set(names)].filter((name) => Object.hasOwn(members, name))
    delete basic.required
    if (Object.keys(members).length > 0) Object.assign(basic, { type: 'object', properties: members })
    if (knownNames.length > 0) basic.required = knownNames
    basic.type ??= 'string'
    if (basic.type === 'array')
      basic.items = items === undefined ? (basic.items ?? { type: 'string' }) : convert(items, depth + 1)
    return basic
  }
  return convert(root, 0)
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the part of a schema at a reference such as `#/$defs/item`. */
function resolveReference(root: Json, reference: string): Json | undefined {
  let part: Json | undefined = reference.startsWith('#') ? root : undefined
  for (const key of reference.slice(1).split('/').filter(Boolean))
    part = isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined
  return part
}
