import { sql, type RawBuilder } from 'kysely'

/** Longer than the longest delay, in ms: retries and intervals take at most a day. */
const maxDelayMs = 2 * 86_400_000

/**
 * Returns the condition that a time has come. A time later than all delays was stored while the clock was ahead, such as
 * that of a computer that starts without the correct time; its row would otherwise wait until the wrong time.
 */
export const isDue = (column: RawBuilder<unknown>, now: number): RawBuilder<boolean> =>
  sql<boolean>`(${column} <= ${new Date(now)} or ${column} > ${new Date(now + maxDelayMs)})`

/** Returns whether a time is at most `maxAgeMs` ago. A later one was taken while the clock was ahead. */
export const isRecent = (time: number, maxAgeMs: number, now: number): boolean => time <= now && now - time < maxAgeMs

/**
 * Returns the condition that something with a lifetime has not expired. An expiry that is later than twice the lifetime was
 * stored while the clock was ahead: a code or session would otherwise be valid until the wrong time.
 */
export const isUnexpired = (column: RawBuilder<unknown>, now: number, lifetimeMs: number): RawBuilder<boolean> =>
  sql<boolean>`(${column} > ${new Date(now)} and ${column} <= ${new Date(now + 2 * lifetimeMs)})`
