import { error, type Problem } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import { matchAllowedHost } from './allowed-hosts.ts'
import type { SecretUse } from './egress.ts'
import { parseIpAddress } from './is-public-address.ts'
import { findPublicSuffix } from './public-suffix.ts'
import { createRedactor, type NamedValues, type Redactor } from './redactor.ts'
import type { Secret, Secrets } from './secrets.ts'

/** @internal */
export interface AppliedSecrets {
  /** The URL, including secrets sent in its query. */
  url: URL
  headers: Record<string, string>
  /** Finds the secrets in responses and in the targets of redirects. */
  redactor: Redactor
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
  const urlWithSecrets = new URL(url)
  const headers: Record<string, string> = {}
  const sentValues: NamedValues[] = []
  for (const use of secretUses) {
    const { value } = await findSecret(url, use.name, secrets)
    // A service may return the password of Basic authentication without the user name.
    const password = use.as === 'basic' ? value.slice(value.indexOf(':') + 1) : value
    sentValues.push({ name: use.name, values: [...new Set([value, password])] })
    switch (use.as) {
      case 'bearer':
        headers.authorization = `Bearer ${value}`
        break
      case 'basic':
        headers.authorization = `Basic ${encodeBase64(value)}`
        break
      case 'header':
        headers[use.field.toLowerCase()] = value
        break
      case 'query':
        urlWithSecrets.searchParams.set(use.field, value)
    }
  }
  if (Object.values(headers).some((value) => /[\r\n\0]/.test(value)))
    throw createPermanentError(error('secret.unusable', {}))
  return { url: urlWithSecrets, headers, redactor: createRedactor(sentValues) }
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

/** Creates the problem for a secret that does not exist. @internal */
export const createUnknownSecretProblem = (name: string): Problem => error('secret.unknown', { name })

const createPermanentError = (problem: Problem): NodeError => new NodeError('permanent', problem)

const encodeBase64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
