import { html, type TemplateResult } from 'lit'
import '../../settings/server-panel.ts'
import type { Workspace } from '../../workspace.ts'
import { renderEmpty, type Picture } from '../draw-empty.ts'

/**
 * Renders the content of a page that requires a server while none is connected. The page's own server is connected by a
 * button, and any other by its address.
 */
export const renderNoServer = (picture: Picture, text: string, workspace: Workspace | undefined): TemplateResult =>
  renderEmpty(picture, text, html`<studio-server .workspace=${workspace} .isCompact=${true}></studio-server>`)
