import type { CanvasModel } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import { withoutProblemsOf } from './new-nodes.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { keepLast } from './keep-last.ts'
import { withEarlierLoads } from './load-line.ts'

/** The part of a session that a canvas draws and edits. */
export const sessionModel = (
  { document, runs, engine }: WorkflowSession,
  strings: () => CanvasStrings,
  newNodes: () => ReadonlySet<string>,
): CanvasModel => {
  const earlierLoads = keepLast(withEarlierLoads)
  return {
    get document() {
      return document.current
    },
    get description() {
      const texts = strings()
      const described = document.description && texts.nodeTypes.description(document.description, document.current)
      return withoutProblemsOf(earlierLoads(described, document.current, runs.previous, texts), newNodes())
    },
    get catalogue() {
      return strings().nodeTypes.types(engine.catalogue)
    },
    get run() {
      return runs.current
    },
    get progress() {
      return runs.progress
    },
    get stale() {
      return runs.stale
    },
    apply: document.apply,
  }
}
