import { findPatternError } from '@aw-flow/engine'
import { error, warning, type ColumnRule, type Problem, type TableSchema } from '@aw-flow/schema'

const datePattern = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?$/
const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/

/**
 * Checks the values in a schema's rules beyond their JSON types. Reports invalid patterns, date limits that are not
 * dates or times, negative lengths, and ranges that no value can satisfy.
 */
export function checkSchemaValues({ columns }: TableSchema): Problem[] {
  return (columns as ColumnRule[]).flatMap((rule) => [...checkRule(rule), ...checkRanges(rule)])
}

function checkRule({ name, pattern, earliest, latest, minLength, maxLength }: ColumnRule): Problem[] {
  const where = { setting: 'schema', column: name }
  const problems: Problem[] = []
  const patternProblem = pattern === undefined ? undefined : findPatternError(pattern)
  if (patternProblem !== undefined)
    problems.push(error('schema.pattern', { pattern: pattern ?? '', column: name, reason: patternProblem }, { where }))
  for (const [bound, value] of Object.entries({ earliest, latest }))
    if (value !== undefined && !isDateOrTime(value))
      problems.push(error('schema.invalid-date', { bound, column: name, value }, { where }))
  for (const [bound, value] of Object.entries({ minLength, maxLength }))
    if (value !== undefined && value < 0)
      problems.push(error('schema.length', { bound, column: name, value }, { where }))
  return problems
}

function isDateOrTime(text: string): boolean {
  if (timePattern.test(text)) return true
  if (!datePattern.test(text)) return false
  const [date = '', time = '00:00'] = text.split(/[T ]/)
  const timestamp = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(timestamp.getTime()) && timestamp.toISOString().startsWith(date) && timePattern.test(time)
}

function checkRanges({
  name,
  min,
  max,
  moreThan,
  lessThan,
  minLength,
  maxLength,
  earliest,
  latest,
}: ColumnRule): Problem[] {
  const lower = Math.max(min ?? -Infinity, moreThan ?? -Infinity)
  const upper = Math.min(max ?? Infinity, lessThan ?? Infinity)
  const excludesOnlyValue = lower === upper && (moreThan === lower || lessThan === upper)
  const isEmpty =
    lower > upper ||
    excludesOnlyValue ||
    (minLength ?? 0) > (maxLength ?? Infinity) ||
    (earliest !== undefined && latest !== undefined && earliest > latest)
  if (!isEmpty) return []
  return [warning('schema.empty-range', { column: name }, { where: { setting: 'schema', column: name } })]
}
