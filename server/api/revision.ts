import { error, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { Rejection } from '../http/rejection.ts'

/** Returns the ETag for a workflow revision. */
export const toRevisionTag = (revision: number): string => `"${revision}"`

/**
 * Returns whether the client already has the version with this ETag, based on the `If-None-Match` header. Lets only the
 * client cache the response, and only to ask with its ETag whether it is current.
 */
export function isCachedByClient(context: Context<AppEnvironment>, tag: string): boolean {
  context.header('Cache-Control', 'private, no-cache')
  const header = context.req.header('if-none-match')
  if (header === undefined) return false
  const tags = header.split(',').map((entry) => entry.trim().replace(/^W\//, ''))
  return tags.includes(tag) || tags.includes('*')
}

/**
 * Reads the revision that a change is based on from the `If-Match` header. The revision is `undefined` if the header is
 * missing or `*`.
 *
 * @throws {Rejection} 400 if the header is not valid.
 */
export function readExpectedRevision(context: Context<AppEnvironment>): number | undefined {
  const header = context.req.header('if-match')?.trim()
  if (header === undefined || header === '*') return undefined
  const digits = /^"(\d{1,9})"$/.exec(header)?.[1]
  if (digits !== undefined) return Number(digits)
  throw new Rejection(400, error('request.if-match', { value: header.slice(0, 100) }))
}

/** Creates the problem for a change based on an outdated revision. */
export const createConflictProblem = (revision: number): Problem => error('workflow.conflict', { revision })
