import type { Json } from '@aw-flow/schema'

/** How a setting is asked for. `json` also stands for what has no simpler field. */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'choice'
  | 'dataset'
  | 'column'
  | 'load-plan'
  | 'list'
  | 'json'

/** One setting of a node type, read from its JSON Schema. */
export interface SettingField {
  readonly name: string
  readonly kind: FieldKind
  readonly title: string
  readonly description: string | undefined
  readonly required: boolean
  readonly choices: readonly Json[]
  readonly minimum: number | undefined
  readonly maximum: number | undefined
  readonly default: Json | undefined
  /** Values to suggest while typing. */
  readonly examples: readonly string[]
  /** What a choice is called, by its value; where it is not said, the value itself. */
  readonly labels?: Readonly<Record<string, string>>
  /** Of a list: the schema of an item, which is a text or an object. */
  readonly items?: Readonly<Record<string, unknown>>
  /** A `json` setting whose value is the text itself, which may also be a plain name. */
  readonly asText: boolean
}

type Schema = Record<string, unknown>

/**
 * The fields of a settings schema (draft 2020-12, as zod writes it), in its own order. `$ref` into `$defs` and a union
 * with null are seen through; what remains unclear is asked for as JSON.
 */
export function settingFields(settings: Schema, defaults: Readonly<Record<string, unknown>> = {}): SettingField[] {
  const properties = isSchema(settings.properties) ? settings.properties : {}
  const required = new Set(Array.isArray(settings.required) ? settings.required : [])
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isSchema(property)) return []
    const schema = resolve(property, settings)
    return [
      {
        name,
        kind: kindOf(schema, settings),
        title: text(schema.title) ?? titleOf(name),
        description: text(schema.description),
        required: required.has(name) && schema.default === undefined,
        choices: choicesOf(schema),
        minimum: number(schema.minimum) ?? number(schema.exclusiveMinimum),
        maximum: number(schema.maximum) ?? number(schema.exclusiveMaximum),
        default: (schema.default ?? defaults[name]) as Json | undefined,
        examples: Array.isArray(schema.examples)
          ? schema.examples.filter((example): example is string => typeof example === 'string')
          : [],
        asText: typeOf(schema) === 'string',
        ...labelsOf(schema),
        ...(kindOf(schema, settings) === 'list' ? { items: itemsOf(schema, settings)! } : {}),
      },
    ]
  })
}

function kindOf(schema: Schema, root: Schema): FieldKind {
  const { format } = schema
  if (format === 'dataset' || format === 'json' || format === 'column' || format === 'load-plan') return format
  if (format === 'text') return 'text'
  if (choicesOf(schema).length > 0) return 'choice'
  switch (typeOf(schema)) {
    case 'string':
      return schema.format === 'multiline' ? 'multiline' : 'text'
    case 'number':
      return 'number'
    case 'integer':
      return 'integer'
    case 'boolean':
      return 'boolean'
    case 'array':
      return itemsOf(schema, root) ? 'list' : 'json'
    default:
      return 'json'
  }
}

/** The schema of a list's items, where they are texts or objects with named settings. */
function itemsOf({ items }: Schema, root: Schema): Schema | undefined {
  if (!isSchema(items)) return undefined
  const schema = resolve(items, root)
  const isText = typeOf(schema) === 'string' && choicesOf(schema).length === 0
  return isText || (typeOf(schema) === 'object' && isSchema(schema.properties)) ? schema : undefined
}

function labelsOf({ labels }: Schema): Pick<SettingField, 'labels'> {
  if (!isSchema(labels)) return {}
  return { labels: Object.fromEntries(Object.entries(labels).map(([value, label]) => [value, String(label)])) }
}

/** The one type beside null; `undefined` where there are several. */
function typeOf({ type }: Schema): unknown {
  if (!Array.isArray(type)) return type
  const real = type.filter((one) => one !== 'null')
  return real.length === 1 ? real[0] : undefined
}

function choicesOf(schema: Schema): readonly Json[] {
  if (Array.isArray(schema.enum)) return schema.enum as Json[]
  const options = schema.anyOf ?? schema.oneOf
  if (
    Array.isArray(options) &&
    options.length > 0 &&
    options.every((option) => isSchema(option) && 'const' in option)
  ) {
    return options.map((option: Schema) => option.const as Json)
  }
  return []
}

function resolve(schema: Schema, root: Schema, depth = 0): Schema {
  if (depth > 8) return schema
  const { $ref, ...rest } = schema
  if (typeof $ref === 'string' && $ref.startsWith('#/')) {
    let target: unknown = root
    for (const key of $ref.slice(2).split('/')) target = isSchema(target) ? target[key] : undefined
    return isSchema(target) ? resolve({ ...target, ...rest }, root, depth + 1) : rest
  }
  const options = schema.anyOf ?? schema.oneOf
  if (Array.isArray(options)) {
    const real = options.filter((option) => isSchema(option) && option.type !== 'null') as Schema[]
    const [only] = real
    const { anyOf: _any, oneOf: _one, ...outer } = schema
    if (real.length === 1 && only) return resolve({ ...only, ...outer }, root, depth + 1)
  }
  return schema
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** `maxRetries` and `max_retries` are read as "Max retries". */
function titleOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
