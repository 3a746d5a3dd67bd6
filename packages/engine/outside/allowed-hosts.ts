/**
 * Whether a list of hosts covers an address. Entries: `*` (every public host), `example.com`, `*.example.com`
 * (not `example.com` itself), each with `:port` behind it or not. `named`: an entry names exactly this host, which opens
 * private addresses too; `public`: only where it is a public one.
 */
export function allowedBy(entries: readonly string[], url: URL): 'named' | 'public' | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  let isOpen = false
  for (const entry of entries) {
    const { name, onPort } = splitEntry(entry)
    if (onPort !== undefined && onPort !== port) continue
    if (name === host) return 'named'
    if (name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)))) isOpen = true
  }
  return isOpen ? 'public' : undefined
}

/** Whether a text can be an entry of such a list. */
export const isHostEntry = (entry: string): boolean =>
  /^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(entry)

function splitEntry(entry: string): { name: string; onPort: string | undefined } {
  const [, name = entry, onPort] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry.trim().toLowerCase()) ?? []
  return { name: name.replace(/\.$/, ''), onPort }
}
