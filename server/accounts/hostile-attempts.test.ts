import { beforeEach, expect, test } from 'vitest'
import { orRejection, readCode } from '../testing/test-accounts.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { Email } from './mailer.ts'
import { createPasswords } from './sign-in/passwords.ts'
import type { SignIn } from './sign-in/sign-in.ts'
import type { SessionClient } from './sign-in/sessions.ts'

const mails: Email[] = []
let time = Date.UTC(2026, 10, 20)
const delays: number[] = []
const { server } = openTestApp({
  accounts: { signUp: 'open', mails, now: () => time, wait: async (ms) => void delays.push(ms) },
})

const address = '192.0.2.1'
let email = ''
let accountCount = 0
/** Limits of attempts of one test do not affect the next one, and no account has signed in before. */
beforeEach(() => {
  time += 2 * 86_400_000
  email = `owner-${++accountCount}@example.com`
})
const client = (other: Partial<SessionClient> = {}): SessionClient => ({ address, userAgent: '', ...other })
const addressOf = (index: number): string => `198.51.${100 + Math.floor(index / 250)}.${index % 250}`
const password = 'correct horse battery'

type Attack = (ways: SignIn, index: number) => Promise<unknown>

/** Actions of others, who know the email address of the account, from the address of its owner or from many. */
const attacks: Record<string, Attack> = {
  'send wrong passwords from the same address': (ways) => ways.logIn({ email, password: 'wrong' }, client()),
  'send wrong passwords from many addresses': (ways, index) =>
    ways.logIn({ email, password: 'wrong' }, client({ address: addressOf(index) })),
  'send wrong codes from the same address': (ways) => ways.verifyCode({ email, code: '000000' }, client()),
  'send wrong codes from many addresses': (ways, index) =>
    ways.verifyCode({ email, code: '000000' }, client({ address: addressOf(index) })),
  'send wrong codes of new passwords': (ways) => ways.resetPassword({ email, code: '000000', password }, client()),
  'register with wrong codes': (ways) => ways.register({ email, code: '000000', password }, client()),
  'request codes from the same address': (ways) => ways.requestCode({ email, purpose: 'login' }, client()),
  'request codes from many addresses': (ways, index) =>
    ways.requestCode({ email, purpose: 'login' }, client({ address: addressOf(index) })),
  'request codes to sign up and for new passwords': (ways, index) =>
    ways.requestCode({ email, purpose: index % 2 ? 'signup' : 'reset' }, client()),
  'request codes for other accounts from the same address': (ways, index) =>
    ways.requestCode({ email: `other-${index}@example.com`, purpose: 'login' }, client()),
  'send wrong passwords for other accounts from the same address': (ways, index) =>
    ways.logIn({ email: `other-${index}@example.com`, password: 'wrong' }, client()),
  'send wrong passwords with forged devices': (ways, index) =>
    ways.logIn({ email, password: 'wrong' }, client({ device: `device-${index}.mac` })),
  'send invalid passkeys': (ways) => ways.signInWithPasskey(async () => undefined, client()),
  'request challenges of passkeys': (ways) => ways.countChallenge(client()),
  'send wrong setup links': (ways) => ways.setUp({ token: 'wrong', email }, client()),
  'fail with an identity provider': (ways, index) =>
    ways.signInWithProvider(
      { issuer: 'i', subject: `${index}`, email, isEmailVerified: false, name: undefined },
      client(),
    ),
  'send wrong refresh tokens': (ways) => ways.refresh('wrong'),
}

test.each(Object.entries(attacks))('if others %s, the owner signs in on a new device', async (_, attack) => {
  const { accounts } = server.backend
  const { signIn: ways, users } = accounts!
  const user = await users.add({ email, isVerified: true })
  const hasher = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 })
  await users.setPassword(user!.id, await hasher.hash(password))
  mails.length = 0
  await ways.requestCode({ email, purpose: 'login' }, client())
  const code = await readCode(mails, email)
  for (let index = 0; index < 120; index++) await orRejection(attack(ways, index) as Promise<never>)

  delays.length = 0
  // The code that was sent before, a password, and a code that is requested after a while.
  expect(await orRejection(ways.verifyCode({ email, code }, client()))).toMatchObject({ expiresIn: 900 })
  for (const owner of [client(), client({ address: '203.0.113.1' })])
    expect(await orRejection(ways.logIn({ email, password }, owner))).toMatchObject({ expiresIn: 900 })
  time += 300_000
  mails.length = 0
  await orRejection(attack(ways, 0) as Promise<never>)
  await orRejection(ways.requestCode({ email, purpose: 'login' }, client()) as Promise<never>)
  const sent = await readCode(mails, email)
  const verified = await orRejection(ways.verifyCode({ email, code: sent }, client()))
  expect(verified).toMatchObject({ expiresIn: 900 })
  expect(Math.max(0, ...delays)).toBeLessThanOrEqual(30_000)
})
