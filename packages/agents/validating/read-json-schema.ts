import { message, type Message } from '@aw-flow/messages'
import { warning, type ColumnRule, type Problem, type RowRule, type TableSchema } from '@aw-flow/schema'
import { flattenJsonSchema } from './flatten-json-schema.ts'

type Schema = Readonly<Record<string, unknown>>

/** Keywords that say nothing about values. */
const silent = words(
  '$schema $id id $anchor $vocabulary $comment $defs definitions title description default examples deprecated readOnly writeOnly',
)
/** Keywords that are read of a property, of a row, and of an array of rows. */
const ofProperty = words(
  'type format nullable enum const minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern',
)
const ofRow = words('type properties required additionalProperties dependentRequired if then else')
const ofList = words('type items minItems maxItems')

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

const families: Readonly<Record<string, NonNullable<ColumnRule['type']>>> = {
  number: 'number',
  integer: 'integer',
  string: 'text',
  boolean: 'boolean',
}

/** Formats of texts that a table keeps as a type, or that a pattern tells. */
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

/** True for what is written as JSON Schema: of one row (an object) or of all (an array of them). */
export const isJsonSchema = (json: Schema): boolean =>
  isObject(json['properties']) ||
  (json['type'] === 'array' && isObject(json['items'])) ||
  '$schema' in json ||
  '$ref' in json

/**
 * Reads JSON Schema (draft 4 to 2020-12) of a row, or of an array of rows, as a table's schema: types, `required` (no
 * gaps; the columns of other properties need not be there), bounds, lengths, patterns, `enum` and `const`, formats,
 * `if`/`then` on constants, `dependentRequired`, references within the document. Every keyword that has no like in a
 * table, and every one whose value makes no sense, is told by its name.
 */
