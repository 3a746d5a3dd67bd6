import { error, type Problem } from '@aw-flow/schema'
import { allowedBy } from './allowed-hosts.ts'
import { isPrivateName, isPublicAddress, literalAddress } from './is-public-address.ts'

export interface CheckedAddress {
  url: URL
  /** The person has named this very host: its address may be private. */
  isNamed: boolean
}

/**
 * What can be said of an address before its name is resolved: it is `http:` or `https:`, holds no name and password, its
 * host is allowed, and is neither a private address (however it is written) nor a private name, unless it is named.
 */
export function checkAddress(address: string, allow: readonly string[]): CheckedAddress | Problem {
  if (!URL.canParse(address)) return noAddress(address)
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return noAddress(address)
  if (url.username !== '' || url.password !== '') {
    return error('egress.credentials', `The address of ${url.host} holds a name or a password.`, {
      hint: 'Keep them as a secret, and name the secret in the node.',
    })
  }
  url.hash = ''
  const allowed = allowedBy(allow, url)
  if (allowed === undefined) return notAllowed(url.host)
  const literal = literalAddress(url.hostname)
  const isPrivate = literal === undefined ? isPrivateName(url.hostname) : !isPublicAddress(literal)
  return isPrivate && allowed !== 'named' ? privateAddress(url.host) : { url, isNamed: allowed === 'named' }
}

/** True for what `checkAddress` refuses. */
export const isRefused = (checked: CheckedAddress | Problem): checked is Problem => 'code' in checked

/** Where a redirect leads, checked like an address; from `https:` never to `http:`. */
export function checkRedirect(from: URL, location: string, allow: readonly string[]): CheckedAddress | Problem {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href).href : location
  const checked = checkAddress(to, allow)
  if (isRefused(checked) || from.protocol === 'http:' || checked.url.protocol === 'https:') return checked
  return error(
    'egress.redirect',
    `${from.host} leads to http://${checked.url.host}, which anybody on the way can read.`,
    {
      hint: 'Ask for an address that answers by https.',
    },
  )
}

const noAddress = (address: string): Problem =>
  error('egress.address', `${JSON.stringify(shorten(address))} is no address that can be asked.`, {
    hint: 'Give an address that begins with https:// or http://.',
  })

const notAllowed = (host: string): Problem =>
  error('egress.host-not-allowed', `"${host}" is not among the hosts that may be asked here.`, {
    hint: `Who runs this place can allow it: add "${host}" to the allowed hosts.`,
  })

/** The problem of an address of one's own network. */
export const privateAddress = (host: string, address?: string): Problem =>
  error(
    'egress.private-address',
    `"${host}" is ${address === undefined || address === host ? '' : `${address}, `}an address of this computer or its own network.`,
    { hint: `Where that is meant, allow the host by its name: add "${host}" to the allowed hosts.` },
  )

const shorten = (text: string): string =>
  (text.length > 200 ? `${text.slice(0, 199)}…` : text).replace(/\/\/[^/@]*@/, '//')
