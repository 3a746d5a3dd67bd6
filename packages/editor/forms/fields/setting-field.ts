import type { Json } from '@aw-flow/schema'
import { toTitle } from '../to-title.ts'

/** The kind of a setting's field. `json` is also the fallback; `none` has no field. */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'code'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'choice'
  | 'dataset'
  | 'column'
  | 'columns'
  | 'secret'
  | 'workflow'
  | 'load-plan'
  | 'cron'
  | 'rules'
  | 'filter'
  | 'list'
  | 'map'
  | 'object'
  | 'union'
  | 'json'
  | 'none'

/** The language of a `code` setting: an `expression` reads values by name, a `row-expression` the cells of a row. */
export type CodeLanguage = 'expression' | 'row-expression' | 'sql' | 'javascript' | 'json'

/** One of several shapes that a setting may have. */
export interface FieldVariant {
  /** The title of the variant in the list. */
  readonly title: string
  /** The JSON Schema of the variant. */
  readonly schema: Readonly<Record<string, unknown>>
}

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
  /** Exclusive lower bound of a number. */
  readonly exclusiveMinimum: number | undefined
  /** Exclusive upper bound of a number. */
  readonly exclusiveMaximum: number | undefined
  readonly default: Json | undefined
  /** The value in a new node; also the value that is restored. */
  readonly initial: Json | undefined
  /** Values to suggest while typing. */
  readonly examples: readonly string[]
  /** Labels of choices by value; for a filter, of its comparisons. A choice without a label is shown as its value. */
  readonly labels?: Readonly<Record<string, string>>
  /** For a list: the schema of an item, which is a string, number, choice, boolean or object. */
  readonly items?: Readonly<Record<string, unknown>>
  /** For an object: its own schema; for a map: the schema of its values. */
  readonly schema?: Readonly<Record<string, unknown>>
  /** For a map: true if its keys are columns. */
  readonly columnKeys?: true
  readonly language?: CodeLanguage
  /** For a column: the input that has it. Default: all inputs. */
  readonly columnsOf?: string
  readonly variants?: readonly FieldVariant[]
  /**
   * The content of a setting that is JSON or lines of text. The form shows fields for it, and the text on request.
   * `values`: values by name; `request`: headers and a query; `json-schema`; `tools` of an agent; `columns`: a name and a
   * type per line; `plan`: a preparation plan.
   */
  readonly contents?: string
  /** True for the name of a column type, which the form shows by its readable name. */
  readonly isColumnType?: true
  /** True for a setting that few users change. The form folds such settings. */
  readonly advanced?: true
  /** The setting is shown only while other settings have one of these values. */
  readonly when?: Readonly<Record<string, readonly Json[]>>
  /** True for a `json` setting whose value is a string: JSON text, or a name. */
  readonly asText: boolean
}

type Schema = Record<string, unknown>

/**
 * Returns the fields of a settings schema (draft 2020-12, as zod generates it), in order. Resolves `$ref` into `$defs`
 * and unions with null. Other schemas are edited as JSON.
 */
export function readSettingFields(settings: Schema, defaults: Readonly<Record<string, unknown>> = {}): SettingField[] {
  const properties = isSchema(settings.properties) ? settings.properties : {}
  const required = new Set(Array.isArray(settings.required) ? settings.required : [])
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isSchema(property)) return []
    const schema = resolveSchema(property, settings)
    const kind = detectKind(schema, settings)
    if (kind === 'none') return []
    return [
      {
        name,
        kind,
        title: readString(schema.title) ?? toTitle(name),
        description: readString(schema.description),
        required: required.has(name) && schema.default === undefined,
        choices: readChoices(schema),
        ...readBounds(schema),
        default: (schema.default ?? defaults[name]) as Json | undefined,
        initial: (defaults[name] ?? schema.default) as Json | undefined,
        examples: Array.isArray(schema.examples)
          ? schema.examples.filter((example): example is string => typeof example === 'string')
          : [],
        asText: getSingleType(schema) === 'string',
        ...(isSchema(schema.labels) ? { labels: readChoiceLabels(schema) } : {}),
        ...(schema.format === 'column-type' ? { isColumnType: true as const } : {}),
        ...(typeof schema.contents === 'string' ? { contents: schema.contents } : {}),
        ...(schema.advanced === true ? { advanced: true as const } : {}),
        ...readKindProperties(kind, schema, settings),
      },
    ]
  })
}

