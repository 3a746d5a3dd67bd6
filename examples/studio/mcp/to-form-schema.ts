type Schema = Readonly<Record<string, unknown>>

/** Maximum nesting depth of form fields. Anything deeper is edited as JSON. */
const maxDepth = 3
/** Maximum number of properties per object. */
const maxProperties = 60
const maxTextLength = 300

/**
 * Returns a form schema for a tool's arguments. The tool's schema comes from its server, which is not trusted, so only
 * the keywords that the form needs are copied. For example, certain values of `format` would make the form list the
 * names of secrets. Numbers and booleans may also be strings, because placeholders such as `{{input.value.count}}` are
 * strings.
 *
 * @param placeholderTitle Title of the variant that accepts a placeholder.
 */
export function toFormSchema(schema: Schema, placeholderTitle: string): Schema {
  return convertObject(schema, schema, placeholderTitle, 0)
}

function convertObject(schema: Schema, root: Schema, placeholderTitle: string, depth: number): Schema {
  const { properties, required } = schema
  const entries = Object.entries(isSchema(properties) ? properties : {}).slice(0, maxProperties)
  return {
    type: 'object',
    ...copyAnnotations(schema),
    properties: Object.fromEntries(
      entries.map(([name, property]) => [name, convert(property, root, placeholderTitle, depth + 1)]),
    ),
    ...(Array.isArray(required) ? { required: required.filter((name) => typeof name === 'string') } : {}),
  }
}

function convert(value: unknown, root: Schema, placeholderTitle: string, depth: number): Schema {
  const schema = resolve(value, root)
  const annotations = copyAnnotations(schema)
  const json = { ...annotations, format: 'json' }
  const withPlaceholderVariant = (variant: Schema): Schema => ({
    ...annotations,
    anyOf: [variant, { type: 'string', title: placeholderTitle }],
  })
  const choices = Array.isArray(schema.enum) ? schema.enum.filter((choice) => typeof choice === 'string') : []
  if (choices.length > 0) return { ...annotations, enum: choices }
  switch (findType(schema)) {
    case 'string':
      return { ...annotations, type: 'string' }
    case 'boolean':
      return withPlaceholderVariant({ type: 'boolean' })
    case 'number':
    case 'integer':
      return withPlaceholderVariant({ type: findType(schema), ...copyBounds(schema) })
    case 'array': {
      const items = resolve(schema.items, root)
      const type = findType(items)
      const isPrimitive = type === 'string' || type === 'number' || type === 'integer'
      return isPrimitive ? { ...annotations, type: 'array', items: { type } } : json
    }
    case 'object':
      return depth < maxDepth && isSchema(schema.properties)
        ? convertObject(schema, root, placeholderTitle, depth)
        : json
    default:
      return json
  }
}

/** Returns the type of a schema, ignoring null, or `undefined` if the schema allows several types. */
function findType({ type }: Schema): unknown {
  if (!Array.isArray(type)) return type
  const otherTypes = type.filter((name) => name !== 'null')
  return otherTypes.length === 1 ? otherTypes[0] : undefined
}

const copyAnnotations = ({ title, description }: Schema): Schema => ({
  ...(typeof title === 'string' ? { title: title.slice(0, maxTextLength) } : {}),
  ...(typeof description === 'string' ? { description: description.slice(0, maxTextLength) } : {}),
})

const copyBounds = (schema: Schema): Schema =>
  Object.fromEntries(
    ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].flatMap((name) =>
      typeof schema[name] === 'number' ? [[name, schema[name]]] : [],
    ),
  )

/** Resolves references to definitions in the root, and unions of one schema with null. */
function resolve(value: unknown, root: Schema): Schema {
  let schema = isSchema(value) ? value : {}
  for (let step = 0; step < 8; step++) {
    const { $ref, anyOf, oneOf, ...rest } = schema
    const options = (anyOf ?? oneOf) as unknown
    if (typeof $ref === 'string') {
      const [, definitions = '', name = ''] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec($ref) ?? []
      const schemas = root[definitions]
      const target = isSchema(schemas) && Object.hasOwn(schemas, name) ? schemas[name] : undefined
      schema = { ...(isSchema(target) ? target : {}), ...rest }
    } else if (Array.isArray(options)) {
      const others = options.filter((option) => isSchema(option) && option.type !== 'null') as Schema[]
      if (others.length !== 1) return rest
      schema = { ...others[0], ...rest }
    } else return schema
  }
  return {}
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
