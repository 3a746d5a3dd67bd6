import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { strings } from '../../language/strings.ts'
import { renderLoading } from '../render-loading.ts'
import { renderNoServer } from './render-no-server.ts'
import type { ServerDataController } from './server-data-controller.ts'

type Source<Data> = Pick<ServerDataController<Data, never>, 'api' | 'data' | 'problem' | 'isLoading' | 'reload'>

/** The text and buttons above the data of a page. */
interface ServerPage {
  title: string
  /** A sentence about the page below its title. */
  lead?: string
  /** Renders buttons and links beside the title. They are shown while a server is connected. */
  renderActions?: () => unknown
  /** Text that is shown while no server is connected. */
  needsServer: string
  /** The page under the navigation item "Integrations". If set, links to the other pages of this item are rendered. */
  integration?: Integration
}

const integrations = ['webhooks', 'events', 'agents', 'mcp'] as const
type Integration = (typeof integrations)[number]

/** Renders links to the pages of the navigation item "Integrations". */
function renderIntegrations(current: Integration): TemplateResult {
  const texts = strings()
  return html`<nav class="tabs" aria-label=${texts.shell.integrations}>
    ${integrations.map(
      (page) => html`<a href="/${page}" aria-current=${page === current ? 'page' : nothing}>${texts[page].title}</a>`,
    )}
  </nav>`
}

/** Renders a page that shows data of a server. */
export const renderServerPage = <Data>(
  source: Source<Data>,
  { title, lead, renderActions, needsServer, integration }: ServerPage,
  renderData: (data: Data) => TemplateResult,
): TemplateResult =>
  html`<main>
    ${integration ? renderIntegrations(integration) : nothing}
    <header>
      <h1 tabindex="-1">${title}</h1>
      ${source.api ? renderActions?.() : nothing}
    </header>
    ${lead === undefined ? nothing : html`<p class="small muted">${lead}</p>`}
    ${renderServerData(source, needsServer, renderData)}
  </main>`

/**
 * Renders data of a server. Until it is available, renders the progress, a failure with a retry button, or a link that
 * connects a server.
 *
 * @param needsServer Text that is shown while no server is connected.
 */
export function renderServerData<Data>(
  source: Source<Data>,
  needsServer: string,
  renderData: (data: Data) => TemplateResult,
): TemplateResult {
  if (!source.api) return renderNoServer(needsServer)
  if (source.data !== undefined) return renderData(source.data)
  if (source.isLoading || !source.problem) return renderLoading()
  const { common } = strings()
  return html`<div class="panel empty" role="status" data-testid="load-failed">
    <p>${common.notLoaded}</p>
    <button @click=${() => void source.reload()}>${icon('refresh-cw')} ${common.tryAgain}</button>
  </div>`
}
