import { expect, test } from 'vitest'
import { contentSecurityPolicy, createPolicy } from './content-security-policy.ts'

const parse = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/, 2) as [string, string]))

test('restricts what does not fall back to default-src', () => {
  expect(parse(contentSecurityPolicy)).toMatchObject({
    'default-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  })
})

test('allows configured origins to show the studio in a frame, and to be called', () => {
  const policy = createPolicy({
    connectOrigins: ['http://localhost:11434'],
    frameAncestors: ['https://portal.example', 'https://intranet.example:8443'],
  })
  expect(parse(policy)).toEqual({
    ...parse(contentSecurityPolicy),
    'connect-src': "'self' http://localhost:11434",
    'frame-ancestors': 'https://portal.example https://intranet.example:8443',
  })
})
