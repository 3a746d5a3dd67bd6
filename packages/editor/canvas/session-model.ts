import type { CanvasModel } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import { withoutProblemsOf } from './new-nodes.ts'
import type { NodeTypeTexts } from '../language/node-type-texts.ts'

/** The part of a session that a canvas draws and edits. */
export const sessionModel = (
  { document, runs, engine }: WorkflowSession,
  nodeTypes: () => NodeTypeTexts,
  newNodes: () => ReadonlySet<string>,
): CanvasModel => ({
  get document() {
    return document.current
  },
  get description() {
    const described = document.description && nodeTypes().description(document.description, document.current)
    return withoutProblemsOf(described, newNodes())
  },
  get catalogue() {
    return nodeTypes().types(engine.catalogue)
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
})
