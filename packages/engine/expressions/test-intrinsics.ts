/** Global state that code could have modified: global names, and the properties of built-ins and their prototypes. */
export function intrinsics(): string {
  const seen: string[] = []
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => !/^(?:_?__|jest|vi)/.test(name))
  seen.push(names.sort().join(' '))
  const global = globalThis as Record<string, unknown>
  for (const name of 'Object Function Array String Number Boolean Symbol Map Set WeakMap Promise RegExp Date Error JSON Math Reflect Proxy BigInt'.split(
    ' ',
  )) {
    const builtIn = global[name] as { prototype?: object }
    for (const [what, of] of [
      [name, builtIn],
      [`${name}.prototype`, builtIn.prototype],
    ] as const) {
      if (!of) continue
      const keys = Reflect.ownKeys(of).map((key) => {
        const { value, get, set } = Object.getOwnPropertyDescriptor(of, key)!
        return `${String(key)}:${identityOf(value)}:${identityOf(get)}:${identityOf(set)}`
      })
      seen.push(`${what} ${keys.sort().join(' ')} ${identityOf(Object.getPrototypeOf(of))}`)
    }
  }
  return seen.join('\n')
}

const identities = new WeakMap<object, number>()
let next = 0

/** Assigns a number to each object and function, so that a replacement has another number. */
function identityOf(value: unknown): string {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value)
  let number = identities.get(value)
  if (number === undefined) identities.set(value, (number = ++next))
  return `#${number}`
}
