/** Some of the texts of `T`, at every depth. @public */
export type Words<T> = {
  readonly [Key in keyof T]?: NonNullable<T[Key]> extends (...values: never[]) => unknown
    ? T[Key]
    : T[Key] extends object
      ? Words<T[Key]>
      : string
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function merge(all: Record<string, unknown>, some: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...all }
  for (const [key, value] of Object.entries(some)) {
    const before = merged[key]
    if (value !== undefined) merged[key] = isGroup(before) && isGroup(value) ? merge(before, value) : value
  }
  return merged
}

/**
 * Replaces some texts.
 *
 * @example
 * withWords(editorStrings, { undo: 'Back', runBar: { run: 'Start' } })
 * @internal
 */
export const withWords = <T extends object>(all: T, some: Words<T>): T =>
  merge(Object.fromEntries(Object.entries(all)), Object.fromEntries(Object.entries(some))) as T
