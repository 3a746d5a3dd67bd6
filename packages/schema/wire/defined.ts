/** The properties of an object without those that are `undefined`: keys whose type includes `undefined` are optional. */
type DefinedProperties<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }

/**
 * The result of `defined`. The first branch is never the result: with it, the compiler infers the literal types of the
 * properties from the type that the caller expects.
 *
 * @internal
 */
export type Defined<T extends object> = [T] extends [never]
  ? T
  : DefinedProperties<T> extends infer R
    ? { [K in keyof R]: R[K] }
    : never

/**
 * Returns a copy of an object without the properties that are `undefined`, in the same order. The type checker
 * distinguishes a missing property from an `undefined` one, and so do JSON schemas and comparisons.
 *
 * The scheduler and the fold of run events create objects by the million. They use conditional spreads, such as
 * `...(node === undefined ? {} : { node })`, because `defined` takes 1.4 times as long there.
 *
 * @example
 * defined({ code: 'E1', hint: undefined }) // { code: 'E1' }, of type { code: string; hint?: … }
 * @internal
 */
export function defined<T extends object>(properties: T): Defined<T> {
  const result: Partial<T> = {}
  for (const key in properties) if (properties[key] !== undefined) result[key] = properties[key]
  return result as Defined<T>
}
