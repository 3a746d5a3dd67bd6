import type { WorkflowSession } from '@aw-flow/client'
import { html, render } from 'lit'
import type { EditorContext } from '../elements/editor/editor-context.ts'
import type { Extension, PanelContext } from '../extensions/extension.ts'
import type { MountContent } from '../extensions/mount-part.ts'
import { waitUntilReady } from '../wait-until-ready.ts'
import type { VersionShowEvent } from './aw-versions.ts'

const panelId = 'aw-versions'

/** A request to the panel when it is opened. */
interface VersionsRequest {
  /** Moves focus to the field for a new version's name, or to the list. */
  readonly focus?: 'name' | 'list'
  /** Selects the next (1) or previous (-1) change. */
  readonly step?: 1 | -1
}

const mountVersions: MountContent<PanelContext> = (container, context) => {
  let handledRequest: VersionsRequest | undefined
  const update = (editor: PanelContext): void => {
    const { workflowSession, canvas, path, strings, readonly, close, showDocument } = editor
    render(
      html`<aw-versions
        part="versions"
        .session=${workflowSession}
        .canvas=${canvas}
        .path=${path}
        .strings=${strings.versions}
        ?readonly=${readonly}
        @aw-versions-close=${close}
        @aw-version-show=${({ document }: VersionShowEvent) => showDocument(document)}
      ></aw-versions>`,
      container,
    )
    const request = (editor.argument ?? defaultRequest) as VersionsRequest
    if (request === handledRequest) return
    handledRequest = request
    void handleRequest(container.querySelector('aw-versions'), request)
  }
  update(context)
  return { update }
}

const defaultRequest: VersionsRequest = { focus: 'list' }

async function handleRequest(
  element: HTMLElementTagNameMap['aw-versions'] | null,
  { focus, step }: VersionsRequest,
): Promise<void> {
  const versions = await waitUntilReady(element)
  if (focus) versions?.focusOn(focus)
  if (step) versions?.step(step)
}

/** The number of merge conflicts that each editor last showed, and their session. */
const conflicts = new WeakMap<EditorContext, { session: WorkflowSession; count: number }>()

/** Opens the panel when a merge causes new conflicts. */
function onSessionChange(editor: EditorContext): void {
  const session = editor.workflowSession
  const previous = conflicts.get(editor)
  const count = session.document.versions?.conflicts.length ?? 0
  conflicts.set(editor, { session, count })
  const previousCount = previous?.session === session ? previous.count : 0
  if (count > previousCount && editor.openPanelId !== panelId) editor.openPanel(panelId, {} satisfies VersionsRequest)
}

/** The versions of the workflow, in a side panel. */
export const versionsExtension: Extension = {
  name: 'aw-versions',
  panels: [
    {
      id: panelId,
      title: ({ versions }) => versions.title,
      icon: 'rotate-ccw-clock',
      hasHeading: true,
      isAvailable: ({ workflowSession }) => workflowSession.document.versions !== undefined,
      mount: mountVersions,
    },
  ],
  on: {
    'aw-versions': ({ action }, editor) => {
      const isOpen = editor.openPanelId === panelId
      if (action === 'next' || action === 'previous') {
        if (isOpen) editor.openPanel(panelId, { step: action === 'next' ? 1 : -1 } satisfies VersionsRequest)
      } else if (editor.workflowSession.document.versions)
        editor.openPanel(panelId, { focus: action === 'keep' ? 'name' : 'list' } satisfies VersionsRequest)
    },
  },
  onSessionChange(aspect, editor) {
    if (aspect === 'versions' || aspect === 'session') onSessionChange(editor)
  },
}
