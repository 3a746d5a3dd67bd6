import type { Text } from '@aw-flow/messages'
import type { Workflow } from '@aw-flow/schema'

const skippedFor = /^(Not run, because ")([^"]+)(?=" )/

/** Why a node was skipped, with the title of the node that it was skipped for: people do not know its id. */
export const skipReason = (reason: Text, workflow: Workflow | undefined): Text =>
  typeof reason !== 'string'
    ? reason
    : reason.replace(skippedFor, (all, before: string, id: string) => {
        const title = workflow?.nodes.find((node) => node.id === id)?.data.label
        // A quote in a title would end it too early for anyone who reads the sentence in another language.
        return title && !title.includes('"') ? before + title : all
      })
