import { matchAllowedHost, type GrantedAccess } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { PublishRunEvent } from '../runs/ports/open-events.ts'
import type { Store, WorkspaceStore } from '../store/open-store.ts'
import { findEventProblem } from './check-event.ts'
import { maxEventDepth } from './event.ts'

/** Creates the function that a run uses to publish events. Any server's dispatcher can handle them. */
export function createRunEventPublisher(
  { findRunOwner }: Pick<Store, 'findRunOwner'>,
  { events, eventTypes }: Pick<WorkspaceStore, 'events' | 'eventTypes'>,
  { run: runId, readAccess }: { run: string; readAccess(): Promise<GrantedAccess | undefined> },
): PublishRunEvent {
  return async ({ type, subject, data, key }) => {
    // An imported workflow may publish events of a type only if its granted hosts include `events/TYPE/`. This is not a
    // real host, so no connection is made to it.
    const host = `events/${type}/`
    const grantedAccess = await readAccess()
    if (grantedAccess && !isGranted(grantedAccess, host)) return error('access.not-granted.host', { host })
    const problem = await findEventProblem({ type, data }, eventTypes)
    if (problem) return problem
    const depth = (await findRunOwner(runId))?.eventDepth ?? 0
    if (depth >= maxEventDepth) return error('event.loop', { event: type, max: maxEventDepth })
    await events.add({ type, subject, data, source: `/runs/${runId}`, eventId: key, run: { id: runId, depth } }, 0)
    return undefined
  }
}

const isGranted = ({ hosts }: GrantedAccess, host: string): boolean =>
  URL.canParse(`https://${host}`) && matchAllowedHost(hosts, new URL(`https://${host}`)) !== undefined
