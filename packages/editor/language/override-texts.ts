/**
 * A deep partial of `T` that overrides some of its strings. A function can also be a string in MessageFormat 2, such as
 * `{$arg1} of {$arg2 :integer}`: see `overrideTexts`. @public
 */
export type TextOverrides<T> = {
  readonly [Key in keyof T]?: NonNullable<T[Key]> extends (...values: never[]) => unknown
    ? T[Key] | string
    : T[Key] extends object
      ? TextOverrides<T[Key]>
      : string
}

/** Renders a string in MessageFormat 2. */
export type FormatSource = (source: string, params: Readonly<Record<string, unknown>>) => string

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Returns the values of the placeholders in a source: `$arg1` is the first argument of the function. The properties of
 * an argument that is an object have their own names. `false`, `null` and missing values are empty texts, on which
 * `.match` can select.
 */
function readParams(source: string, values: readonly unknown[]): Record<string, unknown> {
  const args = values.map((value, index) => (isGroup(value) ? value : { [`arg${index + 1}`]: value }))
  const named: Record<string, unknown> = Object.assign({}, ...args)
  const names = Array.from(source.matchAll(/\$(\w+)/g), ([, name]) => name!)
  return Object.fromEntries(names.map((name) => [name, named[name] === false ? '' : (named[name] ?? '')]))
}

function merge(
  base: Record<string, unknown>,
  overrides: Record<string, unknown>,
  formatSource: FormatSource | undefined,
): Record<string, unknown> {
  const merged = { ...base }
  for (const [key, value] of Object.entries(overrides)) {
    const current = merged[key]
    if (value === undefined) continue
    if (isGroup(current) && isGroup(value)) merged[key] = merge(current, value, formatSource)
    else if (typeof current === 'function' && typeof value === 'string')
      merged[key] = (...values: unknown[]) => formatSource?.(value, readParams(value, values)) ?? value
    else merged[key] = value
  }
  return merged
}

/**
 * Returns a copy of an object of strings with some strings overridden at any depth.
 *
 * A string that replaces a function is rendered by `formatSource`, with the function's arguments as `$arg1`, `$arg2`
 * and so on. The properties of an argument that is an object have their own names.
 *
 * @example
 * overrideTexts(editorStrings, { undo: 'Back', runBar: { run: 'Start' } })
 * @internal
 */
export const overrideTexts = <T extends object>(base: T, overrides: TextOverrides<T>, formatSource?: FormatSource): T =>
  merge({ ...base } as Record<string, unknown>, { ...overrides }, formatSource) as T
