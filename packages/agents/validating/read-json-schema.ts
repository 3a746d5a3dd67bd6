import { message, type Message } from '@aw-flow/messages'
import { warning, type ColumnRule, type Problem, type RowRule, type TableSchema } from '@aw-flow/schema'
import { flattenJsonSchema } from './flatten-json-schema.ts'

type Schema = Readonly<Record<string, unknown>>

/** Keywords that do not affect validation. */
const annotationKeywords = toWordSet(
  '$schema $id id $anchor $vocabulary $comment $defs definitions title description default examples deprecated readOnly writeOnly',
)
/** Keywords supported in the schema of a property. */
const propertyKeywords = toWordSet(
  'type format nullable enum const minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern',
)
/** Keywords supported in the schema of a row. */
const rowKeywords = toWordSet('type properties required additionalProperties dependentRequired if then else')
/** Keywords supported in the schema of an array of rows. */
const arrayKeywords = toWordSet('type items minItems maxItems')

function toWordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

const columnTypes: Readonly<Record<string, NonNullable<ColumnRule['type']>>> = {
  number: 'number',
  integer: 'integer',
  string: 'text',
  boolean: 'boolean',
}

/** Maps string formats to a type or a pattern. */
const formats: Readonly<Record<string, Partial<ColumnRule>>> = {
  date: { type: 'date' },
  'date-time': { type: 'date' },
  time: { type: 'time' },
  email: { pattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+' },
  uri: { pattern: '[A-Za-z][A-Za-z0-9+.-]*:\\S+' },
  uuid: { pattern: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}' },
  ipv4: { pattern: '(\\d{1,3}\\.){3}\\d{1,3}' },
}

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns whether a JSON object is a JSON Schema of a row (an object) or of an array of rows. */
export const isJsonSchema = (json: Schema): boolean =>
  isObject(json['properties']) ||
  (json['type'] === 'array' && isObject(json['items'])) ||
  '$schema' in json ||
  '$ref' in json

/**
 * Converts a JSON Schema (draft 4 to 2020-12) of a row, or of an array of rows, to a table schema. Supports types,
 * limits, lengths, patterns, `enum`, `const`, formats, `if` and `then` with simple conditions, `dependentRequired`, and
 * references within the document. Columns of `required` properties must not contain nulls; all other columns are
 * optional. Unsupported keywords and invalid values are reported as warnings.
 */
export function readJsonSchema(json: Schema): { schema: TableSchema; problems: Problem[] } {
  const problems: Problem[] = []
  const rootSchema = flattenJsonSchema(json, json)
  const isList = rootSchema['type'] === 'array' && isObject(rootSchema['items'])
  const rowSchema = isList ? flattenJsonSchema(rootSchema['items'] as Schema, json) : rootSchema
  const properties = isObject(rowSchema['properties']) ? rowSchema['properties'] : {}
  const requiredNames = new Set(Array.isArray(rowSchema['required']) ? rowSchema['required'].map(String) : [])
  const columns = Object.entries(properties).map(([name, property]) =>
    readProperty(
      name,
      isObject(property) ? flattenJsonSchema(property, json) : property,
      requiredNames.has(name),
      problems,
      json,
    ),
  )
  for (const name of requiredNames) if (!(name in properties)) columns.push({ name, nullable: false })
  const conditions = [...readDependencies(rowSchema), ...readIfThen(rowSchema, problems)]
  reportUnsupportedKeywords(rowSchema, message('schema.subject-row', {}), problems, rowKeywords)
  if (isList) reportUnsupportedKeywords(rootSchema, message('schema.subject-rows', {}), problems, arrayKeywords)
  if (isObject(rowSchema['additionalProperties']))
    problems.push(createUnsupportedProblem(message('schema.feature-additional', {}), message('schema.subject-row', {})))
  return {
    schema: {
      columns,
      ...(rowSchema['additionalProperties'] === false ? { strict: true } : {}),
      ...(isList && isCount(rootSchema['minItems']) ? { minRows: rootSchema['minItems'] } : {}),
      ...(isList && isCount(rootSchema['maxItems']) ? { maxRows: rootSchema['maxItems'] } : {}),
      ...(conditions.length > 0 ? { conditions } : {}),
    },
    problems,
  }
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

function readProperty(
  name: string,
  property: unknown,
  isRequired: boolean,
  problems: Problem[],
  root: Schema,
): ColumnRule {
  const subject = message('schema.subject-column', { column: name })
  if (!isObject(property)) {
    // The schema `true` accepts everything.
    if (property !== true)
      problems.push(
        createUnsupportedProblem(message('schema.feature-schema', { value: JSON.stringify(property) }), subject),
      )
    return omitUndefined({ name, nullable: isRequired ? false : undefined, optional: isRequired ? undefined : true })
  }
  const { shape, isNullable } = separateNull(property, root)
  const type = typeof shape['type'] === 'string' ? columnTypes[shape['type']] : undefined
  const format = typeof shape['format'] === 'string' ? formats[shape['format']] : undefined
  reportUnsupportedKeywords(shape, subject, problems, propertyKeywords)
  reportInvalidValues(shape, subject, problems)
  if (shape['type'] !== undefined && !type)
    problems.push(
      createUnsupportedProblem(message('schema.feature-type', { value: JSON.stringify(shape['type']) }), subject),
    )
  if (shape['format'] !== undefined && !format)
    problems.push(
      createUnsupportedProblem(message('schema.feature-format', { value: JSON.stringify(shape['format']) }), subject),
    )
  const readNumber = (keyword: string): number | undefined =>
    typeof shape[keyword] === 'number' ? shape[keyword] : undefined
  const readCount = (keyword: string): number | undefined => (isCount(shape[keyword]) ? shape[keyword] : undefined)
  // In draft 4, the exclusive keywords are booleans that modify the limit.
  const isExclusive = (keyword: string): boolean => shape[keyword] === true
  const minimum = readNumber('minimum')
  const maximum = readNumber('maximum')
  return omitUndefined({
    name,
    optional: isRequired ? undefined : true,
    type,
    ...format,
    nullable: isRequired && !isNullable ? false : undefined,
    min: isExclusive('exclusiveMinimum') ? undefined : minimum,
    max: isExclusive('exclusiveMaximum') ? undefined : maximum,
    moreThan: isExclusive('exclusiveMinimum') ? minimum : readNumber('exclusiveMinimum'),
    lessThan: isExclusive('exclusiveMaximum') ? maximum : readNumber('exclusiveMaximum'),
    minLength: readCount('minLength'),
    maxLength: readCount('maxLength'),
    ...(typeof shape['pattern'] === 'string' ? { pattern: toFullMatchPattern(shape['pattern']) } : {}),
    enum: listAllowedValues(shape)?.filter(isScalar) as (string | number | boolean)[] | undefined,
  })
}

/** Returns the values of `enum` or `const`, if present. An empty list allows only nulls. */
const listAllowedValues = (shape: Schema): unknown[] | undefined =>
  Array.isArray(shape['enum']) ? shape['enum'] : 'const' in shape ? [shape['const']] : undefined

/** Reports supported keywords with invalid values. */
function reportInvalidValues(shape: Schema, subject: Message, problems: Problem[]): void {
  const invalidValueTests: Readonly<Record<string, (value: unknown) => boolean>> = {
    minimum: (value) => typeof value !== 'number',
    maximum: (value) => typeof value !== 'number',
    exclusiveMinimum: (value) => typeof value !== 'number' && typeof value !== 'boolean',
    exclusiveMaximum: (value) => typeof value !== 'number' && typeof value !== 'boolean',
    minLength: (value) => !isCount(value),
    maxLength: (value) => !isCount(value),
    pattern: (value) => typeof value !== 'string',
    enum: (value) => !Array.isArray(value),
  }
  for (const [keyword, test] of Object.entries(invalidValueTests))
    if (shape[keyword] !== undefined && test(shape[keyword]))
      problems.push(
        createUnsupportedProblem(
          message('schema.feature-keyword-value', { name: keyword, value: JSON.stringify(shape[keyword]) }),
          subject,
        ),
      )
  const invalidValues = listAllowedValues(shape)?.filter((value) => value !== null && !isScalar(value)) ?? []
  if (invalidValues.length > 0)
    problems.push(
      createUnsupportedProblem(message('schema.feature-value', { value: JSON.stringify(invalidValues[0]) }), subject),
    )
}

/** Separates `null` from the other types of a property. */
function separateNull(property: Schema, root: Schema): { shape: Schema; isNullable: boolean } {
  const { type } = property
  if (Array.isArray(type)) {
    const nonNullTypes = type.filter((name) => name !== 'null')
    const { type: _, ...rest } = property
    return {
      shape:
        nonNullTypes.length === 0
          ? rest
          : { ...rest, type: nonNullTypes.length === 1 ? (nonNullTypes[0] as unknown) : nonNullTypes },
      isNullable: nonNullTypes.length < type.length,
    }
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const choices = property[keyword]
    if (!Array.isArray(choices)) continue
    const nonNullChoices = choices.filter((choice) => !(isObject(choice) && choice['type'] === 'null'))
    if (nonNullChoices.length < choices.length && nonNullChoices.length === 1 && isObject(nonNullChoices[0]))
      return {
        shape: { ...property, [keyword]: undefined, ...flattenJsonSchema(nonNullChoices[0], root) },
        isNullable: true,
      }
  }
  return {
    shape: property,
    isNullable: property['nullable'] === true || (Array.isArray(property['enum']) && property['enum'].includes(null)),
  }
}

/** Converts a pattern that may match anywhere to one that matches the full value, as column rules require. */
function toFullMatchPattern(pattern: string): string {
  // In a pattern such as `^a|b`, `^` applies to the first alternative only.
  if (pattern.includes('|')) return `(?s:.*)(?:${pattern})(?s:.*)`
  const start = pattern.startsWith('^') ? '' : '(?s:.*)'
  const end = pattern.endsWith('$') && !pattern.endsWith('\\$') ? '' : '(?s:.*)'
  const innerPattern = pattern.slice(start === '' ? 1 : 0, end === '' ? -1 : undefined)
  return `${start}(?:${innerPattern})${end}`
}

const toColumnExpression = (name: string): string =>
  /^(?!(?:and|or|in|true|false|null|function)$)[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``

/** Converts `dependentRequired` to conditions: if a column has a value, its dependent columns must have one too. */
const readDependencies = (rowSchema: Schema): RowRule[] =>
  Object.entries(isObject(rowSchema['dependentRequired']) ? rowSchema['dependentRequired'] : {}).flatMap(
    ([name, dependents]) =>
      (Array.isArray(dependents) ? dependents.map(String) : []).map((dependentName) => ({
        name: message('validate.rule-dependent', { column: name, dependent: dependentName }),
        when: `$exists(${toColumnExpression(name)})`,
        holds: `$exists(${toColumnExpression(dependentName)})`,
      })),
  )

/** Converts `if` and `then` to a condition if they contain only constants, lists, limits and required columns. */
function readIfThen(rowSchema: Schema, problems: Problem[]): RowRule[] {
  const { if: condition, then: consequence } = rowSchema
  if (!isObject(condition)) return []
  const holds = isObject(consequence) ? toExpression(consequence, true) : undefined
  const when = toExpression(condition)
  if (when !== undefined && holds !== undefined && rowSchema['else'] === undefined) return [{ when, holds }]
  problems.push(
    createUnsupportedProblem(message('schema.feature-keyword', { name: 'if' }), message('schema.subject-row', {})),
  )
  return []
}

/**
 * Converts a schema to an expression over a row. Returns `undefined` if a keyword is not supported.
 *
 * @param acceptsNull Whether a column without a value satisfies the requirements on its values, as in `then`.
 */
function toExpression(schema: Schema, acceptsNull = false): string | undefined {
  const tests: string[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'required' && Array.isArray(value))
      tests.push(...value.map((name) => `$exists(${toColumnExpression(String(name))})`))
    else if (keyword === 'properties' && isObject(value)) {
      for (const [name, property] of Object.entries(value)) {
        const test = isObject(property) ? toValueTest(toColumnExpression(name), property) : undefined
        if (test === undefined) return undefined
        tests.push(acceptsNull ? `($not($exists(${toColumnExpression(name)})) or (${test}))` : test)
      }
    } else return undefined
  }
  return tests.length === 0 ? undefined : tests.join(' and ')
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

function toValueTest(name: string, property: Schema): string | undefined {
  const tests: string[] = []
  for (const [keyword, value] of Object.entries(property)) {
    if (keyword === 'type') continue
    else if (keyword === 'const' && isScalar(value)) tests.push(`${name} = ${JSON.stringify(value)}`)
    else if (keyword === 'enum' && Array.isArray(value) && value.every(isScalar))
      tests.push(`${name} in ${JSON.stringify(value)}`)
    else if (keyword === 'minimum' && typeof value === 'number') tests.push(`${name} >= ${value}`)
    else if (keyword === 'maximum' && typeof value === 'number') tests.push(`${name} <= ${value}`)
    else return undefined
  }
  return tests.length === 0 ? undefined : tests.join(' and ')
}

function reportUnsupportedKeywords(
  schema: Schema,
  subject: Message,
  problems: Problem[],
  supportedKeywords: ReadonlySet<string>,
): void {
  for (const [keyword, value] of Object.entries(schema))
    if (
      value !== undefined &&
      !annotationKeywords.has(keyword) &&
      !supportedKeywords.has(keyword) &&
      !keyword.startsWith('x-')
    )
      problems.push(createUnsupportedProblem(message('schema.feature-keyword', { name: keyword }), subject))
}

const createUnsupportedProblem = (feature: Message, subject: Message): Problem =>
  warning('schema.unsupported-feature', { subject, feature }, { where: { setting: 'schema' } })

const omitUndefined = (rule: { [K in keyof ColumnRule]: ColumnRule[K] | undefined }): ColumnRule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as ColumnRule
