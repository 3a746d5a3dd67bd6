import { html } from 'lit'
import { getStrings } from '../language/strings.ts'
import { openDialog } from '../shell/studio-dialog.ts'
import type { Workspace } from '../workspace.ts'
import './server-panel.ts'

/** Connects a server from a page, using the same form as the settings. The dialog closes once a server is selected. */
export function openServerDialog(host: {
  readonly renderRoot: ParentNode
  readonly workspace?: Workspace | undefined
}): void {
  const { common, server } = getStrings()
  openDialog(host, {
    heading: host.workspace?.server ? server.title : common.connectServer,
    testId: 'server-dialog',
    // The dialog closes only after the event has reached the page, which reopens the workspace.
    content: (close) =>
      html`<studio-server
        .workspace=${host.workspace}
        .isCompact=${true}
        @studio-server=${() => queueMicrotask(close)}
      ></studio-server>`,
  })
}
