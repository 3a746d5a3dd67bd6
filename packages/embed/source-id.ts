/** Matches paths that can be recovered from their id: the last dot starts the extension, the others replace slashes. */
const plainPath = /^(?:\/[A-Za-z0-9]+)+\.[A-Za-z0-9]+$/
const maxLength = 128

/**
 * Returns the storage id of the workflow at a URL. Ids are unique: a path of letters and digits with one extension is
 * used as is, "/shop/w.json" → "src.shop.w.json"; any other path, and one with a query, gets a hash of path and query,
 * "/shop/my-w.json?v=2" → "src.shop.my.w.json-1x2y3z…".
 */
export function toSourceId(src: string, base: string): string {
  const { pathname, search } = new URL(src, base)
  const id = toReadableId(pathname)
  if (search === '' && plainPath.test(pathname) && id.length <= maxLength) return id
  const suffix = `-${fnv1a(pathname + search)}`
  return id.slice(0, maxLength - suffix.length) + suffix
}

/**
 * Returns the storage id that earlier versions used for this URL, whose ids were not unique; `undefined` if it is the
 * same, or ambiguous because of a query or its length.
 */
export function toLegacySourceId(src: string, base: string): string | undefined {
  const { pathname, search } = new URL(src, base)
  const id = toReadableId(pathname)
  return search !== '' || id.length > maxLength || id === toSourceId(src, base) ? undefined : id
}

const toReadableId = (pathname: string): string =>
  `src.${pathname.replace(/[^A-Za-z0-9]+/g, '.').replace(/^\.|\.$/g, '')}`

/** Returns the 64-bit FNV-1a hash of the text's bytes, http://www.isthe.com/chongo/tech/comp/fnv */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash.toString(36)
}
