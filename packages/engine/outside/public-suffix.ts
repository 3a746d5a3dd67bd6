/**
 * Returns the first host whose wildcard includes a public suffix (`*.com`, `*.co.uk`, `*.github.io`): anyone can
 * register names below it, so a secret must not be bound to it.
 *
 * @internal
 */
export async function findPublicSuffix(hosts: readonly string[]): Promise<string | undefined> {
  const wildcards = hosts.filter((host) => host.startsWith('*.'))
  if (wildcards.length === 0) return undefined
  // Loaded on first use: the list is large, and most secrets name their hosts.
  const { getPublicSuffix } = await import('tldts')
  return wildcards.find((host) => {
    const name = host
      .slice(2)
      .replace(/[:/][^]*/, '')
      .replace(/\.$/, '')
      .toLowerCase()
    // Rules such as `*.kawasaki.jp` apply to the names below, so the suffix of such a name is checked.
    const suffix = getPublicSuffix(`label.${name}`, { allowPrivateDomains: true }) ?? name
    return suffix === name || suffix.endsWith(`.${name}`)
  })
}
