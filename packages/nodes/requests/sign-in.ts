import type { SecretUse } from '@aw-flow/engine'
import { error, type Problem, warning } from '@aw-flow/schema'
import { z } from 'zod'

/** Settings that authenticate a request: the secret, and the part of the request that contains it. */
export const signInSettings = {
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
      description: 'Name of the secret. Its value stays where the workflow runs and goes only to its allowed hosts.',
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

export interface SignIn {
  auth: 'none' | 'bearer' | 'basic' | 'header' | 'query'
  secret: string
  secretField: string
}

/** The secrets of a request. */
export function secretsOf({ auth, secret, secretField }: SignIn): SecretUse[] {
  if (auth === 'none') return []
  return [
    auth === 'bearer' || auth === 'basic' ? { name: secret, as: auth } : { name: secret, as: auth, field: secretField },
  ]
}

/**
 * Problems for missing authentication settings before a run, and a warning if a secret is written directly into a
 * header.
 */
export function signInProblems(
  { auth, secret, secretField }: SignIn,
  headers: Readonly<Record<string, string>>,
): Problem[] {
  const problems: Problem[] = []
  const exposed = Object.entries(headers).find(
    ([name, value]) =>
      /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token)$/i.test(name) && value !== '',
  )
  if (exposed) {
    problems.push(warning('secret.in-document', { header: exposed[0] }, { where: { setting: 'headers' } }))
  }
  if (auth === 'none') return problems
  const missing = (setting: string, what: 'secret' | 'header' | 'query'): Problem =>
    error('secret.missing', { what }, { where: { setting } })
  if (secret === '') problems.push(missing('secret', 'secret'))
  if ((auth === 'header' || auth === 'query') && secretField === '') {
    problems.push(missing('secretField', auth))
  }
  return problems
}
