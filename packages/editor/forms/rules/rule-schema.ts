import type { ColumnRule, TableSchema } from '@aw-flow/schema'
import { tableSchemaSchema } from '@aw-flow/schema/internal'

/** A table schema in which every column entry is a rule. */
export type RuleSchema = Omit<TableSchema, 'columns'> & { readonly columns: readonly ColumnRule[] }

/** Name of the built-in schema for tables that Cosmograph can display. */
export const cosmoSchemaName = 'cosmo-ready'

/**
 * Parses a schema in the native format. Returns `undefined` for other formats, combined validators and invalid JSON.
 */
export function parseRules(text: string): RuleSchema | undefined {
  if (text.trim() === '') return { columns: [] }
  try {
    const { data } = tableSchemaSchema.safeParse(JSON.parse(text))
    return data && { ...data, columns: data.columns as ColumnRule[] }
  } catch {
    return undefined
  }
}

/** Formats a schema as JSON with one column per line. */
export function formatRules(schema: RuleSchema): string {
  const properties = Object.entries(schema).map(([key, value]) => {
    const isNonEmptyList = Array.isArray(value) && value.length > 0
    const json = isNonEmptyList
      ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
      : JSON.stringify(value)
    return `  ${JSON.stringify(key)}: ${json}`
  })
  return `{\n${properties.join(',\n')}\n}`
}

/** Replaces the rule of a column, or removes it if `rule` is undefined. The rule of a new column is appended. */
export function setColumnRule(schema: RuleSchema, name: string, rule: ColumnRule | undefined): RuleSchema {
  const index = schema.columns.findIndex((column) => column.name === name)
  if (index === -1) return rule ? { ...schema, columns: [...schema.columns, rule] } : schema
  return {
    ...schema,
    columns: schema.columns.flatMap((column, position) => (position !== index ? [column] : rule ? [rule] : [])),
  }
}

/** Sets a property of a schema or rule, or removes it if the value is `undefined`. */
export function setProperty<Target extends object, Key extends keyof Target>(
  target: Target,
  key: Key,
  value: Target[Key] | undefined,
): Target {
  if (value !== undefined) return { ...target, [key]: value }
  const { [key]: _, ...rest } = target
  return rest as Target
}
