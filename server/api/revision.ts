import { error, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'

/** The ETag of a workflow revision. */
export const revisionTag = (revision: number): string => `"${revision}"`

/** Whether the client has this version, according to `If-None-Match`. */
export function isKnown(context: Context<AppEnvironment>, tag: string): boolean {
  const given = context.req.header('if-none-match')
  if (given === undefined) return false
  const known = given.split(',').map((entry) => entry.trim().replace(/^W\//, ''))
  return known.includes(tag) || known.includes('*')
}

export type ExpectedRevision =
  | { revision: number | undefined; problem?: undefined }
  | { problem: Problem; revision?: undefined }

/** The expected revision of a change, from `If-Match`; none if the header is missing or `*`. */
export function expectedRevision(context: Context<AppEnvironment>): ExpectedRevision {
  const given = context.req.header('if-match')?.trim()
  if (given === undefined || given === '*') return { revision: undefined }
  const found = /^"(\d{1,9})"$/.exec(given)?.[1]
  if (found !== undefined) return { revision: Number(found) }
  return { problem: error('request.if-match', { value: given.slice(0, 100) }) }
}

/** The problem of a change that is based on an outdated revision. */
export const revisionConflict = (revision: number): Problem => error('workflow.conflict', { revision })
