/**
 * Matches paths that can be recovered from their id, which is therefore unique: the last dot in the id starts the
 * extension, and every other dot replaces a slash.
 */
const plainPath = /^(?:\/[A-Za-z0-9]+)+\.[A-Za-z0-9]+$/
const maxLength = 128

/**
 * Returns the unique storage id for the workflow at a URL. A path that consists of letters and digits and has one
 * extension is used unchanged except for its slashes: "/shop/w.json" becomes "src.shop.w.json". For other paths, for
 * long paths and for URLs with a query, a hash of the path and query is appended: "/shop/my-w.json?v=2" becomes
 * "src.shop.my.w.json-1x2y3z…".
 */
export function toSourceId(src: string, base: string): string {
  const { pathname, search } = new URL(src, base)
  const id = toReadableId(pathname)
  if (search === '' && plainPath.test(pathname) && id.length <= maxLength) return id
  const suffix = `-${fnv1a(pathname + search)}`
  return id.slice(0, maxLength - suffix.length) + suffix
}

/**
 * Returns the storage id that earlier versions used for a URL. These ids were not unique. Returns `undefined` if that
 * id equals the current id, or if it is ambiguous because of a query or its length.
 */
export function toLegacySourceId(src: string, base: string): string | undefined {
  const { pathname, search } = new URL(src, base)
  const id = toReadableId(pathname)
  return search !== '' || id.length > maxLength || id === toSourceId(src, base) ? undefined : id
}

const toReadableId = (pathname: string): string =>
  `src.${pathname.replace(/[^A-Za-z0-9]+/g, '.').replace(/^\.|\.$/g, '')}`

/** Returns the 64-bit FNV-1a hash of a string's UTF-8 bytes in base 36: http://www.isthe.com/chongo/tech/comp/fnv */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash.toString(36)
}
