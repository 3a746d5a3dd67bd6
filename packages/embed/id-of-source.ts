/** Only these give an id from which the address can be told: the last dot is the ending's, the others are slashes. */
const plainPath = /^(?:\/[A-Za-z0-9]+)+\.[A-Za-z0-9]+$/
const longest = 128

/**
 * The id under which edits of the workflow at this address are kept. Two addresses never share one: a path of letters
 * and digits with one ending gives itself, "/shop/w.json" → "src.shop.w.json"; any other one, and one with a query,
 * gets a hash of path and query, "/shop/my-w.json?v=2" → "src.shop.my.w.json-1x2y3z…".
 */
export function idOfSource(src: string, base: string): string {
  const { pathname, search } = new URL(src, base)
  const id = readable(pathname)
  if (search === '' && plainPath.test(pathname) && id.length <= longest) return id
  const suffix = `-${fnv1a(pathname + search)}`
  return id.slice(0, longest - suffix.length) + suffix
}

/**
 * The id under which edits of this address were kept before addresses were told apart; `undefined` where that is the
 * same, or where nobody can say whose edits they are: with a query, or cut off.
 */
export function formerIdOfSource(src: string, base: string): string | undefined {
  const { pathname, search } = new URL(src, base)
  const id = readable(pathname)
  return search !== '' || id.length > longest || id === idOfSource(src, base) ? undefined : id
}

const readable = (pathname: string): string => `src.${pathname.replace(/[^A-Za-z0-9]+/g, '.').replace(/^\.|\.$/g, '')}`

/** FNV-1a with 64 bits over the text's bytes, http://www.isthe.com/chongo/tech/comp/fnv */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash.toString(36)
}
