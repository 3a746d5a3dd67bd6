import { setTimeout as sleep } from 'node:timers/promises'
import { Rejection } from '../../http/rejection.ts'
import { createRateRejection } from '../../security/rate-limit.ts'
import { createRandomId } from '../account-tokens.ts'
import {
  createSlowLane,
  failuresPerAccount,
  failuresPerAddress,
  failuresPerClient,
  maxDelayMs,
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
  const giveBack = async (counted: readonly CountedLimit[]): Promise<void> => {
    for (const limit of counted) await limits.giveBack(...limit)
  }
  /** Makes an attempt. It does not count if it succeeds, or fails because an account already exists. */
  const attempt = async <T>(counted: readonly CountedLimit[], make: () => Promise<T>): Promise<T> => {
    const result = await make().catch(async (cause: unknown) => {
      if (cause instanceof Rejection && cause.status === 409) await giveBack(counted)
      throw cause
    })
    await giveBack(counted)
    return result
  }
  /**
   * Counts an attempt, and slows it down beyond the limit. If too many are waiting, it is rejected without being checked,
   * and does not count. Resolves with whether the limit is exceeded.
   */
  const countSlowly = async ([limit, subject]: CountedLimit, client?: string): Promise<boolean> => {
    const exceededLimit = await limits.count(limit, subject)
    if (!exceededLimit) return false
    if (await delayAttempt(`${limit.name} ${subject}`, exceededLimit.excess, client)) return true
    await limits.giveBack(limit, subject)
    throw createRateRejection(maxDelayMs / 1000)
  }
  /**
   * Makes attempts of one subject, which are slowed down beyond a limit of failures. A right one is never refused; a wrong
   * one is then rejected as one of too many.
   */
  const attemptWithin = async <T>(limit: CountedLimit, make: () => Promise<T>): Promise<T> => {
    const isExceeded = await countSlowly(limit)
    return attempt([limit], make).catch((cause: unknown) => {
      throw isExceeded && cause instanceof Rejection && cause.status === 401
        ? createRateRejection(maxDelayMs / 1000)
        : cause
    })
  }
  return {
    createDevice,
    identifyClient,
    attemptWithin,
    countSlowly,
    /**
     * Makes an attempt that can fail because of a wrong code or password. Failures of one client slow down its own
     * attempts; those of others slow down the attempts of unknown devices.
     */
    async attemptSignIn<T>(email: string, client: SessionClient, make: () => Promise<T>): Promise<T> {
      const { subject, isKnown } = await identifyClient(email, client)
      const { address } = client
      const slowingLimits: readonly (readonly [CountedLimit, client: string])[] = isKnown
        ? []
        : [
            [[failuresPerAccount, email], address],
            [[failuresPerAddress, address], email],
          ]
      return attemptWithin([failuresPerClient, subject], async () => {
        const counted: CountedLimit[] = []
        try {
          for (const [limit, waitingClient] of slowingLimits) {
            await countSlowly(limit, waitingClient)
            counted.push(limit)
          }
        } catch (cause) {
          await giveBack([...counted, [failuresPerClient, subject]])
          throw cause
        }
        return attempt(counted, make)
      })
    },
    /** Makes an attempt that cannot be guessed, such as with a passkey. Failures of others behind the address slow it down. */
    async attemptFromAddress<T>({ address }: SessionClient, make: () => Promise<T>): Promise<T> {
      const limit: CountedLimit = [otherFailuresPerAddress, address]
      await countSlowly(limit)
      return attempt([limit], make)
    },
  }
}
