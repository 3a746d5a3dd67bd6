interface Policy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy
}

/** Under a registered symbol, so that two copies of this module in one page share the one policy `aw`. */
const key = Symbol.for('aw.trusted-types-policy')
type Holder = { trustedTypes?: PolicyFactory; [key]?: Policy }

/**
 * The address of a script of ours, as the page's Trusted Types want it: made by the one policy named `aw`, which lets
 * only addresses of the page's own origin pass. Throws for any other. Where a browser has no Trusted Types the address
 * is checked all the same.
 */
export function trustedScriptUrl(url: string): string {
  const global = globalThis as Holder
  global[key] ??= global.trustedTypes?.createPolicy('aw', { createScriptURL: ownOrigin }) ?? {
    createScriptURL: ownOrigin,
  }
  return global[key].createScriptURL(url)
}

function ownOrigin(url: string): string {
  const absolute = new URL(url, location.href)
  if (absolute.origin === location.origin) return absolute.href
  throw new Error(
    `The worker's address ${absolute.href} is not of this page's origin ${location.origin}. Serve the worker beside the page and name it with configureAssets.`,
  )
}
