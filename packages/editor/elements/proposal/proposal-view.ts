import { diffScenes, type SceneDiff } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit, type Workflow } from '@aw-flow/schema'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { createContentBuilder } from '../../canvas/node-content.ts'
import { compareWorkflows } from '../../versions/changes.ts'
import { createVersionSession } from '../../versions/version-session.ts'

/** A document after a proposed change, and its differences from the current one. */
export interface ProposalView {
  /** A session that shows the document and ignores edits. */
  readonly session: WorkflowSession
  readonly diff: SceneDiff
}

/** Creates the view of a document edit, with the texts and node types of the canvas that shows the document. */
export function createProposalView(canvas: AwCanvas, current: Workflow, edit: Edit): ProposalView | undefined {
  const { activeSession, strings, types } = canvas
  if (!activeSession) return undefined
  const { workflow } = applyEdit(current, edit)
  const changes = compareWorkflows(current, workflow)
  return {
    session: createVersionSession(activeSession, workflow),
    diff: diffScenes(current, workflow, changes, types, createContentBuilder(strings)),
  }
}
