import { NodeError, type EventPublisher, type PublishedEvent } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Publishes an event of a run. Resolves with why it was rejected. */
export type PublishRunEvent = (event: PublishedEvent) => Promise<Problem | undefined>

/** Opens the events of a workspace as a port of its runs. */
export const openEvents = (publish: PublishRunEvent): EventPublisher => ({
  async publish(event) {
    const problem = await publish(event)
    if (problem) throw new NodeError('permanent', problem)
  },
})
