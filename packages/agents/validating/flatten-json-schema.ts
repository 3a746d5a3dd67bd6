type Schema = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Maximum nesting depth of references. Deeper references are assumed to be circular. */
const maxReferenceDepth = 20

/**
 * Resolves a schema's references within its document (`$ref: "#/$defs/…"`), and merges the subschemas of `allOf` if
 * they have no keyword in common. Other references and subschemas are left unchanged.
 */
export function flattenJsonSchema(schema: Schema, root: Schema, depth = 0): Schema {
  if (depth > maxReferenceDepth) return schema
  const { $ref, allOf, ...rest } = schema
  let flattenedSchema: Schema = rest
  if (typeof $ref === 'string') {
    const target = resolvePointer($ref, root)
    if (!target) flattenedSchema = { ...flattenedSchema, $ref }
    // Keywords next to a reference take precedence.
    else flattenedSchema = { ...flattenJsonSchema(target, root, depth + 1), ...flattenedSchema }
  }
  if (Array.isArray(allOf)) {
    const subschemas = allOf.map((part) => (isObject(part) ? flattenJsonSchema(part, root, depth + 1) : undefined))
    const keywords = [flattenedSchema, ...subschemas]
      .flatMap((part) => Object.keys(part ?? {}))
      .filter((keyword) => !isAnnotation(keyword))
    const isDisjoint = subschemas.every((part) => part !== undefined) && new Set(keywords).size === keywords.length
    flattenedSchema = isDisjoint ? Object.assign({}, ...subschemas, flattenedSchema) : { ...flattenedSchema, allOf }
  }
  return flattenedSchema
}

const isAnnotation = (keyword: string): boolean => ['title', 'description', '$comment', 'examples'].includes(keyword)

/** Resolves a JSON pointer within the document. Returns `undefined` if it does not point to an object. */
function resolvePointer(ref: string, root: Schema): Schema | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  let currentValue: unknown = root
  for (const token of ref.split('/').slice(1)) {
    const key = decodePercent(token)?.replaceAll('~1', '/').replaceAll('~0', '~')
    if (key === undefined || !isObject(currentValue) || !Object.hasOwn(currentValue, key)) return undefined
    currentValue = currentValue[key]
  }
  return isObject(currentValue) ? currentValue : undefined
}

/** Decodes percent-encoded characters. Returns `undefined` if the encoding is malformed. */
function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
