import { icon } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { strings } from '../language/strings.ts'
import { renderLoading } from './render-loading.ts'
import { renderNoServer } from './render-no-server.ts'
import type { ServerDataController } from './server-data-controller.ts'

/**
 * Renders data of a server. Until it is available, renders the progress, a failure with a button that tries again, or a
 * link that connects a server.
 *
 * @param needsServer Text that is shown while no server is connected.
 */
export function renderServerData<Data>(
  source: Pick<ServerDataController<Data, never>, 'api' | 'data' | 'problem' | 'isLoading' | 'reload'>,
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
