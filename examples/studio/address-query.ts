/** What of a page stands in its address, by name: words, or several of them. */
export type QueryState = Record<string, string | readonly string[] | undefined>

/** How a field is chosen: out of some values, typed, or freely. */
export type QueryField = 'typed' | 'any' | readonly string[]

/** The state that a query means: `plain` where it says nothing, or nothing that can be chosen. */
export function readQuery(query: string, fields: Readonly<Record<string, QueryField>>, plain: QueryState): QueryState {
  const asked = new URLSearchParams(query)
  const read = ([name, field]: [string, QueryField]): [string, QueryState[string]] => {
    const otherwise = plain[name]
    if (Array.isArray(otherwise)) return [name, asked.has(name) ? asked.getAll(name) : otherwise]
    const value = asked.get(name) ?? undefined
    const fits = value !== undefined && (typeof field === 'string' || field.includes(value))
    return [name, fits ? value : otherwise]
  }
  return Object.fromEntries(Object.entries(fields).map(read))
}

/** The query of a state, `?` included; empty where it is `plain`. */
export function writeQuery(state: QueryState, plain: QueryState): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || String(value) === String(plain[name])) continue
    for (const one of typeof value === 'string' ? [value] : value) query.append(name, one)
  }
  return query.size === 0 ? '' : `?${query}`
}
