import { diffScenes, type SceneDiff } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import { applyEdit, type Edit, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { createContentBuilder } from '../../canvas/node-content.ts'
import { compareWorkflows } from '../../versions/changes.ts'
import { DerivedSession } from '../../derived-session.ts'
import { extendPart } from '../../extend-part.ts'
import { sessionChange } from '../../session-controller.ts'
import { createVersionSession } from '../../versions/version-session.ts'

/** The document after a proposed change, and its differences from the current document. */
export interface ProposalView {
  /** A session with the document after the change. It ignores edits. */
  readonly session: WorkflowSession
  readonly diff: SceneDiff
  /** Description of the document after the change; `undefined` until the engine has computed it. */
  readonly description: WorkflowDescription | undefined
}

/**
 * Creates the view of the document after an edit, using the UI strings and node types of `canvas`. Returns `undefined`
 * if the canvas has no session.
 *
 * @param onDescribed - Called with the description, or with `undefined` if the engine cannot provide one.
 */
export function createProposalView(
  canvas: AwCanvas,
  current: Workflow,
  edit: Edit,
  onDescribed: (description: WorkflowDescription | undefined) => void,
): ProposalView | undefined {
  const { activeSession, strings, types } = canvas
  if (!activeSession) return undefined
  const { workflow } = applyEdit(current, edit)
  const changes = compareWorkflows(current, workflow)
  let description: WorkflowDescription | undefined
  const versionSession = createVersionSession(activeSession, workflow)
  void versionSession.close()
  const document = extendPart(versionSession.document, {
    get description() {
      return description
    },
  })
  const session = new DerivedSession(activeSession, document, versionSession.runs)
  const describe = async (): Promise<void> => {
    description = await activeSession.assistant?.describeOther(workflow).catch(() => undefined)
    if (description) session.dispatchEvent(Object.assign(new Event(sessionChange), { aspect: 'description' }))
    onDescribed(description)
  }
  void describe()
  return {
    session,
    diff: diffScenes(current, workflow, changes, types, createContentBuilder(strings)),
    get description() {
      return description
    },
  }
}