/** Returns whether a setting is shown, given the values of the other settings. */
export const isSettingVisible = ({ when }: SettingField, getValue: (name: string) => Json | undefined): boolean =>
  Object.entries(when ?? {}).every(([name, values]) =>
    values.some((value) => JSON.stringify(value) === JSON.stringify(getValue(name))),
  )

function detectKind(schema: Schema, root: Schema): FieldKind {
  const { format } = schema
  switch (format) {
    case 'dataset':
    case 'json':
    case 'column':
    case 'secret':
    case 'workflow':
    case 'load-plan':
    case 'cron':
    case 'rules':
    case 'text':
      return format
    case 'columns':
      if (getSingleType(schema) === 'array') return 'columns'
      break
    case 'conditions':
      if (findComparisons(schema)) return 'filter'
      break
    case 'arguments':
      return getSingleType(schema) === 'array' ? 'list' : 'map'
    case 'expression':
    case 'row-expression':
    case 'sql':
    case 'javascript':
      return 'code'
  }
  if ('const' in schema) return 'none'
  if (readChoices(schema).length > 0) return 'choice'
  switch (getSingleType(schema)) {
    case 'string':
      return schema.format === 'multiline' ? 'multiline' : 'text'
    case 'number':
      return 'number'
    case 'integer':
      return 'integer'
    case 'boolean':
      return 'boolean'
    case 'array':
      return findItemSchema(schema, root) ? 'list' : 'json'
    case 'object':
      return isSchema(schema.properties) ? 'object' : findValueSchema(schema, root) ? 'map' : 'json'
    default:
      return readVariants(schema, root) ? 'union' : 'json'
  }
}

/** Returns the schema of the comparison in a list of conditions and groups; `undefined` for other lists. */
function findComparisons({ items }: Schema): Schema | undefined {
  const { oneOf, anyOf } = (items ?? {}) as { [name in 'oneOf' | 'anyOf']?: { properties?: { is?: unknown } }[] }
  const is = (oneOf ?? anyOf)?.[0]?.properties?.is
  return isSchema(is) && readChoices(is).length > 0 ? is : undefined
}

type KindProperties = Pick<
  SettingField,
  'items' | 'labels' | 'schema' | 'columnKeys' | 'language' | 'columnsOf' | 'variants' | 'when'
>

/** Returns the properties that exist only for some kinds of fields. */
function readKindProperties(kind: FieldKind, schema: Schema, root: Schema): KindProperties {
  const { when, of } = schema
  return {
    ...(kind === 'list' ? { items: findItemSchema(schema, root)! } : {}),
    ...(kind === 'object' ? { schema: withDefinitions(schema, root) } : {}),
    ...(kind === 'filter' ? { labels: readChoiceLabels(findComparisons(schema)!) } : {}),
    ...(kind === 'map' ? { schema: findValueSchema(schema, root)! } : {}),
    ...(kind === 'map' && isSchema(schema.propertyNames) && schema.propertyNames.format === 'column'
      ? { columnKeys: true as const }
      : {}),
    ...(kind === 'code' ? { language: schema.format as CodeLanguage } : {}),
    ...(kind === 'json' ? { language: 'json' as const } : {}),
    ...(kind === 'union' ? { variants: readVariants(schema, root)! } : {}),
    ...(typeof of === 'string' ? { columnsOf: of } : {}),
    ...(isSchema(when)
      ? {
          when: Object.fromEntries(
            Object.entries(when).map(([name, values]) => [name, (Array.isArray(values) ? values : [values]) as Json[]]),
          ),
        }
      : {}),
  }
}

type Bounds = Pick<SettingField, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'>

const readBounds = (schema: Schema): Bounds => ({
  minimum: readNumber(schema.minimum),
  maximum: readNumber(schema.maximum),
  exclusiveMinimum: readNumber(schema.exclusiveMinimum),
  exclusiveMaximum: readNumber(schema.exclusiveMaximum),
})

/** Returns the kind and bounds of a number schema; `undefined` for other schemas. */
export function readNumberConstraints(schema: Schema): (Bounds & { readonly kind: 'number' | 'integer' }) | undefined {
  const kind = getSingleType(schema)
  return kind === 'number' || kind === 'integer' ? { kind, ...readBounds(schema) } : undefined
}

