import { error, type Problem } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import { matchAllowedHost } from './allowed-hosts.ts'
import type { SecretUse } from './egress.ts'
import { parseIpAddress } from './is-public-address.ts'
import { findPublicSuffix } from './public-suffix.ts'
import type { Secret, Secrets } from './secrets.ts'

/** @internal */
export interface AppliedSecrets {
  /** The URL, including secrets sent in its query. */
  url: URL
  headers: Record<string, string>
  redact(text: string): string
  /** Returns the names of the secrets whose values occur in a URL, in plain or encoded form. */
  findSecretNames(url: string): string[]
}

/**
 * Adds secrets to a request whose URL has already been checked.
 *
 * @throws NodeError If a secret does not exist, is not bound to the host, or would be sent unencrypted.
 * @internal
 */
export async function applySecrets(
  url: URL,
  secretUses: readonly SecretUse[],
  secrets: Secrets,
): Promise<AppliedSecrets> {
  if (secretUses.length === 0) return { url, headers: {}, redact: (text) => text, findSecretNames: () => [] }
  const urlWithSecrets = new URL(url)
  const headers: Record<string, string> = {}
  const values: string[] = []
  const variantsByName = new Map<string, readonly string[]>()
  for (const use of secretUses) {
    const { value } = await findSecret(url, use.name, secrets)
    values.push(value)
    variantsByName.set(use.name, listVariants(value))
    switch (use.as) {
      case 'bearer':
        headers.authorization = `Bearer ${value}`
        break
      case 'basic': {
        const encoded = encodeBase64(value)
        values.push(encoded)
        headers.authorization = `Basic ${encoded}`
        break
      }
      case 'header':
        headers[use.field.toLowerCase()] = value
        break
      case 'query':
        urlWithSecrets.searchParams.set(use.field, value)
    }
  }
  if (Object.values(headers).some((value) => /[\r\n\0]/.test(value)))
    throw createPermanentError(error('secret.unusable', {}))
  const findSecretNames = (location: string): string[] => {
    const text = decodeRepeatedly(location).toLowerCase()
    return [...variantsByName].flatMap(([name, variants]) =>
      variants.some((variant) => text.includes(variant.toLowerCase())) ? [name] : [],
    )
  }
  return { url: urlWithSecrets, headers, redact: createRedactor(values), findSecretNames }
}

/** Returns a secret. Throws a `NodeError` if it does not exist or must not be sent to the URL. @internal */
export async function findSecret(url: URL, name: string, secrets: Secrets): Promise<Secret> {
  const secret = await secrets.find(name)
  if (!secret) throw new NodeError('permanent', createUnknownSecretProblem(name))
  const suffix = await findPublicSuffix(secret.hosts)
  if (suffix !== undefined) throw createPermanentError(error('secret.public-suffix', { name, host: suffix }))
  if (
    matchAllowedHost(
      secret.hosts.filter((host) => host !== '*'),
      url,
    ) === undefined
  )
    throw createPermanentError(
      error('secret.host-not-bound', { name, host: url.host, hosts: secret.hosts, count: secret.hosts.length }),
    )
  const isLoopback = url.hostname === 'localhost' || parseIpAddress(url.hostname)?.match(/^(127\.|::1$)/)
  if (url.protocol === 'http:' && !isLoopback)
    throw createPermanentError(error('secret.unencrypted', { name, host: url.host }))
  return secret
}

/** Returns a function that masks the values in a string, including their URL, JSON and Base64 encodings. @internal */
export function createRedactor(values: readonly string[]): (text: string) => string {
  const variants = new Set(values.flatMap(listVariants))
  const variantsByLength = [...variants].sort((a, b) => b.length - a.length)
  return (text) => variantsByLength.reduce((redacted, variant) => redacted.replaceAll(variant, redactionMask), text)
}

/**
 * Returns the plain and encoded variants of a value that can occur in a response or URL. Values shorter than three
 * characters are not masked.
 */
function listVariants(value: string): string[] {
  if (value.length < 3) return []
  const encoded = [encodeURIComponent(value), new URLSearchParams({ a: value }).toString().slice(2)]
  // Some services write percent escapes in lowercase.
  const lowerCaseEscapes = encoded.map((variant) => variant.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase()))
  return [value, ...encoded, ...lowerCaseEscapes, JSON.stringify(value).slice(1, -1), encodeBase64(value)]
}

/** Returns a URL along with its decoded variants: a redirect may encode its parameters several times. */
function decodeRepeatedly(url: string): string {
  const variants = [url]
  for (let variant = url; variants.length < 5;) {
    try {
      variant = decodeURIComponent(variant)
    } catch {
      break
    }
    variants.push(variant)
  }
  return [...variants, ...variants.map((variant) => variant.replaceAll('+', ' '))].join('\n')
}

/** The mask that replaces secrets in text. @internal */
export const redactionMask = '•••'

/** Creates the problem for a secret that does not exist. @internal */
export const createUnknownSecretProblem = (name: string): Problem => error('secret.unknown', { name })

const createPermanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)

const encodeBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
