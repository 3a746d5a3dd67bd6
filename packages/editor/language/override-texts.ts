/** A deep partial of `T` that overrides some of its strings. @public */
export type TextOverrides<T> = {
  readonly [Key in keyof T]?: NonNullable<T[Key]> extends (...values: never[]) => unknown
    ? T[Key]
    : T[Key] extends object
      ? TextOverrides<T[Key]>
      : string
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function merge(base: Record<string, unknown>, overrides: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base }
  for (const [key, value] of Object.entries(overrides)) {
    const current = merged[key]
    if (value !== undefined) merged[key] = isGroup(current) && isGroup(value) ? merge(current, value) : value
  }
  return merged
}

/**
 * Returns a copy of an object of strings with some strings overridden at any depth.
 *
 * @example
 * overrideTexts(editorStrings, { undo: 'Back', runBar: { run: 'Start' } })
 * @internal
 */
export const overrideTexts = <T extends object>(base: T, overrides: TextOverrides<T>): T =>
  merge(Object.fromEntries(Object.entries(base)), Object.fromEntries(Object.entries(overrides))) as T
