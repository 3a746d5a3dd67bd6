import { message, type Message } from '@aw-flow/messages'
import {
  error,
  warning,
  defined,
  type ColumnRule,
  type Problem,
  type Reference,
  type TableSchema,
} from '@aw-flow/schema'
import type { ColumnReading } from '@aw-flow/schema/internal'

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const toStrings = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)]

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))

/** Maps Table Schema types to column types. The type `any` is not checked. */
const columnTypes: Readonly<Record<string, NonNullable<ColumnRule['type']>>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
  time: 'time',
  year: 'integer',
  yearmonth: 'any',
  duration: 'any',
  object: 'any',
  array: 'any',
  list: 'any',
  geopoint: 'any',
  geojson: 'any',
  any: 'any',
}

const formatPatterns: Readonly<Record<string, string>> = {
  email: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
  uri: '[A-Za-z][A-Za-z0-9+.-]*:\\S+',
  uuid: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
}

const schemaProperties = new Set(
  '$schema name title description fields fieldsMatch primaryKey uniqueKeys foreignKeys missingValues'.split(' '),
)
const fieldProperties = new Set([
  'name',
  'type',
  'format',
  'title',
  'description',
  'example',
  'rdfType',
  'constraints',
  'categories',
  'missingValues',
  'trueValues',
  'falseValues',
  'decimalChar',
  'groupChar',
  'bareNumber',
])

/** Returns whether a JSON object is a Frictionless Table Schema or a data package. */
export const isFrictionless = (json: JsonObject): boolean =>
  Array.isArray(json['fields']) || (Array.isArray(json['resources']) && json['resources'].length > 0)

/**
 * Converts a Frictionless Table Schema (v1 or v2), or a data package with a single schema, to a table schema. Supports
 * types, constraints, and primary, unique and foreign keys. A foreign key with an empty resource refers to the table
 * itself, which is named `this`. Unsupported features are reported as warnings.
 */
export function readFrictionless(json: JsonObject): { schema?: TableSchema; problems: Problem[] } {
  if (Array.isArray(json['resources'])) return readPackage(json['resources'])
  const problems: Problem[] = []
  // `fieldsMatch` exists only in v2. In v1, all fields are required.
  const fieldsMatch = toStrings(json['fieldsMatch'])[0]
  const isOptional = fieldsMatch === 'superset' || fieldsMatch === 'partial'
  const columns = (json['fields'] as unknown[]).flatMap((field): ColumnRule[] => {
    if (typeof field === 'string') return [{ name: field }]
    if (isObject(field) && typeof field['name'] === 'string') {
      const reading = readNotation({ missingValues: json['missingValues'], ...field })
      return [{ ...readField(field['name'], field, problems), reading, ...(isOptional ? { optional: true } : {}) }]
    }
    problems.push(
      createSchemaWarning(message('schema.feature-field', { value: (JSON.stringify(field) ?? '').slice(0, 60) })),
    )
    return []
  })
  for (const keyword of Object.keys(json))
    if (!schemaProperties.has(keyword))
      problems.push(createSchemaWarning(message('schema.feature-keyword', { name: keyword })))
  const primaryKey = toStrings(json['primaryKey'])
  for (const name of primaryKey) {
    const existingColumn = columns.find((column) => column.name === name)
    const requirement = { nullable: false, ...(primaryKey.length === 1 ? { unique: true } : {}) }
    if (existingColumn) Object.assign(existingColumn, requirement)
    else columns.push({ name, ...requirement })
  }
  const keys = [
    ...(primaryKey.length > 1 ? [primaryKey] : []),
    ...(Array.isArray(json['uniqueKeys']) ? json['uniqueKeys'].map(toStrings) : []),
  ]
  const references = (Array.isArray(json['foreignKeys']) ? json['foreignKeys'] : []).flatMap((key): Reference[] => {
    const target = isObject(key) ? key['reference'] : undefined
    if (
      !isObject(key) ||
      !isObject(target) ||
      toStrings(key['fields']).length === 0 ||
      toStrings(target['fields']).length === 0
    ) {
      problems.push(
        createSchemaWarning(message('schema.feature-foreign-key', { value: (JSON.stringify(key) ?? '').slice(0, 80) })),
      )
      return []
    }
    const resource = String(target['resource'] ?? '')
    return [
      {
        columns: toStrings(key['fields']),
        table: resource === '' ? 'this' : resource,
        to: toStrings(target['fields']),
      },
    ]
  })
  return {
    schema: {
      columns,
      ...(fieldsMatch === 'exact' || fieldsMatch === 'equal' || fieldsMatch === 'superset' ? { strict: true } : {}),
      ...(keys.length > 0 ? { keys } : {}),
      ...(references.length > 0 ? { references } : {}),
    },
    problems,
  }
}

