import { checkAddress, isRefused } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { hasPlaceholder } from './has-placeholder.ts'

/** What is wrong with an address before a run; whether its host may be asked is said by the place where it runs. */
export function addressProblems(address: string, setting: string): Problem[] {
  const host = URL.canParse(address) ? new URL(address).hostname : '*'
  const checked = checkAddress(address, [host])
  return isRefused(checked) && !hasPlaceholder(address) ? [{ ...checked, where: { setting } }] : []
}

/** Host and path, without what a query may tell. */
export function shortAddress(address: string): string {
  if (!URL.canParse(address)) return address
  const { host, pathname } = new URL(address)
  return pathname === '/' ? host : `${host}${pathname}`
}
