import { checkAddress, isRefused } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { hasPlaceholder } from './has-placeholder.ts'

/** Problems of an address before a run. Whether the host is allowed is checked when the workflow runs. */
export function addressProblems(address: string, setting: string): Problem[] {
  if (address.trim() === '') return [error('http.no-url', {}, { where: { setting } })]
  const host = URL.canParse(address) ? new URL(address).hostname : '*'
  const checked = checkAddress(address, [host])
  return isRefused(checked) && !hasPlaceholder(address) ? [{ ...checked, where: { setting } }] : []
}

/** Host and path of an address, without the query, which may hold private values. */
export function shortAddress(address: string): string {
  if (!URL.canParse(address)) return address
  const { host, pathname } = new URL(address)
  return pathname === '/' ? host : `${host}${pathname}`
}
