import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'
import type { Picture } from '../draw-empty.ts'
import { renderLoading } from '../render-loading.ts'
import { renderNoServer } from './render-no-server.ts'
import type { ServerDataController } from './server-data-controller.ts'
import { toPath } from '../base-path.ts'

type Source<Data> = Pick<
  ServerDataController<Data, never>,
  'api' | 'workspace' | 'data' | 'problem' | 'isLoading' | 'reload'
>

/** Strings and actions of a page, in addition to its data. */
interface ServerPage {
  title: string
  /** An introductory sentence below the title. */
  lead?: string
  /** Renders the buttons and links next to the title. They are shown only while a server is connected. */
  renderActions?: () => unknown
  /** Picture and text shown while no server is connected. */
  picture: Picture
  needsServer: string
  /** Set for a page of the navigation item "Integrations". Tabs then link to the item's other pages. */
  integration?: Integration
}

const integrations = ['webhooks', 'events', 'agents', 'mcp'] as const
type Integration = (typeof integrations)[number]

/** Renders the tabs that link to the pages of the navigation item "Integrations". */
function renderIntegrations(current: Integration): TemplateResult {
  const allStrings = getStrings()
  return html`<nav class="tabs" aria-label=${allStrings.shell.integrations}>
    ${integrations.map(
      (page) =>
        html`<a href=${toPath(`/${page}`)} aria-current=${page === current ? 'page' : nothing}
          >${allStrings[page].title}</a
        >`,
    )}
  </nav>`
}

/** Renders a page that shows data from a server. */
export const renderServerPage = <Data>(
  source: Source<Data>,
  { title, lead, renderActions, picture, needsServer, integration }: ServerPage,
  renderData: (data: Data) => TemplateResult,
): TemplateResult =>
  html`<main>
    ${integration ? renderIntegrations(integration) : nothing}
    <header>
      <h1 tabindex="-1">${title}</h1>
      ${source.api ? renderActions?.() : nothing}
    </header>
    ${lead === undefined ? nothing : html`<p class="small muted">${lead}</p>`}
    ${renderServerData(source, { picture, needsServer }, renderData)}
  </main>`

/**
 * Renders data from a server. Until it is available, renders a loading message, an error with a retry button, or what
 * connects a server.
 */
export function renderServerData<Data>(
  source: Source<Data>,
  { picture, needsServer }: Pick<ServerPage, 'picture' | 'needsServer'>,
  renderData: (data: Data) => TemplateResult,
): TemplateResult {
  if (!source.api) return renderNoServer(picture, needsServer, source.workspace)
  if (source.data !== undefined) return renderData(source.data)
  if (source.isLoading || !source.problem) return renderLoading()
  const { common } = getStrings()
  return html`<div class="panel empty" role="status" data-testid="load-failed">
    <p>${common.notLoaded}</p>
    <button @click=${() => void source.reload()}>${icon('refresh-cw')} ${common.tryAgain}</button>
  </div>`
}
