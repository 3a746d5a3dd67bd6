import { checkAddress, isRejected } from '@aw-flow/engine'

/** Hosts of the push services of Chrome, Edge, Firefox and Safari, and of browsers that use the same services. */
const pushServiceHosts = [
  'fcm.googleapis.com',
  'jmt17.google.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

/**
 * Returns whether a URL belongs to a push service: of a known browser, or a host that the administrator names. Every
 * member can add a subscription, so other hosts are rejected even if runs may reach them.
 *
 * @param allowHosts Hosts that runs may reach. `*` does not include push services.
 */
export function isPushService(url: string, allowHosts: readonly string[]): boolean {
  if (url.startsWith('https:') && !isRejected(checkAddress(url, pushServiceHosts))) return true
  const checked = checkAddress(url, allowHosts)
  return !isRejected(checked) && checked.isNamed
}
