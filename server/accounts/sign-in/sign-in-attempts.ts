import { setTimeout as sleep } from 'node:timers/promises'
import { Rejection } from '../../http/rejection.ts'
import { createRateRejection } from '../../security/rate-limit.ts'
import { createRandomId } from '../account-tokens.ts'
import {
  createSlowLane,
  failuresPerAccount,
  failuresPerAddress,
  failuresPerClient,
  otherFailuresPerAddress,
  type AttemptLimits,
  type CountedLimit,
} from './attempt-limits.ts'
import type { SessionClient, Sessions } from './sessions.ts'

export interface SignInAttemptOptions {
  sessions: Sessions
  limits: AttemptLimits
  digest(text: string): string
  /** Waits before an attempt that is slowed down. Default: real time. */
  wait?: ((ms: number) => Promise<unknown>) | undefined
}

/** Limits attempts to sign in. */
export function createSignInAttempts({ sessions, limits, digest, wait = sleep }: SignInAttemptOptions) {
  const delayAttempt = createSlowLane(wait)
  /** Returns what identifies the device of a session when it signs in again. */
  const createDevice = (email: string, id = createRandomId()): string => `${id}.${digest(`device ${email} ${id}`)}`
  /** Returns what identifies a client in the limits of an account, and whether the account has signed in there before. */
  const identifyClient = async (
    email: string,
    { address, device }: SessionClient,
  ): Promise<{ subject: string; isKnown: boolean }> => {
    const [id] = device?.split('.') ?? []
    if (id !== undefined && device === createDevice(email, id))
      return { subject: `${email} device ${id}`, isKnown: true }
    return { subject: `${email} ${address}`, isKnown: await sessions.hasAddress(email, address) }
  }
  /** Makes an attempt. It does not count if it succeeds, or fails because an account already exists. */
  const attempt = async <T>(counted: readonly CountedLimit[], make: () => Promise<T>): Promise<T> => {
    const giveBack = async (): Promise<void> => {
      for (const limit of counted) await limits.giveBack(...limit)
    }
    const result = await make().catch(async (cause: unknown) => {
      if (cause instanceof Rejection && cause.status === 409) await giveBack()
      throw cause
    })
    await giveBack()
    return result
  }
  /** Makes an attempt, and counts it for a subject if it fails. */
  const attemptWithin = async <T>(limit: CountedLimit, make: () => Promise<T>): Promise<T> => {
    await limits.require(...limit)
    return attempt([limit], make)
  }
  return {
    createDevice,
    identifyClient,
    attemptWithin,
    /**
     * Makes an attempt that can fail because of a wrong code or password. Failures of one client end its own attempts;
     * those of others slow down the attempts of unknown devices.
     */
    async attemptSignIn<T>(email: string, client: SessionClient, make: () => Promise<T>): Promise<T> {
      const { subject, isKnown } = await identifyClient(email, client)
      await limits.require(failuresPerClient, subject)
      const slowingLimits: readonly CountedLimit[] = isKnown
        ? []
        : [
            [failuresPerAccount, email],
            [failuresPerAddress, client.address],
          ]
      for (const [limit, limitSubject] of slowingLimits) {
        const exceededLimit = await limits.count(limit, limitSubject)
        if (exceededLimit && !(await delayAttempt(`${limit.name} ${limitSubject}`, exceededLimit.excess)))
          throw createRateRejection(exceededLimit.retryAfter)
      }
      return attempt([[failuresPerClient, subject], ...slowingLimits], make)
    },
    /** Makes an attempt that cannot be guessed, such as with a passkey. */
    attemptFromAddress: <T>({ address }: SessionClient, make: () => Promise<T>): Promise<T> =>
      attemptWithin([otherFailuresPerAddress, address], make),
  }
}