function readPackage(resources: readonly unknown[]): { schema?: TableSchema; problems: Problem[] } {
  const resourcesWithSchema = resources.filter(
    (resource) => isObject(resource) && isObject(resource['schema']),
  ) as JsonObject[]
  const [onlyResource] = resourcesWithSchema
  if (onlyResource && resourcesWithSchema.length === 1) return readFrictionless(onlyResource['schema'] as JsonObject)
  const names = resourcesWithSchema.map((resource) => String(resource['name']))
  return {
    problems: [
      error('schema.several', { tables: resourcesWithSchema.length, names }, { where: { setting: 'schema' } }),
    ],
  }
}

function readField(name: string, field: JsonObject, problems: Problem[]): ColumnRule {
  const type = typeof field['type'] === 'string' ? columnTypes[field['type']] : undefined
  if (typeof field['type'] === 'string' && (type === undefined || type === 'any') && field['type'] !== 'any')
    problems.push(createColumnWarning(name, message('schema.feature-type', { value: JSON.stringify(field['type']) })))
  const constraints = isObject(field['constraints']) ? field['constraints'] : {}
  const rule: ColumnRule = defined({ name, type })
  const isTemporal = type === 'date' || type === 'time'
  const format = typeof field['format'] === 'string' ? field['format'] : 'default'
  const pattern = formatPatterns[format]
  if (type === 'text' && pattern !== undefined) rule.pattern = pattern
  else if (format !== 'default' && format !== 'any' && !(isTemporal && format.includes('%')))
    problems.push(createColumnWarning(name, message('schema.feature-format', { value: JSON.stringify(format) })))
  for (const keyword of Object.keys(field))
    if (!fieldProperties.has(keyword))
      problems.push(createColumnWarning(name, message('schema.feature-keyword', { name: keyword })))
  const categories = Array.isArray(field['categories'])
    ? field['categories'].map((category) => (isObject(category) ? category['value'] : category))
    : []
  if (categories.length > 0) rule.enum = categories.filter(isScalar) as string[]
  for (const [constraint, value] of Object.entries(constraints)) {
    const reportInvalidValue = (): void => {
      const params = { name: constraint, value: JSON.stringify(value) ?? 'undefined' }
      problems.push(createColumnWarning(name, message('schema.feature-constraint-value', params)))
    }
    if (constraint === 'required' || constraint === 'unique') {
      if (typeof value !== 'boolean') reportInvalidValue()
      else if (value) Object.assign(rule, constraint === 'required' ? { nullable: false } : { unique: true })
    } else if (constraint === 'minimum' || constraint === 'maximum') {
      const isMin = constraint === 'minimum'
      if (isTemporal) rule[isMin ? 'earliest' : 'latest'] = String(value)
      else if (isNumeric(value)) rule[isMin ? 'min' : 'max'] = Number(value)
      else reportInvalidValue()
    } else if (constraint === 'exclusiveMinimum' || constraint === 'exclusiveMaximum') {
      if (isNumeric(value)) rule[constraint === 'exclusiveMinimum' ? 'moreThan' : 'lessThan'] = Number(value)
      else reportInvalidValue()
    } else if (constraint === 'minLength' || constraint === 'maxLength') {
      if (isNumeric(value) && Number.isInteger(Number(value))) rule[constraint] = Number(value)
      else reportInvalidValue()
    } else if (constraint === 'pattern') rule.pattern = String(value)
    else if (constraint === 'enum' && Array.isArray(value)) {
      rule.enum = value.filter(isScalar) as string[]
      if (rule.enum.length < value.length) reportInvalidValue()
    } else problems.push(createColumnWarning(name, message('schema.feature-constraint', { name: constraint })))
  }
  return rule
}

/**
 * Returns how a field's values are written. The defaults are those of the specification, except that separators of
 * numbers and formats of dates are detected if they are not declared.
 */
function readNotation(field: JsonObject): ColumnReading {
  const { type, decimalChar, groupChar, format } = field
  const toList = (value: unknown, defaultValue: string[]): string[] =>
    Array.isArray(value) ? value.map((item) => String(isObject(item) ? item['value'] : item)) : defaultValue
  const isBoolean = type === 'boolean'
  return defined({
    nulls: toList(field['missingValues'], ['']),
    trueValues: isBoolean ? toList(field['trueValues'], ['true', 'True', 'TRUE', '1']) : undefined,
    falseValues: isBoolean ? toList(field['falseValues'], ['false', 'False', 'FALSE', '0']) : undefined,
    decimal: decimalChar === ',' || decimalChar === '.' ? decimalChar : undefined,
    thousands: typeof groupChar === 'string' ? groupChar : undefined,
    format: typeof format === 'string' && format.includes('%') ? format : undefined,
  })
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

const createSchemaWarning = (feature: Message): Problem =>
  warning(
    'schema.unsupported-feature',
    { subject: message('schema.subject-schema', {}), feature },
    { where: { setting: 'schema' } },
  )

const createColumnWarning = (column: string, feature: Message): Problem =>
  warning(
    'schema.unsupported-feature',
    { subject: message('schema.subject-column', { column }), feature },
    { where: { setting: 'schema', column } },
  )
