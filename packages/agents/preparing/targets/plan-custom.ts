import { message } from '@aw-flow/messages'
import { findNearestName } from '@aw-flow/engine'
import { warning, type ColumnRule, type PreparationPlan, type Problem, type TableSchema } from '@aw-flow/schema'
import type { Operation, Validator } from '@aw-flow/schema/internal'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import { makeUniqueName, collectNames } from '../../unique-name.ts'
import { toNormalizedWords } from '../../profiling/spelling-keys.ts'
import type { TextColumnValues } from './inspect-texts.ts'
import { planTextParsing } from './plan-text-parsing.ts'

const sqlTypes = {
  number: 'DOUBLE',
  integer: 'BIGINT',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
  time: 'TIME',
} as const

/**
 * Plans the preparation of a table for a custom schema. Renames columns whose names differ in case or a few letters,
 * converts types, and drops rows with duplicate keys or missing required values. If the schema is `strict`, drops all
 * other columns. Notes report problems that no operation can fix. If there is a validator, the plan covers only the
 * schemas that it requires; the result is checked with the complete validator.
 */
export function planCustom(
  profile: TableProfile,
  schema: TableSchema = { columns: [] },
  validator?: Validator,
  textValues: ReadonlyMap<string, TextColumnValues> = new Map(),
): PreparationPlan {
  if (!validator) return planSchema(profile, schema, textValues)
  const requiredSchemas = findRequiredSchemas(validator)
  const mergedSchema: TableSchema = { columns: requiredSchemas.flatMap(({ columns }) => columns) }
  const isStrict = requiredSchemas.length === 1 && requiredSchemas[0]?.strict === true
  return { ...planSchema(profile, isStrict ? { ...mergedSchema, strict: true } : mergedSchema, textValues), validator }
}

/** Returns the schemas in a validator that must all be satisfied. */
function findRequiredSchemas(validator: Validator): TableSchema[] {
  // Plain column names were already converted to rules when the validator was parsed.
  if ('schema' in validator) return [validator.schema as TableSchema]
  return 'all' in validator ? validator.all.flatMap(findRequiredSchemas) : []
}

function planSchema(
  profile: TableProfile,
  schema: TableSchema,
  textValues: ReadonlyMap<string, TextColumnValues>,
): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const rules = schema.columns as ColumnRule[]
  const ruleNames = new Set(rules.map(({ name }) => name))
  const usedNames = collectNames([...profile.columns, ...rules])
  const unusedNames = profile.columns.filter(({ name }) => !ruleNames.has(name)).map(({ name }) => name)
  const foundNames = new Set<string>()
  const requiredNames: string[] = []
  const keys: string[] = []
  for (const rule of rules) {
    const column =
      profile.columns.find(({ name }) => name === rule.name) ??
      renameNearestColumn(rule, profile, unusedNames, operations)
    if (!column && rule.optional === true) continue
    if (!column) {
      notes.push(warning('prepare.missing-column', { column: rule.name }, { where: { column: rule.name } }))
      continue
    }
    foundNames.add(rule.name)
    operations.push(
      ...planCells(rule, column, textValues.get(column.name), () => makeUniqueName(`${rule.name}_currency`, usedNames)),
    )
    if (rule.nullable === false) requiredNames.push(rule.name)
    if (rule.unique === true) keys.push(rule.name)
  }
  if (requiredNames.length > 0)
    operations.push({
      op: 'drop-null-rows',
      reason: message('prepare.reason-schema-not-null', {}),
      columns: requiredNames,
    })
  for (const key of keys)
    operations.push({
      op: 'deduplicate',
      reason: message('prepare.reason-schema-unique', { key }),
      columns: [key],
      keep: 'first',
    })
  const existingNames = rules.map(({ name }) => name).filter((name) => foundNames.has(name))
  if (schema.strict === true && existingNames.length > 0)
    operations.push({ op: 'select', reason: message('prepare.reason-schema-strict', {}), columns: existingNames })
  return { target: 'own', operations, schema, notes }
}

