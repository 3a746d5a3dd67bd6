import type { ColumnRule, TableSchema } from '@aw-flow/schema'
import type { LoadOverrides, Validator } from '@aw-flow/schema/internal'

/**
 * Returns the columns that a validator's schemas declare, to read a file as the schemas expect. Alternatives declare
 * nothing, because the file decides which of them applies.
 *
 * @internal
 */
export function findDeclaredColumns(validator: Validator): NonNullable<LoadOverrides['columns']> {
  if ('all' in validator) return validator.all.flatMap(findDeclaredColumns)
  if (!('schema' in validator)) return []
  return (validator.schema as TableSchema).columns.flatMap((rule: string | ColumnRule) =>
    typeof rule === 'string' || (rule.type === undefined && rule.reading === undefined)
      ? []
      : [{ name: rule.name, type: rule.type, reading: rule.reading }],
  )
}