export function readJsonSchema(json: Schema): { schema: TableSchema; problems: Problem[] } {
  const problems: Problem[] = []
  const whole = flattenJsonSchema(json, json)
  const isList = whole['type'] === 'array' && isObject(whole['items'])
  const row = isList ? flattenJsonSchema(whole['items'] as Schema, json) : whole
  const properties = isObject(row['properties']) ? row['properties'] : {}
  const required = new Set(Array.isArray(row['required']) ? row['required'].map(String) : [])
  const columns = Object.entries(properties).map(([name, own]) =>
    readProperty(name, isObject(own) ? flattenJsonSchema(own, json) : own, required.has(name), problems, json),
  )
  for (const name of required) if (!(name in properties)) columns.push({ name, nullable: false })
  const conditions = [...dependencies(row), ...whenThen(row, problems)]
  reportUnread(row, message('schema.subject-row', {}), problems, ofRow)
  if (isList) reportUnread(whole, message('schema.subject-rows', {}), problems, ofList)
  if (isObject(row['additionalProperties']))
    problems.push(notRead(message('schema.feature-additional', {}), message('schema.subject-row', {})))
  return {
    schema: {
      columns,
      ...(row['additionalProperties'] === false ? { strict: true } : {}),
      ...(isList && isCount(whole['minItems']) ? { minRows: whole['minItems'] } : {}),
      ...(isList && isCount(whole['maxItems']) ? { maxRows: whole['maxItems'] } : {}),
      ...(conditions.length > 0 ? { conditions } : {}),
    },
    problems,
  }
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

function readProperty(name: string, own: unknown, isRequired: boolean, problems: Problem[], root: Schema): ColumnRule {
  const about = message('schema.subject-column', { column: name })
  if (!isObject(own)) {
    // `true` asks for nothing.
    if (own !== true) problems.push(notRead(message('schema.feature-schema', { value: JSON.stringify(own) }), about))
    return withoutGaps({ name, nullable: isRequired ? false : undefined, optional: isRequired ? undefined : true })
  }
  const { shape, mayBeNull } = withoutNull(own, root)
  const type = typeof shape['type'] === 'string' ? families[shape['type']] : undefined
  const format = typeof shape['format'] === 'string' ? formats[shape['format']] : undefined
  reportUnread(shape, about, problems, ofProperty)
  reportInvalidValues(shape, about, problems)
  if (shape['type'] !== undefined && !type)
    problems.push(notRead(message('schema.feature-type', { value: JSON.stringify(shape['type']) }), about))
  if (shape['format'] !== undefined && !format)
    problems.push(notRead(message('schema.feature-format', { value: JSON.stringify(shape['format']) }), about))
  const number = (keyword: string): number | undefined =>
    typeof shape[keyword] === 'number' ? shape[keyword] : undefined
  const count = (keyword: string): number | undefined => (isCount(shape[keyword]) ? shape[keyword] : undefined)
  // Up to draft 4 the exclusive keywords are true or false beside the bound.
  const isOpen = (keyword: string): boolean => shape[keyword] === true
  const least = number('minimum')
  const most = number('maximum')
  return withoutGaps({
    name,
    optional: isRequired ? undefined : true,
    type,
    ...format,
    nullable: isRequired && !mayBeNull ? false : undefined,
    min: isOpen('exclusiveMinimum') ? undefined : least,
    max: isOpen('exclusiveMaximum') ? undefined : most,
    moreThan: isOpen('exclusiveMinimum') ? least : number('exclusiveMinimum'),
    lessThan: isOpen('exclusiveMaximum') ? most : number('exclusiveMaximum'),
    minLength: count('minLength'),
    maxLength: count('maxLength'),
    ...(typeof shape['pattern'] === 'string' ? { pattern: anywhere(shape['pattern']) } : {}),
    enum: listed(shape)?.filter(isPlain) as (string | number | boolean)[] | undefined,
  })
}

/** The values of `enum` or `const`; a list of none lets only cells without a value pass. */
const listed = (shape: Schema): unknown[] | undefined =>
  Array.isArray(shape['enum']) ? shape['enum'] : 'const' in shape ? [shape['const']] : undefined

/** Reports supported keywords whose value is not valid. */
function reportInvalidValues(shape: Schema, about: Message, problems: Problem[]): void {
  const isOdd: Readonly<Record<string, (value: unknown) => boolean>> = {
    minimum: (value) => typeof value !== 'number',
    maximum: (value) => typeof value !== 'number',
    exclusiveMinimum: (value) => typeof value !== 'number' && typeof value !== 'boolean',
    exclusiveMaximum: (value) => typeof value !== 'number' && typeof value !== 'boolean',
    minLength: (value) => !isCount(value),
    maxLength: (value) => !isCount(value),
    pattern: (value) => typeof value !== 'string',
    enum: (value) => !Array.isArray(value),
  }
  for (const [keyword, test] of Object.entries(isOdd))
    if (shape[keyword] !== undefined && test(shape[keyword]))
      problems.push(
        notRead(
          message('schema.feature-keyword-value', { name: keyword, value: JSON.stringify(shape[keyword]) }),
          about,
        ),
      )
  const odd = listed(shape)?.filter((value) => value !== null && !isPlain(value)) ?? []
  if (odd.length > 0) problems.push(notRead(message('schema.feature-value', { value: JSON.stringify(odd[0]) }), about))
}

/** What is left of a property when it may be null, by any of the ways to say so. */
function withoutNull(own: Schema, root: Schema): { shape: Schema; mayBeNull: boolean } {
  const { type } = own
  if (Array.isArray(type)) {
    const others = type.filter((one) => one !== 'null')
    const { type: _, ...rest } = own
    return {
      shape: others.length === 0 ? rest : { ...rest, type: others.length === 1 ? (others[0] as unknown) : others },
      mayBeNull: others.length < type.length,
    }
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const choices = own[keyword]
    if (!Array.isArray(choices)) continue
    const others = choices.filter((one) => !(isObject(one) && one['type'] === 'null'))
    if (others.length < choices.length && others.length === 1 && isObject(others[0]))
      return { shape: { ...own, [keyword]: undefined, ...flattenJsonSchema(others[0], root) }, mayBeNull: true }
  }
  return {
    shape: own,
    mayBeNull: own['nullable'] === true || (Array.isArray(own['enum']) && own['enum'].includes(null)),
  }
}

/** Patterns of JSON Schema may match anywhere; a column's rule matches the whole value. */
function anywhere(pattern: string): string {
  // Of `^a|b`, the `^` is of the first alternative alone.
  if (pattern.includes('|')) return `(?s:.*)(?:${pattern})(?s:.*)`
  const start = pattern.startsWith('^') ? '' : '(?s:.*)'
  const end = pattern.endsWith('$') && !pattern.endsWith('\\$') ? '' : '(?s:.*)'
  const inner = pattern.slice(start === '' ? 1 : 0, end === '' ? -1 : undefined)
  return `${start}(?:${inner})${end}`
}

const column = (name: string): string =>
  /^(?!(?:and|or|in|true|false|null|function)$)[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``

/** `dependentRequired`: where one has a value, the others have one. */
const dependencies = (row: Schema): RowRule[] =>
  Object.entries(isObject(row['dependentRequired']) ? row['dependentRequired'] : {}).flatMap(([name, others]) =>
    (Array.isArray(others) ? others.map(String) : []).map((other) => ({
      name: message('validate.rule-dependent', { column: name, dependent: other }),
      when: `$exists(${column(name)})`,
      holds: `$exists(${column(other)})`,
    })),
  )

/** `if` and `then` where both speak of constants, lists and required columns. */
function whenThen(row: Schema, problems: Problem[]): RowRule[] {
  const { if: when, then } = row
  if (!isObject(when)) return []
  const asked = isObject(then) ? testOf(then, true) : undefined
  const where = testOf(when)
  if (where !== undefined && asked !== undefined && row['else'] === undefined) return [{ when: where, holds: asked }]
  problems.push(notRead(message('schema.feature-keyword', { name: 'if' }), message('schema.subject-row', {})))
  return []
}

/** `isLoose`: a column without a value keeps what is asked of its values, as JSON Schema has it of `then`. */
function testOf(schema: Schema, isLoose = false): string | undefined {
  const tests: string[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'required' && Array.isArray(value))
      tests.push(...value.map((name) => `$exists(${column(String(name))})`))
    else if (keyword === 'properties' && isObject(value)) {
      for (const [name, own] of Object.entries(value)) {
        const test = isObject(own) ? valueTest(column(name), own) : undefined
        if (test === undefined) return undefined
        tests.push(isLoose ? `($not($exists(${column(name)})) or (${test}))` : test)
      }
    } else return undefined
  }
  return tests.length === 0 ? undefined : tests.join(' and ')
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

function valueTest(name: string, own: Schema): string | undefined {
  const tests: string[] = []
  for (const [keyword, value] of Object.entries(own)) {
    if (keyword === 'type') continue
    else if (keyword === 'const' && isPlain(value)) tests.push(`${name} = ${JSON.stringify(value)}`)
    else if (keyword === 'enum' && Array.isArray(value) && value.every(isPlain))
      tests.push(`${name} in ${JSON.stringify(value)}`)
    else if (keyword === 'minimum' && typeof value === 'number') tests.push(`${name} >= ${value}`)
    else if (keyword === 'maximum' && typeof value === 'number') tests.push(`${name} <= ${value}`)
    else return undefined
  }
  return tests.length === 0 ? undefined : tests.join(' and ')
}

function reportUnread(own: Schema, subject: Message, problems: Problem[], read: ReadonlySet<string>): void {
  for (const [keyword, value] of Object.entries(own))
    if (value !== undefined && !silent.has(keyword) && !read.has(keyword) && !keyword.startsWith('x-'))
      problems.push(notRead(message('schema.feature-keyword', { name: keyword }), subject))
}

const notRead = (feature: Message, subject: Message): Problem =>
  warning('schema.not-read', { subject, feature }, { where: { setting: 'schema' } })

const withoutGaps = (rule: { [K in keyof ColumnRule]: ColumnRule[K] | undefined }): ColumnRule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as ColumnRule
