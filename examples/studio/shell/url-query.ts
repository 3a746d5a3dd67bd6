/** A page's state as stored in its URL, keyed by field name. */
export type QueryState = Record<string, string | number | readonly string[] | undefined>

/**
 * How a field is set: by typing (`typed`), by moving a slider, which yields a non-negative integer (`slider`), to any
 * value (`any`), or to one of the listed values.
 */
export type QueryField = 'typed' | 'slider' | 'any' | readonly string[]

/** Parses a query string. Missing and invalid fields get their defaults. */
export function parseQuery(
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

/** Renames fields that have a previous name in a query string, so that saved links keep working. */
export function renameFields(query: string, previousNames: Readonly<Record<string, string>>): string {
  const fields = new URLSearchParams(query)
  const renamedEntries = [...fields].map(([name, value]) => [previousNames[name] ?? name, value])
  return fields.size === 0 ? '' : `?${new URLSearchParams(renamedEntries)}`
}

/** Serializes a state as a query string, including `?`. Fields with default values are omitted. */
export function serializeQuery(state: QueryState, defaults: QueryState): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || String(value) === String(defaults[name])) continue
    for (const item of typeof value === 'object' ? value : [String(value)]) query.append(name, item)
  }
  return query.size === 0 ? '' : `?${query}`
}
