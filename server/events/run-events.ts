import { matchAllowedHost, NodeError, type EventPublisher, type GrantedAccess } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { RunContext } from '../runs/run-context.ts'
import type { Store, WorkspaceStore } from '../store/open-store.ts'
import { findEventProblem } from './check-event.ts'
import { maxEventDepth } from './event.ts'

/** Creates the capability through which a run publishes events. Any server's dispatcher can handle them. */
export function createRunEventPublisher(
  { findRunOwner }: Pick<Store, 'findRunOwner'>,
  { events, eventTypes }: Pick<WorkspaceStore, 'events' | 'eventTypes'>,
  { run: runId, readAccess }: Pick<RunContext, 'run' | 'readAccess'>,
): EventPublisher {
  return {
    async publish({ type, subject, data, key }) {
      // An imported workflow may publish events of a type only if its granted hosts include `events/TYPE/`. This is not a
      // real host, so no connection is made to it.
      const host = `events/${type}/`
      const grantedAccess = await readAccess()
      if (grantedAccess && !isGranted(grantedAccess, host))
        throw new NodeError('permanent', error('access.not-granted.host', { host }))
      const problem = await findEventProblem({ type, data }, eventTypes)
      if (problem) throw new NodeError('permanent', problem)
      const depth = (await findRunOwner(runId))?.eventDepth ?? 0
      if (depth >= maxEventDepth)
        throw new NodeError('permanent', error('event.loop', { event: type, max: maxEventDepth }))
      await events.add({ type, subject, data, source: `/runs/${runId}`, eventId: key, run: { id: runId, depth } }, 0)
    },
  }
}

const isGranted = ({ hosts }: GrantedAccess, host: string): boolean =>
  URL.canParse(`https://${host}`) && matchAllowedHost(hosts, new URL(`https://${host}`)) !== undefined
