import { icon } from '@aw-flow/editor'
import { mcpTemplates } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { renderEmpty } from '../shell/draw-empty.ts'
import { select, text } from '../shell/forms/fields.ts'
import { renderFormPanel } from '../shell/forms/studio-form.ts'
import { getRunPath } from '../shell/router.ts'
import { renderIconButton, renderListPanel, type ListItem } from '../shell/render-list-panel.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { mcpPageStyles } from './mcp-page.styles.ts'
import { pageMcpApi } from './page-mcp.ts'
import {
  beginAuthorization,
  listMcpServers,
  readMcpDetails,
  consumeAuthorizationRedirect,
  toMcpServerBody,
  type McpCall,
  type McpDetails,
  type McpServer,
  type McpSource,
  type McpTool,
  type McpToolDescription,
} from './server-mcp.ts'
import { page } from '../shell/element.ts'

const statusIcons = {
  connected: 'circle-check',
  disconnected: 'circle-minus',
  blocked: 'triangle-alert',
  failed: 'circle-x',
} as const
const statusClasses = { connected: 'good', disconnected: 'muted', blocked: 'warn', failed: 'bad' } as const
/** Maximum number of calls to show. */
const maxCalls = 20

/** The workspace's MCP servers with their status, tools, approvals and most recent calls. */
export class McpPage extends page({
  /** ID of the server whose details are expanded. Empty if none. */
  openId: '',
  isAdding: false,
  /** ID of the server being connected or disconnected. Empty if none. */
  busyId: '',
}) {
  static override styles = mcpPageStyles

  readonly #servers = new ServerDataController(this, {
    task: 'mcp',
    pageApi: pageMcpApi,
    load: listMcpServers,
    onLoad: () => void this.#completeAuthorization(),
  })
  readonly #details = new ServerDataController(this, {
    task: 'mcp-details',
    pageApi: pageMcpApi,
    args: () => (this.openId === '' ? undefined : [this.openId]),
    load: readMcpDetails,
  })

  /** Whether the page lists this browser's MCP servers because no studio server is connected. */
  get #usesBrowserServers(): boolean {
    return this.workspace?.server === undefined
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const { mcp: strings } = getStrings()
    // The empty state has its own button.
    const isEmpty = !this.isAdding && this.#servers.data?.length === 0
    const renderActions = () => (this.workspace?.canAdminister && !isEmpty ? this.#renderAddButton() : nothing)
    const pageOptions = {
      title: strings.title,
      picture: 'mcp',
      needsServer: strings.inBrowser,
      renderActions,
      integration: 'mcp',
    } as const
    return renderServerPage(
      this.#servers,
      this.#usesBrowserServers ? { ...pageOptions, lead: strings.inBrowser } : pageOptions,
      (servers) => this.#renderServers(servers),
    )
  }

  #renderAddButton(): TemplateResult {
    return html`<button class="primary" @click=${() => (this.isAdding = true)}>
      ${icon('plus')} ${getStrings().mcp.newServer}
    </button>`
  }

  #renderServers(servers: readonly McpServer[]): TemplateResult {
    const list =
      servers.length === 0
        ? renderEmpty('mcp', getStrings().mcp.empty, this.workspace?.canAdminister ? this.#renderAddButton() : nothing)
        : renderListPanel({
            items: servers,
            renderItem: (server) => this.#describeServer(server),
            openId: this.openId,
            onOpen: (id) => (this.openId = id),
          })
    return this.isAdding ? html`${this.#renderForm()} ${servers.length === 0 ? nothing : list}` : list
  }

  #renderForm(): TemplateResult {
    const { mcp: strings } = getStrings()
    const options: { value: McpSource; label: string }[] = [
      ...mcpTemplates.map(({ name }, index) => ({ value: `${index}` as McpSource, label: name })),
      { value: 'url', label: strings.customUrl },
      ...(this.#usesBrowserServers ? [] : [{ value: 'process' as const, label: strings.process }]),
    ]
    return renderFormPanel({
      title: strings.newServer,
      testId: 'mcp-form',
      isPrimary: true,
      submit: strings.add,
      fields: (getSelected) => {
        const source = getSelected<McpSource>('source', '0')
        const template = mcpTemplates[Number(source)]
        return {
          source: select(strings.template, options),
          name: text(strings.name, { value: template?.name, isRequired: true, maxLength: 255 }),
          ...(source === 'process'
            ? { command: text(strings.command, { isRequired: true, maxLength: 200 }) }
            : {
                url: text(strings.url, { type: 'url', value: template?.url, isRequired: true }),
                ...(this.#usesBrowserServers ? {} : { secret: text(strings.secret) }),
              }),
        }
      },
      onSubmit: async (values) => {
        const response = await this.#servers.change('POST /api/v1/mcp/servers', { body: toMcpServerBody(values) })
        if (!response) return
        this.isAdding = false
        await this.#connect(response.value.id, true)
      },
      onCancel: () => (this.isAdding = false),
    })
  }

  #describeServer(server: McpServer): ListItem {
    const { id, name, url, command, status, problem } = server
    const { mcp: strings, common } = getStrings()
    const isConnected = status === 'connected' || status === 'blocked'
    const canAdminister = this.workspace?.canAdminister
    return {
      testId: 'mcp-server',
      name,
      detail: html`<code>${url ?? command}</code>`,
      columns: [
        html`<span class="state ${statusClasses[status]}"
          >${icon(statusIcons[status])} ${strings.statuses[status]}</span
        >`,
      ],
      actions: html`${
        problem?.code === 'mcp.unauthorized' && canAdminister && !this.#usesBrowserServers
          ? html`<button class="primary" @click=${() => void this.#authorize(id)}>${strings.authorize}</button>`
          : nothing
      }
      ${
        this.workspace?.canEdit
          ? html`<button ?disabled=${this.busyId === id} @click=${() => void this.#connect(id, !isConnected)}>
              ${isConnected ? strings.disconnect : strings.connect}
            </button>`
          : nothing
      }
      ${
        canAdminister
          ? renderIconButton('trash', common.delete, () => this.#delete(server), `${common.delete}: ${name}`)
          : nothing
      }`,
      notes: problem ? html`<p class="bad small" role="alert">${formatProblem(problem)}</p>` : nothing,
      detailsTitle: strings.details(name),
      detailsLabel: strings.details(name),
      details: () => (this.#details.data ? this.#renderDetails(server, this.#details.data) : renderLoading()),
    }
  }

  #renderDetails({ id, status }: McpServer, { hash, tools, removed, calls }: McpDetails): TemplateResult {
    const { mcp: strings } = getStrings()
    return html`<section class="wide">
      <h2>${strings.tools}</h2>
      ${tools.length === 0 ? html`<p class="muted small">${strings.noTools}</p>` : nothing}
      ${status === 'blocked' ? html`<p class="warn small" role="status">${strings.reviewHint}</p>` : nothing}
      <ul>
        ${tools.map(renderTool)}${removed.map((name) => html`<li class="tool">${strings.removed(name)}</li>`)}
      </ul>
      ${
        status === 'blocked' && this.workspace?.canAdminister
          ? html`<div class="bar">
              <button class="primary" @click=${() => void this.#approve(id, hash)}>
                ${icon('shield-check')} ${strings.approve}
              </button>
            </div>`
          : nothing
      }
      <h2>${strings.calls}</h2>
      ${calls.length === 0 ? html`<p class="muted small">${strings.noCalls}</p>` : nothing}
      <ul>
        ${calls.slice(0, maxCalls).map(renderCall)}
      </ul>
    </section>`
  }

  async #connect(id: string, shouldConnect: boolean): Promise<void> {
    this.busyId = id
    const verb = shouldConnect ? 'connect' : 'disconnect'
    await this.#servers.change(`POST /api/v1/mcp/servers/{id}/${verb}`, { path: { id } })
    this.busyId = ''
    if (shouldConnect) this.openId = id
    await this.#details.reload()
  }

  /** Opens the authorization server's page, which redirects back here. */
  async #authorize(id: string): Promise<void> {
    const authorizationUrl = await this.#servers.update((api) => beginAuthorization(api, id))
    if (authorizationUrl) location.assign(authorizationUrl)
  }

  /** Completes the authorization after the redirect back to this page. */
  async #completeAuthorization(): Promise<void> {
    const authorization = consumeAuthorizationRedirect()
    if (!authorization) return
    const { id, query } = authorization
    const route = 'POST /api/v1/mcp/servers/{id}/authorization'
    const server = await this.#servers.change(route, { path: { id }, body: { query } })
    if (server) await this.#connect(id, true)
  }

  async #approve(id: string, hash: string): Promise<void> {
    const route = 'POST /api/v1/mcp/servers/{id}/approve'
    await this.#servers.change(route, { path: { id }, body: { hash } }, getStrings().mcp.approved)
    await this.#details.reload()
  }

  async #delete({ id, name }: McpServer): Promise<void> {
    if (!confirm(getStrings().mcp.confirmDelete(name))) return
    if (this.openId === id) this.openId = ''
    await this.#servers.change('DELETE /api/v1/mcp/servers/{id}', { path: { id } })
  }
}

function renderTool({ state, approved, ...tool }: McpTool): TemplateResult {
  const { mcp: strings } = getStrings()
  return html`<li class="tool" data-testid="mcp-tool">
    <div>
      <code class="name">${tool.name}</code>
      <span class=${state === 'approved' ? 'good small' : 'warn small'}
        >${icon(state === 'approved' ? 'circle-check' : 'triangle-alert')} ${strings.states[state]}</span
      >
    </div>
    ${
      approved
        ? html`<div class="versions">
            <div><strong class="small">${strings.previousVersion}</strong>${renderToolDescription(approved)}</div>
            <div><strong class="small">${strings.currentVersion}</strong>${renderToolDescription(tool)}</div>
          </div>`
        : renderToolDescription(tool)
    }
  </li>`
}

const renderToolDescription = ({ description, input_schema: schema }: McpToolDescription): TemplateResult =>
  html`<p>${description ?? ''}</p>
    <details>
      <summary class="small">${getStrings().mcp.schema}</summary>
      <pre>${JSON.stringify(schema, null, 2)}</pre>
    </details>`

function renderCall({ tool, run_id: runId, status, duration_ms: ms, called_at: time }: McpCall): TemplateResult {
  const { mcp: strings } = getStrings()
  return html`<li class="call">
    <code>${tool}</code>
    <span class=${status === 'completed' ? 'good' : 'bad'}>${strings.callStatuses[status]}</span>
    <span>${strings.callTime(ms)}</span>
    <span class="muted">${formatTimeAgo(Date.parse(time), Date.now())}</span>
    ${runId === null ? html`<span class="muted">${strings.apiCall}</span>` : html`<a href=${getRunPath(runId)}>${strings.openRun}</a>`}
  </li>`
}

customElements.define('studio-mcp', McpPage)
