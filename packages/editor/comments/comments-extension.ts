import { html, render } from 'lit'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import type { Extension, PanelContext } from '../extensions/extension.ts'
import type { MountContent } from '../extensions/mount-part.ts'
import { waitUntilReady } from '../wait-until-ready.ts'
import { CommentOpenEvent } from './comment-open-event.ts'

const panelId = 'aw-comments'

/** A request to the panel when it is opened. */
interface CommentsRequest {
  /** The thread, or a comment in it, to show. Absent: the form for a new thread. */
  readonly thread?: string | undefined
}

const mountComments: MountContent<PanelContext> = (container, context) => {
  let handledRequest: CommentsRequest | undefined
  const update = ({ workflowSession, canvas, path, strings, close, argument }: PanelContext): void => {
    render(
      html`<aw-comments
        part="comments"
        .session=${workflowSession}
        .canvas=${canvas}
        .path=${path}
        .editorStrings=${strings}
        @aw-comments-close=${close}
      ></aw-comments>`,
      container,
    )
    const request = (argument ?? newThread) as CommentsRequest
    if (request === handledRequest) return
    handledRequest = request
    void waitUntilReady(container.querySelector('aw-comments')).then((element) => element?.focusOn(request.thread))
  }
  update(context)
  return { update }
}

const newThread: CommentsRequest = {}

const commentCommand: CanvasCommand = {
  id: 'comment',
  keys: ['Mod+Alt+m'],
  menu: ['node', 'edge', 'empty'],
  enabled: ({ activeSession }) => activeSession?.comments?.canComment === true,
  run: (host) => host.dispatchEvent(new CommentOpenEvent({ thread: undefined })),
}

/** The comments on the workflow, in a side panel. */
export const commentsExtension: Extension = {
  name: 'aw-comments',
  commands: [commentCommand],
  panels: [
    {
      id: panelId,
      title: ({ commentsTitle }) => commentsTitle,
      icon: 'message-square',
      hasHeading: true,
      isAvailable: ({ workflowSession }) => workflowSession.comments !== undefined,
      mount: mountComments,
    },
  ],
  on: {
    'aw-comment-open': ({ thread }, editor) => editor.openPanel(panelId, { thread } satisfies CommentsRequest),
  },
}
