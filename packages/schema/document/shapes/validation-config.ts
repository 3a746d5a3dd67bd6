import { isRecord, type Source } from './source.ts'

/** Names of the profile in the API that this API replaces. */
const profileNames: Readonly<Record<string, string>> = {
  n_rows: 'rows',
  n_columns: '$count(names)',
  n_cols: '$count(names)',
  columns: 'names',
}

/**
 * Converts the settings of a Validate node that clients send in other forms: a `schema` as an object, the `columns` of a
 * schema, and `info` (also `info_dict`), which lists conditions on the table profile or maps names of the profile to
 * values. Other values remain as they are, so that the node reports them.
 *
 * @internal
 */
export function readValidationConfig(config: Source): Source {
  const result = { ...config }
  if (Array.isArray(config.columns) && !config.schema) {
    result.schema = { columns: config.columns }
    delete result.columns
  }
  if (typeof result.schema === 'object' && result.schema !== null) result.schema = JSON.stringify(result.schema)
  for (const name of ['info', 'info_dict']) {
    const conditions = toConditions(result[name])
    if (!conditions || typeof (result.facts ?? '') !== 'string') continue
    result.facts = [result.facts, ...conditions].filter(Boolean).join('\n')
    delete result[name]
  }
  return result
}

/** Converts an info-dict to conditions: each value must equal the value of the profile. */
function toConditions(info: unknown): readonly string[] | undefined {
  if (Array.isArray(info)) return info.every((item) => typeof item === 'string') ? info : undefined
  if (!isRecord(info)) return undefined
  return Object.entries(info).map(([name, value]) => `${profileNames[name] ?? name} = ${JSON.stringify(value)}`)
}
