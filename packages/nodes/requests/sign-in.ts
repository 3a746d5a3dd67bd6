import type { SecretUse } from '@aw-flow/engine'
import { error, type Problem, warning } from '@aw-flow/schema'
import { z } from 'zod'

/** The settings by which a node signs in: which secret, and how it goes into the request. */
export const signInSettings = {
  auth: z.enum(['none', 'bearer', 'basic', 'header', 'query']).default('none').meta({
    title: 'Sign in',
    description:
      'How the secret is sent: as a bearer token, as name:password (basic), in a header, or in a query parameter.',
  }),
  secret: z
    .string()
    .default('')
    .meta({
      title: 'Secret',
      description: 'The name of the secret. Its value is kept where the workflow runs, and goes to its hosts only.',
      format: 'secret',
      when: { auth: ['bearer', 'basic', 'header', 'query'] },
    }),
  secretField: z
    .string()
    .default('')
    .meta({
      title: 'Secret goes into',
      description: 'The name of the header or of the query parameter, for a secret that is sent so.',
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

/** What is missing to sign in, before a run; and a secret that stands in a header as it is. */
export function signInProblems(
  { auth, secret, secretField }: SignIn,
  headers: Readonly<Record<string, string>>,
): Problem[] {
  const problems: Problem[] = []
  const told = Object.entries(headers).find(
    ([name, value]) =>
      /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token)$/i.test(name) && value !== '',
  )
  if (told) {
    problems.push(warning('secret.in-document', { header: told[0] }, { where: { setting: 'headers' } }))
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
