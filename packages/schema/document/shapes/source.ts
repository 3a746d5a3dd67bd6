/** A parsed JSON object of a shape that is not ours. */
export type Source = Record<string, unknown>

export const isRecord = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The distances between consecutive and between parallel nodes, for documents without positions. */
export const apart = { x: 280, y: 160 } as const

/** The common properties of all shapes. `settings` are those that a shape converted. */
export function headOf(source: Source, settings: Source): Source {
  const { name, description, status, tags } = source
  const given = { name, description, status, tags }
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  return { ...Object.fromEntries(present), settings }
}

/** Converts settings of another system: retries by name, all others to variables. */
export function settingsOf({ max_retries: count, ...others }: Source): Source {
  return {
    ...(typeof count === 'number' ? { retry: { count } } : {}),
    ...(Object.keys(others).length > 0 ? { variables: others } : {}),
  }
}