/** The schema of argument values. Strings are entered as plain text, other values as JSON. */
const anyValue = { type: ['string', 'number', 'boolean', 'object', 'array'] }

/** Returns the schema of a list's items if they are strings, numbers, choices, booleans or objects with settings. */
function findItemSchema({ items, format }: Schema, root: Schema): Schema | undefined {
  if (format === 'arguments') return anyValue
  if (!isSchema(items)) return undefined
  const schema = resolveSchema(items, root)
  const isPlain = readChoices(schema).length > 0 || getSingleType(schema) === 'string' || plainTypes.has(schema.type)
  return isPlain || (getSingleType(schema) === 'object' && isSchema(schema.properties))
    ? withDefinitions(schema, root)
    : undefined
}

const plainTypes = new Set<unknown>(['string', 'number', 'integer', 'boolean'])

/** Returns the schema of a map's values if they are strings, numbers, choices or booleans. */
function findValueSchema({ additionalProperties, format }: Schema, root: Schema): Schema | undefined {
  if (format === 'arguments') return anyValue
  if (!isSchema(additionalProperties)) return undefined
  const schema = resolveSchema(additionalProperties, root)
  const options = (schema.anyOf ?? schema.oneOf ?? [schema]) as unknown[]
  const isPlain = (type: unknown): boolean => (Array.isArray(type) ? type.every(isPlain) : plainTypes.has(type))
  return options.every((option) => isSchema(option) && isPlain(option.type)) ? schema : undefined
}

/** Returns the shapes of a union; `undefined` if there are fewer than 2 or more than 20. */
function readVariants(schema: Schema, root: Schema): FieldVariant[] | undefined {
  const options = (schema.anyOf ?? schema.oneOf) as unknown
  if (!Array.isArray(options)) return undefined
  const shapes = options.filter(isSchema).map((option) => resolveSchema(option, root))
  const nonNull = shapes.filter((shape) => shape.type !== 'null')
  if (nonNull.length < 2 || nonNull.length > 20) return undefined
  return nonNull.map((shape) => ({ title: getVariantTitle(shape), schema: withDefinitions(shape, root) }))
}

function getVariantTitle(schema: Schema): string {
  const properties = isSchema(schema.properties) ? Object.values(schema.properties) : []
  const constProperty = properties.find(
    (property): property is Schema => isSchema(property) && typeof property.const === 'string',
  )
  const constTitle = constProperty ? toTitle(String(constProperty.const)) : undefined
  return readString(schema.title) ?? constTitle ?? toTitle(String(getSingleType(schema) ?? 'json'))
}

/** Adds the root definitions to a part of a schema that refers to them. */
const withDefinitions = (schema: Schema, { $defs }: Schema): Schema =>
  isSchema($defs) && JSON.stringify(schema).includes('"$ref"') ? { $defs, ...schema } : schema

/** Returns the labels of choices by value. */
export function readChoiceLabels({ labels }: Schema): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isSchema(labels) ? labels : {}).map(([value, title]) => [value, String(title)]),
  )
}

/** Returns the only type other than null; `undefined` if there are several. */
function getSingleType({ type }: Schema): unknown {
  if (!Array.isArray(type)) return type
  const nonNull = type.filter((name) => name !== 'null')
  return nonNull.length === 1 ? nonNull[0] : undefined
}

/** Returns the choices of a schema; empty if it has none. */
export function readChoices(schema: Schema): readonly Json[] {
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

function resolveSchema(schema: Schema, root: Schema, depth = 0): Schema {
  if (depth > 8) return schema
  const { $ref, ...rest } = schema
  if (typeof $ref === 'string' && $ref.startsWith('#/')) {
    let target: unknown = root
    for (const key of $ref.slice(2).split('/')) target = isSchema(target) ? target[key] : undefined
    return isSchema(target) ? resolveSchema({ ...target, ...rest }, root, depth + 1) : rest
  }
  const options = schema.anyOf ?? schema.oneOf
  if (Array.isArray(options)) {
    const nonNull = options.filter((option) => isSchema(option) && option.type !== 'null') as Schema[]
    const [single] = nonNull
    const { anyOf: _any, oneOf: _one, ...siblings } = schema
    if (nonNull.length === 1 && single) return resolveSchema({ ...single, ...siblings }, root, depth + 1)
  }
  return schema
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const readString = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
const readNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
