/** A parsed JSON object in the format of another system. */
export type Source = Record<string, unknown>

export const isRecord = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads an id, which some systems store as a number. Other values become an empty string, which validation rejects. */
export const readIdText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** Converts a number, or a string that contains one. Returns `NaN` for other values. */
export const readNumber = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN

/** Distances between consecutive nodes (`x`) and parallel nodes (`y`), for documents without positions. */
export const nodeSpacing = { x: 280, y: 160 } as const

/** Reads the metadata that all formats have in common. The caller has already converted `settings`. */
export function readMetadata(source: Source, settings: Source): Source {
  const { name, description, status, tags } = source
  const metadata = { name, description, status, tags }
  const presentEntries = Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null)
  return { ...Object.fromEntries(presentEntries), settings }
}

/** Converts another system's settings: `max_retries` becomes the retry count, and all others become variables. */
export function convertSettings({ max_retries: count, ...others }: Source): Source {
  return {
    ...(typeof count === 'number' ? { retry: { count } } : {}),
    ...(Object.keys(others).length > 0 ? { variables: others } : {}),
  }
}
