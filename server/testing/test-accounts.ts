import { expect } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import type { Rejection } from '../http/rejection.ts'
import { readBody, type Body } from './test-requests.ts'
import type { TestServer } from './open-test-server.ts'

/** Sends requests with an access token or an API key. */
export interface Client {
  token: string
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
}

export const createClient = (server: TestServer, token: string): Client => ({
  token,
  ask: (method, path, body, headers = {}) =>
    server.ask(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
})

/** Resolves with what a sign-in was rejected with. */
export const orRejection = <T>(attempt: Promise<T>): Promise<Partial<T & Rejection>> =>
  attempt.catch((cause: unknown) => cause as Rejection) as Promise<Partial<T & Rejection>>

/** Returns the code of the last email to an address. Emails are sent after the response. */
export async function readCode(mails: readonly Email[], email: string): Promise<string> {
  let code: string | undefined
  await expect.poll(() => (code = findCode(mails, email))).toBeDefined()
  return code!
}

const findCode = (mails: readonly Email[], email: string): string | undefined =>
  /: (\d{6})$/m.exec(mails.findLast(({ to }) => to === email)?.text ?? '')?.[1]

/** Signs in with a code, and creates the account if it is new. */
export async function signIn(
  server: TestServer,
  mails: Email[],
  email: string,
): Promise<Client & { refreshToken: string; id: string }> {
  mails.length = 0
  const requested = await server.send('POST', '/api/v1/auth/request-otp', { email, purpose: 'login' })
  expect(requested.status, await requested.clone().text()).toBe(200)
  const verified = await server.send('POST', '/api/v1/auth/verify-otp', { email, code: await readCode(mails, email) })
  expect(verified.status, await verified.clone().text()).toBe(200)
  const body: Body = await readBody(verified)
  return {
    ...createClient(server, String(body.access_token)),
    refreshToken: String(body.refresh_token),
    id: String((body.user as { id: string }).id),
  }
}
