import type { Workflow } from '@aw-flow/schema'
import { fixture, html } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import type { AwCanvas } from './canvas/aw-canvas.ts'
import type { AwWorkflowEditor } from './elements/editor/aw-workflow-editor.ts'
import { frame, part } from './test-pointer.ts'
import { mainJob, TestSession } from './test-session.ts'

export interface MountedEditor {
  editor: AwWorkflowEditor
  canvas: AwCanvas
  session: TestSession
}

/** A complete editor, 800 pixels high, with a session in memory; motion is reduced. */
export async function mountEditor(document: Workflow = mainJob(), width = 1200): Promise<MountedEditor> {
  await emulateMedia({ reducedMotion: 'reduce' })
  const session = new TestSession({ document })
  const size = `width: ${width}px; height: 800px`
  const editor = await fixture<AwWorkflowEditor>(
    html`<aw-workflow-editor style=${size} .session=${session}></aw-workflow-editor>`,
  )
  await settled()
  const { canvas } = editor
  if (!canvas) throw new Error('No canvas was made.')
  return { editor, canvas, session }
}

/** Resolves when everything requested is rendered. */
export const settled = async (): Promise<void> => {
  await frame()
  await new Promise((resolve) => setTimeout(resolve, 40))
  await frame()
}

/** Drops files on an element at a point of the page. */
export function dropOn(target: Element, files: readonly File[], at: { x: number; y: number }): DragEvent {
  const data = new DataTransfer()
  for (const file of files) data.items.add(file)
  const place = { clientX: at.x, clientY: at.y }
  const event = new DragEvent('drop', { dataTransfer: data, ...place, bubbles: true, composed: true, cancelable: true })
  target.dispatchEvent(event)
  return event
}

export const dropFile = (canvas: AwCanvas, file: File, at: { x: number; y: number }): DragEvent =>
  dropOn(part(canvas, '.surface'), [file], at)
