import { NodeError, type EventPublisher, type PublishedEvent } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Publishes an event on behalf of a run. Resolves with the problem if the event was rejected. */
export type PublishRunEvent = (event: PublishedEvent) => Promise<Problem | undefined>

/** Creates the port through which runs publish events to their workspace. */
export const openEvents = (publish: PublishRunEvent): EventPublisher => ({
  async publish(event) {
    const problem = await publish(event)
    if (problem) throw new NodeError('permanent', problem)
  },
})
