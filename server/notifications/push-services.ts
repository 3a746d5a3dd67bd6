import { checkUrl } from '@aw-flow/engine'

/** Hosts of the push services used by Chrome, Edge, Firefox, Safari and browsers based on them. */
const pushServiceHosts = [
  'fcm.googleapis.com',
  'jmt17.google.com',
  '*.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

/**
 * Returns whether a URL belongs to a known browser's push service, or to a host that the administrator has listed by
 * name. Any member can add a subscription, so all other hosts are rejected, even those that runs can access.
 *
 * @param allowedHosts Hosts that runs can access. `*` does not include push services.
 */
export function isPushService(url: string, allowedHosts: readonly string[]): boolean {
  if (url.startsWith('https:') && checkUrl(url, pushServiceHosts).ok) return true
  const result = checkUrl(url, allowedHosts)
  return result.ok && result.value.isExplicitlyAllowed
}
