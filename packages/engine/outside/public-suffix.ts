/**
 * Returns the first host whose wildcard covers a public suffix, such as `*.com`, `*.co.uk` or `*.github.io`. A secret
 * must not be bound to such a host, because anyone can register subdomains of it.
 *
 * @internal
 */
export async function findPublicSuffix(hosts: readonly string[]): Promise<string | undefined> {
  const wildcards = hosts.filter((host) => host.startsWith('*.'))
  if (wildcards.length === 0) return undefined
  // Loaded on first use: the list is large, and most secrets name their hosts without wildcards.
  const { getPublicSuffix } = await import('tldts')
  return wildcards.find((host) => {
    const name = host
      .slice(2)
      .replace(/[:/][^]*/, '')
      .replace(/\.$/, '')
      .toLowerCase()
    // Rules such as `*.kawasaki.jp` apply only to subdomains, so check the suffix of a subdomain.
    const suffix = getPublicSuffix(`label.${name}`, { allowPrivateDomains: true }) ?? name
    return suffix === name || suffix.endsWith(`.${name}`)
  })
}
