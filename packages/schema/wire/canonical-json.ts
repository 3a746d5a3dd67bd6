/**
 * Serializes a value to JSON with keys in code-unit order and without whitespace, so that equal values result in equal
 * strings and hashes.
 *
 * @param serialize - Serializes items and property values. Default: `toCanonicalJson`.
 * @internal
 */
export function toCanonicalJson(value: unknown, serialize: (part: unknown) => string = toCanonicalJson): string {
  switch (typeof value) {
    case 'undefined':
      return 'null'
    case 'bigint':
      return value.toString()
    case 'string':
      return quote(value)
    case 'object':
      return value === null
        ? 'null'
        : Array.isArray(value)
          ? serializeList(value, serialize)
          : serializeRecord(value as Record<string, unknown>, serialize)
    default:
      return JSON.stringify(value)
  }
}

// Most strings do not need escaping. Concatenating quotes is several times faster than JSON.stringify.
const needsEscape = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

const quote = (text: string): string => (needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`)

function serializeList(values: readonly unknown[], serialize: (part: unknown) => string): string {
  let text = '['
  for (let index = 0; index < values.length; index++) text += (index > 0 ? ',' : '') + serialize(values[index])
  return `${text}]`
}

function serializeRecord(values: Record<string, unknown>, serialize: (part: unknown) => string): string {
  const keys = Object.keys(values)
  if (!isSorted(keys)) keys.sort()
  let text = ''
  for (const key of keys) {
    const value = values[key]
    if (value !== undefined) text += `${text === '' ? '' : ','}${quote(key)}:${serialize(value)}`
  }
  return `{${text}}`
}

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return false
  return true
}
