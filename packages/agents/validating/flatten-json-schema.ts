type Schema = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** So many references one behind the other; more go round in a circle. */
const maxReferences = 20

/**
 * A schema with what it refers to within the document (`$ref: "#/$defs/…"`) in its place, and with the parts of `allOf`
 * put together where no two of them say the same keyword. What cannot be put together stays as it is.
 */
export function flattenJsonSchema(own: Schema, root: Schema, depth = 0): Schema {
  if (depth > maxReferences) return own
  const { $ref, allOf, ...rest } = own
  let flat: Schema = rest
  if (typeof $ref === 'string') {
    const target = pointedAt($ref, root)
    if (!target) flat = { ...flat, $ref }
    // What stands beside a reference says more than what it refers to.
    else flat = { ...flattenJsonSchema(target, root, depth + 1), ...flat }
  }
  if (Array.isArray(allOf)) {
    const parts = allOf.map((part) => (isObject(part) ? flattenJsonSchema(part, root, depth + 1) : undefined))
    const keywords = [flat, ...parts].flatMap((part) => Object.keys(part ?? {})).filter((one) => !isWords(one))
    const isDisjoint = parts.every((part) => part !== undefined) && new Set(keywords).size === keywords.length
    flat = isDisjoint ? Object.assign({}, ...parts, flat) : { ...flat, allOf }
  }
  return flat
}

const isWords = (keyword: string): boolean => ['title', 'description', '$comment', 'examples'].includes(keyword)

/** What a JSON pointer of this document points at. */
function pointedAt(ref: string, root: Schema): Schema | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  let at: unknown = root
  for (const part of ref.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined
    at = at[key]
  }
  return isObject(at) ? at : undefined
}
