import type { Workflow } from '@aw-flow/schema'
import { fixture, html } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import type { AwCanvas } from './canvas/aw-canvas.ts'
import type { AwWorkflowEditor } from './elements/editor/aw-workflow-editor.ts'
import { waitForFrame, getElement } from './test-pointer.ts'
import { mainJob, TestSession } from './test-session.ts'

export interface MountedEditor {
  editor: AwWorkflowEditor
  canvas: AwCanvas
  session: TestSession
}

/**
 * Mounts a complete editor, 800 pixels high, with an in-memory session and reduced motion. In a wide one, the palette is
 * open, as if the user had chosen so.
 */
export async function mountEditor(document: Workflow = mainJob(), width = 1200): Promise<MountedEditor> {
  await emulateMedia({ reducedMotion: 'reduce' })
  if (width >= 1_180) localStorage.setItem('aw-palette-shown', '1')
  const session = new TestSession({ document })
  const size = `width: ${width}px; height: 800px`
  const editor = await fixture<AwWorkflowEditor>(
    html`<aw-workflow-editor style=${size} .session=${session}></aw-workflow-editor>`,
  )
  await whenSettled()
  const { canvas } = editor
  if (!canvas) throw new Error('The editor has no canvas.')
  return { editor, canvas, session }
}

/** Resolves when all updates that an action requested have rendered. */
export const whenSettled = async (action?: unknown): Promise<void> => {
  await waitForFrame(action)
  await new Promise((resolve) => setTimeout(resolve, 40))
  await waitForFrame()
}

/** Drops files on an element, at a point on the page. */
export function dropFiles(target: Element, files: readonly File[], point: { x: number; y: number }): DragEvent {
  const data = new DataTransfer()
  for (const file of files) data.items.add(file)
  const clientPoint = { clientX: point.x, clientY: point.y }
  const event = new DragEvent('drop', {
    dataTransfer: data,
    ...clientPoint,
    bubbles: true,
    composed: true,
    cancelable: true,
  })
  target.dispatchEvent(event)
  return event
}

export const dropFile = (canvas: AwCanvas, file: File, point: { x: number; y: number }): DragEvent =>
  dropFiles(getElement(canvas, '.surface'), [file], point)
