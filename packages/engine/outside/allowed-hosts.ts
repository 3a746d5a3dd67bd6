/**
 * Whether a list of hosts covers an address. Entries: `*` (every public host), `example.com`, `*.example.com`
 * (not `example.com` itself), each with `:port` behind it or not, and with a path (`example.com/v1/`) for the addresses
 * below that alone. `named`: an entry names exactly this host, which opens private addresses too; `public`: only where it
 * is a public one.
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

/** Whether a text can be an entry of such a list. */
export const isHostEntry = (entry: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?(\/([\w.~-]+\/)*)?$/i.test(entry)

/** A path ends with a slash, so that `/v1/` does not cover `/v10`; case matters in it. */
function splitEntry(entry: string): { name: string; onPort: string | undefined; below: string } {
  const [, host = entry, path = '/'] = /^([^/]*)(\/.*)?$/.exec(entry.trim()) ?? []
  const [, name = host, onPort] = /^(.*?)(?::(\d{1,5}))?$/.exec(host.toLowerCase()) ?? []
  return { name: name.replace(/\.$/, ''), onPort, below: path.endsWith('/') ? path : `${path}/` }
}
