/** A parsed JSON object of a shape that is not ours. */
export type Source = Record<string, unknown>

export const isRecord = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The distance of two nodes that follow one another, and of two beside each other, where a document has no places. */
export const apart = { x: 280, y: 160 } as const

/** What of a document's head is ours in every shape. `settings` is what a shape makes of its own. */
export function headOf(source: Source, settings: Source): Source {
  const { name, description, status, tags } = source
  const given = { name, description, status, tags }
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  return { ...Object.fromEntries(said), settings }
}

/** Settings of ours from those of another system: retries by their name, all else as variables that nodes may read. */
export function settingsOf({ max_retries: count, ...others }: Source): Source {
  return {
    ...(typeof count === 'number' ? { retry: { count } } : {}),
    ...(Object.keys(others).length > 0 ? { variables: others } : {}),
  }
}
