/** Describes global state that code can modify: global names, and properties of built-ins and their prototypes. */
export function captureIntrinsics(): string {
  const lines: string[] = []
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => !/^(?:_?__|jest|vi)/.test(name))
  lines.push(names.sort().join(' '))
  const global = globalThis as Record<string, unknown>
  for (const name of 'Object Function Array String Number Boolean Symbol Map Set WeakMap Promise RegExp Date Error JSON Math Reflect Proxy BigInt'.split(
    ' ',
  )) {
    const builtIn = global[name] as { prototype?: object }
    for (const [label, target] of [
      [name, builtIn],
      [`${name}.prototype`, builtIn.prototype],
    ] as const) {
      if (!target) continue
      const keys = Reflect.ownKeys(target).map((key) => {
        const { value, get, set } = Object.getOwnPropertyDescriptor(target, key)!
        return `${String(key)}:${identify(value)}:${identify(get)}:${identify(set)}`
      })
      lines.push(`${label} ${keys.sort().join(' ')} ${identify(Object.getPrototypeOf(target))}`)
    }
  }
  return lines.join('\n')
}

const identities = new WeakMap<object, number>()
let lastNumber = 0

/** Assigns a number to each object and function, so that a replacement has a different number. */
function identify(value: unknown): string {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value)
  let number = identities.get(value)
  if (number === undefined) identities.set(value, (number = ++lastNumber))
  return `#${number}`
}
