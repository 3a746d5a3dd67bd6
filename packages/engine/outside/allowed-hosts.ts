/**
 * Checks a URL against a list of allowed hosts. Entries are `*` (all public hosts), `example.com`, or `*.example.com` (not
 * `example.com` itself), optionally with a port, and with a path prefix such as `example.com/v1/`.
 *
 * @returns `named` if an entry names exactly this host, which also allows private addresses; `public` if the host is
 *   allowed only with a public address; nothing if it is not allowed.
 * @internal
 */
export function allowedBy(entries: readonly string[], url: URL): 'named' | 'public' | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  let isOpen = false
  for (const entry of entries) {
    const { name, onPort, below } = splitEntry(entry)
    if ((onPort !== undefined && onPort !== port) || !url.pathname.startsWith(below)) continue
    if (name === host) return 'named'
    if (name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)))) isOpen = true
  }
  return isOpen ? 'public' : undefined
}

/** Whether a text is a valid entry of such a list. @internal */
export const isHostEntry = (entry: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(\/([\w.~-]+\/)*)?$/i.test(entry)

/** Paths end with a slash, so that `/v1/` does not match `/v10`, and are case-sensitive. */
function splitEntry(entry: string): { name: string; onPort: string | undefined; below: string } {
  const [, host = entry, path = '/'] = /^([^/]*)(\/.*)?$/.exec(entry.trim()) ?? []
  const [, name = host, onPort] = /^(.*?)(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? []
  return { name: name.replace(/\.$/, ''), onPort, below: path.endsWith('/') ? path : `${path}/` }
}
