/** State of a page in its URL: strings, lists and numbers by name. */
export type QueryState = Record<string, string | number | readonly string[] | undefined>

/** How a field is set: from a list of values, by typing, by a slider over integers from 0, or freely. */
export type QueryField = 'typed' | 'slider' | 'any' | readonly string[]

/** Parses a query; missing and invalid fields get their defaults. */
export function readQuery(
  query: string,
  fields: Readonly<Record<string, QueryField>>,
  defaults: QueryState,
): QueryState {
  const params = new URLSearchParams(query)
  const readField = ([name, field]: [string, QueryField]): [string, QueryState[string]] => {
    const fallback = defaults[name]
    if (Array.isArray(fallback)) return [name, params.has(name) ? params.getAll(name) : fallback]
    const value = params.get(name) ?? undefined
    if (field === 'slider') return [name, value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : fallback]
    const isValid = value !== undefined && (typeof field === 'string' || field.includes(value))
    return [name, isValid ? value : fallback]
  }
  return Object.fromEntries(Object.entries(fields).map(readField))
}

/** Renames fields in a query that have a previous name, so that saved links keep working. */
export function renameFields(query: string, previousNames: Readonly<Record<string, string>>): string {
  const fields = new URLSearchParams(query)
  const renamed = [...fields].map(([name, value]) => [previousNames[name] ?? name, value])
  return fields.size === 0 ? '' : `?${new URLSearchParams(renamed)}`
}

/** Serializes a state as a query including `?`; defaults are omitted. */
export function writeQuery(state: QueryState, defaults: QueryState): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || String(value) === String(defaults[name])) continue
    for (const item of typeof value === 'object' ? value : [String(value)]) query.append(name, item)
  }
  return query.size === 0 ? '' : `?${query}`
}
