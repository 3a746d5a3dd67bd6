import { patternFault } from '@aw-flow/engine'
import { error, warning, type ColumnRule, type Problem, type TableSchema } from '@aw-flow/schema'

const day = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?$/
const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/

/**
 * Checks the values of a schema's rules beyond their JSON types: finds patterns that are not valid, limits that are not
 * dates, and ranges that no value fits.
 */
export function checkSchemaValues({ columns }: TableSchema): Problem[] {
  return (columns as ColumnRule[]).flatMap((rule) => [...faults(rule), ...emptyRanges(rule)])
}

function faults({ name, pattern, earliest, latest, minLength, maxLength }: ColumnRule): Problem[] {
  const where = { setting: 'schema', column: name }
  const problems: Problem[] = []
  const fault = pattern === undefined ? undefined : patternFault(pattern)
  if (fault !== undefined)
    problems.push(error('schema.pattern', { pattern: pattern ?? '', column: name, reason: fault }, { where }))
  for (const [bound, value] of Object.entries({ earliest, latest }))
    if (value !== undefined && !isMoment(value))
      problems.push(error('schema.moment', { bound, column: name, value }, { where }))
  for (const [bound, value] of Object.entries({ minLength, maxLength }))
    if (value !== undefined && value < 0)
      problems.push(error('schema.length', { bound, column: name, value }, { where }))
  return problems
}

function isMoment(text: string): boolean {
  if (timeOfDay.test(text)) return true
  if (!day.test(text)) return false
  const [date = '', time = '00:00'] = text.split(/[T ]/)
  const at = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) && timeOfDay.test(time)
}

function emptyRanges({
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
  const isOpen = lower === upper && (moreThan === lower || lessThan === upper)
  const isEmpty =
    lower > upper ||
    isOpen ||
    (minLength ?? 0) > (maxLength ?? Infinity) ||
    (earliest !== undefined && latest !== undefined && earliest > latest)
  if (!isEmpty) return []
  return [warning('schema.empty-range', { column: name }, { where: { setting: 'schema', column: name } })]
}
