/**
 * Checks a URL against a list of allowed hosts. Entries are `*` (all public hosts), `example.com`, or `*.example.com`
 * (not `example.com` itself), optionally with a port, and with a path prefix such as `example.com/v1/`.
 *
 * @returns `named` if an entry names exactly this host, which also allows private addresses; `public` if the host is
 *   allowed only with a public address; `undefined` if it is not allowed.
 * @internal
 */
export function matchAllowedHost(entries: readonly string[], url: URL): 'named' | 'public' | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  let isPublic = false
  for (const entry of entries) {
    const { name, entryPort, pathPrefix } = splitEntry(entry)
    if ((entryPort !== undefined && entryPort !== port) || !url.pathname.startsWith(pathPrefix)) continue
    if (name === host) return 'named'
    if (name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)))) isPublic = true
  }
  return isPublic ? 'public' : undefined
}

/** Returns whether a string is a valid entry in such a list. @internal */
export const isHostEntry = (entry: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(\/([\w.~-]+\/)*)?$/i.test(entry)

/** Paths end with a slash, so that `/v1/` does not match `/v10`, and are case-sensitive. */
function splitEntry(entry: string): { name: string; entryPort: string | undefined; pathPrefix: string } {
  const [, host = entry, path = '/'] = /^([^/]*)(\/.*)?$/.exec(entry.trim()) ?? []
  const [, name = host, entryPort] = /^(.*?)(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? []
  return { name: name.replace(/\.$/, ''), entryPort, pathPrefix: path.endsWith('/') ? path : `${path}/` }
}
