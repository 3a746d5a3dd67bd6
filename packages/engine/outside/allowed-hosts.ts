/**
 * Checks a URL against a list of allowed hosts. An entry is `*` (all public hosts), `example.com`, or `*.example.com`
 * (which does not include `example.com` itself), optionally with a port and a path prefix, as in `example.com/v1/`.
 *
 * @returns `explicit` if an entry without a wildcard matches the host, which also allows private addresses; `public` if
 *   the host is allowed only at a public address; `undefined` if it is not allowed.
 * @internal
 */
export function matchAllowedHost(entries: readonly string[], url: URL): 'explicit' | 'public' | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  let isPublic = false
  for (const entry of entries) {
    const { name, entryPort, pathPrefix } = splitEntry(entry)
    if ((entryPort !== undefined && entryPort !== port) || !isBelow(url.pathname, pathPrefix)) continue
    if (name === host) return 'explicit'
    if (name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)))) isPublic = true
  }
  return isPublic ? 'public' : undefined
}

/**
 * Returns whether a path is below a prefix, also for a host that decodes separators (`/v1/..%2fadmin`), decodes twice, or
 * ends segments at `;` or a backslash.
 */
function isBelow(path: string, prefix: string): boolean {
  if (prefix === '/') return true
  const decodedPath = path
    .replaceAll(/%(25)+/g, '%')
    .replaceAll(/%(2e|2f|3b|5c)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return path.startsWith(prefix) && !decodedPath.split(/[/\\;]/).includes('..')
}

/** Returns whether a string is a valid entry in a list of allowed hosts. @internal */
export const isHostEntry = (entry: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(\/([\w.~-]+\/)*)?$/i.test(entry)

/**
 * Splits an entry into its parts. Path prefixes are case-sensitive and end with a slash, so that `/v1/` does not match
 * `/v10`.
 */
function splitEntry(entry: string): { name: string; entryPort: string | undefined; pathPrefix: string } {
  const [, host = entry, path = '/'] = /^([^/]*)(\/.*)?$/.exec(entry.trim()) ?? []
  const [, name = host, entryPort] = /^(.*?)(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? []
  return { name: name.replace(/\.$/, ''), entryPort, pathPrefix: path.endsWith('/') ? path : `${path}/` }
}
