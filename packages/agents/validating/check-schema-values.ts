import { patternFault } from '@aw-flow/engine'
import { error, warning, type ColumnRule, type Problem, type TableSchema } from '@aw-flow/schema'

const day = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?$/
const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/

/**
 * What is wrong with the values that a schema's rules carry, each by itself right JSON: patterns that cannot be read,
 * bounds that are no days or that leave nothing between them, columns that are named twice with other rules.
 */
export function checkSchemaValues({ columns }: TableSchema): Problem[] {
  return (columns as ColumnRule[]).flatMap((rule) => [...faults(rule), ...emptyRanges(rule)])
}

function faults({ name, pattern, earliest, latest, minLength, maxLength }: ColumnRule): Problem[] {
  const where = { setting: 'schema', column: name }
  const problems: Problem[] = []
  const fault = pattern === undefined ? undefined : patternFault(pattern)
  if (fault !== undefined)
    problems.push(
      error('schema.pattern', `The pattern ${pattern} of \`${name}\` cannot be read: ${fault.replace(/\.$/, '')}.`, {
        where,
        hint: 'Write it in RE2 syntax (no lookaround, no backreferences).',
      }),
    )
  for (const [bound, value] of Object.entries({ earliest, latest }))
    if (value !== undefined && !isMoment(value))
      problems.push(
        error(
          'schema.moment',
          `\`${bound}\` of \`${name}\` is ${JSON.stringify(value)}, no day, moment or time of day.`,
          {
            where,
            hint: 'Write it as 2024-01-31, 2024-01-31T12:00:00 or 12:00.',
          },
        ),
      )
  for (const [bound, value] of Object.entries({ minLength, maxLength }))
    if (value !== undefined && value < 0)
      problems.push(
        error('schema.length', `\`${bound}\` of \`${name}\` is ${value}: no text has fewer than 0 characters.`, {
          where,
        }),
      )
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
  const least = Math.max(min ?? -Infinity, moreThan ?? -Infinity)
  const most = Math.min(max ?? Infinity, lessThan ?? Infinity)
  const isOpen = least === most && (moreThan === least || lessThan === most)
  const isEmpty =
    least > most ||
    isOpen ||
    (minLength ?? 0) > (maxLength ?? Infinity) ||
    (earliest !== undefined && latest !== undefined && earliest > latest)
  if (!isEmpty) return []
  return [
    warning(
      'schema.empty-range',
      `No value of \`${name}\` can keep its bounds: the lower one is above the upper one.`,
      {
        where: { setting: 'schema', column: name },
        hint: 'Exchange them, if that is what is meant.',
      },
    ),
  ]
}