function renameNearestColumn(
  { name }: ColumnRule,
  profile: TableProfile,
  unusedNames: string[],
  operations: Operation[],
): ColumnProfile | undefined {
  const nearestName = findNearestName(name, unusedNames)
  if (nearestName === undefined) return undefined
  unusedNames.splice(unusedNames.indexOf(nearestName), 1)
  operations.push({
    op: 'rename',
    reason: message('prepare.reason-schema-name', { name }),
    column: nearestName,
    to: name,
  })
  return profile.columns.find((column) => column.name === nearestName)
}

function planCells(
  rule: ColumnRule,
  column: ColumnProfile,
  columnValues: TextColumnValues | undefined,
  makeCurrencyName: () => string,
): Operation[] {
  const operations: Operation[] = []
  const { name, type } = rule
  if ((column.texts?.untrimmed ?? 0) > 0)
    operations.push({ op: 'trim', reason: message('prepare.reason-untrimmed', {}), column: name })
  const targetType = type === undefined || type === 'any' ? undefined : sqlTypes[type]
  const needsConversion =
    type === 'integer'
      ? !/INT/.test(column.type)
      : type === 'number'
        ? column.family !== 'number'
        : type === 'text'
          ? column.type !== 'VARCHAR'
          : type === 'date'
            ? !/^(?:DATE|TIMESTAMP)/.test(column.type)
            : column.type !== targetType
  const parseOperations =
    needsConversion && columnValues && matchesRuleType(type, columnValues.inferredColumn.type)
      ? planTextParsing(name, columnValues, makeCurrencyName)
      : []
  operations.push(...parseOperations)
  // The parsed type may still differ, for example if the schema requires integers and the values are amounts.
  const isParsed = parseOperations.length > 0 && !(type === 'integer' && columnValues?.inferredColumn.type !== 'BIGINT')
  if (targetType !== undefined && needsConversion && !isParsed)
    operations.push({
      op: 'cast',
      reason: message('prepare.reason-schema-type', { type: type ?? 'any' }),
      column: name,
      type: targetType,
    })
  if (rule.enum && columnValues && !(targetType !== undefined && needsConversion))
    operations.push(...planSpellingReplacements(name, rule.enum, columnValues))
  if (rule.finite === true && (column.numbers?.infinite ?? 0) > 0)
    operations.push({ op: 'finite', reason: message('prepare.reason-schema-finite', {}), column: name })
  return operations
}

const matchesRuleType = (type: ColumnRule['type'], inferredType: string): boolean =>
  type === 'integer' || type === 'number'
    ? inferredType === 'BIGINT' || inferredType === 'DOUBLE'
    : type === 'boolean'
      ? inferredType === 'BOOLEAN'
      : type === 'date' && (inferredType === 'DATE' || inferredType === 'TIMESTAMP')

/** Plans the replacement of values that differ from an allowed value only in case, accents and punctuation. */
function planSpellingReplacements(
  column: string,
  allowedValues: readonly unknown[],
  { values }: TextColumnValues,
): Operation[] {
  const allowedValuesByKey = new Map(
    allowedValues.flatMap((value) => (typeof value === 'string' ? [[toKey(value), value] as const] : [])),
  )
  allowedValuesByKey.delete('')
  const groups = new Map<string, string[]>()
  for (const { value } of values) {
    const allowedValue = allowedValuesByKey.get(toKey(value))
    if (allowedValue !== undefined && !allowedValues.includes(value))
      groups.set(allowedValue, [...(groups.get(allowedValue) ?? []), value])
  }
  if (groups.size === 0) return []
  const reason = message('prepare.reason-schema-values', {})
  return [{ op: 'merge-spellings', reason, column, groups: [...groups].map(([to, from]) => ({ to, from })) }]
}

const toKey = (value: string): string => toNormalizedWords(value).join(' ')
