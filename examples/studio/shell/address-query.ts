/** What of a page stands in its address, by name: words, several of them, or a count. */
export type QueryState = Record<string, string | number | readonly string[] | undefined>

/** How a field is chosen: out of some values, typed, by a slider along whole numbers from 0, or freely. */
export type QueryField = 'typed' | 'slid' | 'any' | readonly string[]

/** The state that a query means: `plain` where it says nothing, or nothing that can be chosen. */
export function readQuery(query: string, fields: Readonly<Record<string, QueryField>>, plain: QueryState): QueryState {
  const asked = new URLSearchParams(query)
  const read = ([name, field]: [string, QueryField]): [string, QueryState[string]] => {
    const otherwise = plain[name]
    if (Array.isArray(otherwise)) return [name, asked.has(name) ? asked.getAll(name) : otherwise]
    const value = asked.get(name) ?? undefined
    if (field === 'slid') return [name, value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : otherwise]
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
    for (const one of typeof value === 'object' ? value : [String(value)]) query.append(name, one)
  }
  return query.size === 0 ? '' : `?${query}`
}
