import { createBrokerHeaderProblem, isBrokerHeader, type SecretUse } from '@aw-flow/engine'
import { error, type Problem, warning } from '@aw-flow/schema'
import { z } from 'zod'

/** Settings for authenticating a request: the secret, and the part of the request that carries it. */
export const authenticationSettings = {
  auth: z
    .enum(['none', 'bearer', 'basic', 'header', 'query'])
    .default('none')
    .meta({
      title: 'Authentication',
      description: 'How to send the secret. Basic expects name:password.',
      labels: {
        none: 'None',
        bearer: 'Bearer token',
        basic: 'Basic',
        header: 'Header',
        query: 'Query parameter',
      },
    }),
  secret: z
    .string()
    .default('')
    .meta({
      title: 'Secret',
      description: 'Name of the secret. Its value stays where the workflow runs and is sent only to its allowed hosts.',
      format: 'secret',
      when: { auth: ['bearer', 'basic', 'header', 'query'] },
    }),
  secretField: z
    .string()
    .default('')
    .meta({
      title: 'Header or parameter',
      description: 'Name of the header or query parameter that carries the secret.',
      examples: ['X-API-Key', 'api_key'],
      when: { auth: ['header', 'query'] },
    }),
}

export interface Authentication {
  auth: 'none' | 'bearer' | 'basic' | 'header' | 'query'
  secret: string
  secretField: string
}

/** Returns the secrets that a request uses. */
export function createSecretUses({ auth, secret, secretField }: Authentication): SecretUse[] {
  if (auth === 'none') return []
  return [
    auth === 'bearer' || auth === 'basic' ? { name: secret, as: auth } : { name: secret, as: auth, field: secretField },
  ]
}

/** Finds headers that only the broker may set. During a run, the broker checks them again. */
export const findBrokerHeaderProblems = (names: readonly string[], setting: string): Problem[] =>
  names.filter(isBrokerHeader).map((name) => createBrokerHeaderProblem(name, setting))

/**
 * Finds missing authentication settings and headers that only the broker may set, and warns if a header contains a
 * secret in plain text.
 */
export function checkAuthentication(
  { auth, secret, secretField }: Authentication,
  headers: Readonly<Record<string, string>>,
): Problem[] {
  const problems = findBrokerHeaderProblems(Object.keys(headers), 'headers')
  const exposedHeader = Object.entries(headers).find(
    ([name, value]) => /^(authorization|cookie|x-api-key|api-key|x-auth-token)$/i.test(name) && value !== '',
  )
  if (exposedHeader) {
    problems.push(warning('secret.in-document', { header: exposedHeader[0] }, { where: { setting: 'headers' } }))
  }
  if (auth === 'none') return problems
  const createMissingProblem = (setting: string, missingPart: 'secret' | 'header' | 'query'): Problem =>
    error('secret.missing', { what: missingPart }, { where: { setting } })
  if (secret === '') problems.push(createMissingProblem('secret', 'secret'))
  if ((auth === 'header' || auth === 'query') && secretField === '') {
    problems.push(createMissingProblem('secretField', auth))
  }
  if (auth === 'header') problems.push(...findBrokerHeaderProblems([secretField], 'secretField'))
  return problems
}
