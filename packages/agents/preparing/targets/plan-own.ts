import { message } from '@aw-flow/messages'
import { nearestName } from '@aw-flow/engine'
import {
  warning,
  type ColumnRule,
  type Operation,
  type PreparationPlan,
  type Problem,
  type TableSchema,
  type Validator,
} from '@aw-flow/schema'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'
import { freeName, takenNames } from '../../free-name.ts'
import { spellingWords } from '../../profiling/spelling-keys.ts'
import type { ColumnTexts } from './inspect-texts.ts'
import { operationsToRead } from './read-texts.ts'

const typeOf = {
  number: 'DOUBLE',
  integer: 'BIGINT',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
  time: 'TIME',
} as const

/**
 * Plans a table that meets a custom schema: renames columns whose names differ in case or a few letters, converts
 * types, drops rows with duplicate keys or missing required values and, with `strict`, other columns. Notes report what
 * no operation can fix. For a validator, the plan covers the schemas that must hold; the complete validator checks the
 * result.
 */
export function planOwn(
  profile: TableProfile,
  schema: TableSchema = { columns: [] },
  validator?: Validator,
  texts: ReadonlyMap<string, ColumnTexts> = new Map(),
): PreparationPlan {
  if (!validator) return planSchema(profile, schema, texts)
  const requiredSchemas = schemasIn(validator)
  const all: TableSchema = { columns: requiredSchemas.flatMap(({ columns }) => columns) }
  const isStrict = requiredSchemas.length === 1 && requiredSchemas[0]?.strict === true
  return { ...planSchema(profile, isStrict ? { ...all, strict: true } : all, texts), validator }
}

/** The schemas of a validator that must hold. */
function schemasIn(validator: Validator): TableSchema[] {
  // Validators are parsed: plain names are columns already.
  if ('schema' in validator) return [validator.schema as TableSchema]
  return 'all' in validator ? validator.all.flatMap(schemasIn) : []
}

function planSchema(
  profile: TableProfile,
  schema: TableSchema,
  texts: ReadonlyMap<string, ColumnTexts>,
): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const rules = schema.columns as ColumnRule[]
  const wanted = new Set(rules.map(({ name }) => name))
  const taken = takenNames([...profile.columns, ...rules])
  const free = profile.columns.filter(({ name }) => !wanted.has(name)).map(({ name }) => name)
  const found = new Set<string>()
  const needed: string[] = []
  const keys: string[] = []
  for (const rule of rules) {
    const column = profile.columns.find(({ name }) => name === rule.name) ?? renamed(rule, profile, free, operations)
    if (!column && rule.optional === true) continue
    if (!column) {
      notes.push(warning('prepare.missing-column', { column: rule.name }, { where: { column: rule.name } }))
      continue
    }
    found.add(rule.name)
    operations.push(...cellsOf(rule, column, texts.get(column.name), () => freeName(`${rule.name}_currency`, taken)))
    if (rule.nullable === false) needed.push(rule.name)
    if (rule.unique === true) keys.push(rule.name)
  }
  if (needed.length > 0)
    operations.push({ op: 'drop-null-rows', reason: message('prepare.reason-schema-not-null', {}), columns: needed })
  for (const key of keys)
    operations.push({
      op: 'deduplicate',
      reason: message('prepare.reason-schema-unique', { key }),
      columns: [key],
      keep: 'first',
    })
  const existing = rules.map(({ name }) => name).filter((name) => found.has(name))
  if (schema.strict === true && existing.length > 0)
    operations.push({ op: 'select', reason: message('prepare.reason-schema-strict', {}), columns: existing })
  return { target: 'own', operations, schema, notes }
}

function renamed(
  { name }: ColumnRule,
  profile: TableProfile,
  free: string[],
  operations: Operation[],
): ColumnProfile | undefined {
  const nearest = nearestName(name, free)
  if (nearest === undefined) return undefined
  free.splice(free.indexOf(nearest), 1)
  operations.push({ op: 'rename', reason: message('prepare.reason-schema-name', { name }), column: nearest, to: name })
  return profile.columns.find((column) => column.name === nearest)
}

function cellsOf(
  rule: ColumnRule,
  column: ColumnProfile,
  texts: ColumnTexts | undefined,
  free: () => string,
): Operation[] {
  const operations: Operation[] = []
  const { name, type } = rule
  if ((column.texts?.untrimmed ?? 0) > 0)
    operations.push({ op: 'trim', reason: message('prepare.reason-untrimmed', {}), column: name })
  const to = type === undefined || type === 'any' ? undefined : typeOf[type]
  const isOff =
    type === 'integer'
      ? !/INT/.test(column.type)
      : type === 'number'
        ? column.family !== 'number'
        : type === 'text'
          ? column.type !== 'VARCHAR'
          : type === 'date'
            ? !/^(?:DATE|TIMESTAMP)/.test(column.type)
            : column.type !== to
  const read = isOff && texts && isOf(type, texts.found.type) ? operationsToRead(name, texts, free) : []
  operations.push(...read)
  // A parsed type can still differ, such as amounts where the schema requires integers.
  const isRead = read.length > 0 && !(type === 'integer' && texts?.found.type !== 'BIGINT')
  if (to !== undefined && isOff && !isRead)
    operations.push({
      op: 'cast',
      reason: message('prepare.reason-schema-type', { type: type ?? 'any' }),
      column: name,
      type: to,
    })
  if (rule.enum && texts && !(to !== undefined && isOff)) operations.push(...asListed(name, rule.enum, texts))
  if (rule.finite === true && (column.numbers?.infinite ?? 0) > 0)
    operations.push({ op: 'finite', reason: message('prepare.reason-schema-finite', {}), column: name })
  return operations
}

const isOf = (type: ColumnRule['type'], found: string): boolean =>
  type === 'integer' || type === 'number'
    ? found === 'BIGINT' || found === 'DOUBLE'
    : type === 'boolean'
      ? found === 'BOOLEAN'
      : type === 'date' && (found === 'DATE' || found === 'TIMESTAMP')

/** Rewrites values that differ from an allowed value only in case, accents and punctuation. */
function asListed(column: string, listed: readonly unknown[], { values }: ColumnTexts): Operation[] {
  const allowed = new Map(
    listed.flatMap((value) => (typeof value === 'string' ? [[keyOf(value), value] as const] : [])),
  )
  allowed.delete('')
  const groups = new Map<string, string[]>()
  for (const { value } of values) {
    const to = allowed.get(keyOf(value))
    if (to !== undefined && !listed.includes(value)) groups.set(to, [...(groups.get(to) ?? []), value])
  }
  if (groups.size === 0) return []
  const reason = message('prepare.reason-schema-values', {})
  return [{ op: 'merge-spellings', reason, column, groups: [...groups].map(([to, from]) => ({ to, from })) }]
}

const keyOf = (value: string): string => spellingWords(value).join(' ')
