import {
  createEngine,
  createServerApi,
  engineChangeEvent,
  ServerResponseError,
  type ServerApi,
  type WorkflowSession,
} from '@aw-flow/client'
import { controls, icon, renderCode, tokens } from '@aw-flow/editor'
import { getAssets } from '@aw-flow/embed'
import { defined, type NodeType, type Problem, type Workflow } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { formStyles } from '../accounts/form.styles.ts'
import { getStrings } from '../language/strings.ts'
import { formatProblem } from '../language/format-problem.ts'
import { performAction } from '../shell/forms/perform-action.ts'
import { drawWorkflow, drawingStyles } from '../workflows/draw-workflow.ts'
import { renderResult } from './render-result.ts'
import { element } from '../shell/element.ts'
import { getPageServerUrl } from '../shell/base-path.ts'

/** Polling interval for the state of a run, in ms. */
const pollIntervalMs = 1_000

/** Maximum number of nodes to list, and maximum length of a label. */
const [maxListedNodes, maxLabelCharacters] = [500, 1_000]

interface SharedWorkflow {
  workflow: Workflow
  permission: 'view' | 'execute' | 'comment' | 'edit'
  expiresAt: number | undefined
}

interface SharedRun {
  id: string
  status: string
  is_ended: boolean
  final_result: Record<string, Record<string, unknown>> | null
  error: string | null
}

/**
 * The public page for a workflow shared by link. Shows the nodes and, if the link permits it, lets visitors run the
 * workflow.
 */
export class SharedPage extends element({
  /** Token from the link. */
  token: '',
  sharedWorkflow: undefined as SharedWorkflow | undefined,
  /** The session of a workflow on which visitors comment, or which they edit. */
  session: undefined as WorkflowSession | undefined,
  problem: undefined as Problem | undefined,
  run: undefined as SharedRun | undefined,
  isBusy: false,
  /** Node types, which provide titles and icons. Empty until they are loaded. */
  types: [] as readonly NodeType[],
}) {
  static override styles = [
    tokens,
    controls,
    formStyles,
    drawingStyles,
    css`
      :host {
        display: block;
        box-sizing: border-box;
        min-height: 100%;
        padding: 32px 16px;
        background: var(--_canvas);
      }

      aw-workflow-editor {
        display: block;
        height: calc(100vh - 64px);
      }

      main {
        display: grid;
        gap: 16px;
        max-width: 720px;
        margin: 0 auto;
      }

      .picture svg {
        width: 100%;
        max-height: 260px;
      }

      .nodes,
      .result ul {
        display: grid;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .nodes li {
        display: flex;
        align-items: center;
        gap: 8px;
      }

      .result {
        display: grid;
        gap: 12px;
        padding: 16px;
        border: 1px solid var(--_border);
        border-radius: 10px;
        background: var(--_surface);
      }

      .result h2 {
        margin: 0;
        font-size: var(--_type-14);
      }

      dl {
        display: grid;
        grid-template-columns: minmax(0, auto) minmax(0, 1fr);
        gap: 4px 16px;
        margin: 0;
      }

      dt {
        color: var(--_muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      .scroll {
        overflow-x: auto;
      }

      table {
        border-collapse: collapse;
        font-size: var(--_type-13);
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: 4px 12px 4px 0;
        border-bottom: 1px solid var(--_border);
        text-align: start;
        white-space: nowrap;
      }

      .number {
        text-align: end;
      }

      textarea,
      pre {
        box-sizing: border-box;
        width: 100%;
        min-height: 80px;
        overflow: auto;
        font-family: var(--_mono, monospace);
        font-size: var(--_type-13);
      }
    `,
  ]

  readonly #api: ServerApi = createServerApi({ address: getPageServerUrl() })
  #abortController = new AbortController()

  override connectedCallback(): void {
    super.connectedCallback()
    this.#abortController = new AbortController()
    void this.#perform(() => this.#load())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController.abort()
    void this.session?.close()
    this.session = undefined
  }

  protected override render(): TemplateResult {
    const { session, sharedWorkflow } = this
    if (session && sharedWorkflow)
      return html`<h1 tabindex="-1" class="visually-hidden">${sharedWorkflow.workflow.name}</h1>
        <aw-workflow-editor .session=${session} ?readonly=${sharedWorkflow.permission !== 'edit'}></aw-workflow-editor>`
    return html`<main>
      ${this.sharedWorkflow ? this.#renderWorkflow(this.sharedWorkflow) : html`<h1 tabindex="-1">${getStrings().shell.appName}</h1>`}
      ${
        this.problem
          ? html`<p class="alert" role="alert">
              ${icon('circle-x')}<span>${renderCode(formatProblem(this.problem))}</span>
            </p>`
          : nothing
      }
    </main>`
  }

  #renderWorkflow({ workflow, permission, expiresAt }: SharedWorkflow): TemplateResult {
    const { serverWorkflows: strings, editor } = getStrings()
    const types = new Map(editor.nodeTypes.translateTypes(this.types).map((type) => [type.type, type]))
    return html`<h1 tabindex="-1">${workflow.name}</h1>
      ${workflow.description ? html`<p>${workflow.description}</p>` : nothing}
      ${expiresAt === undefined ? nothing : html`<p class="muted">${strings.expiresAt(expiresAt)}</p>`}
      <div class="picture" aria-hidden="true">${drawWorkflow(workflow, this.types)}</div>
      <ol class="nodes" data-testid="shared-nodes">
        ${workflow.nodes
          .slice(0, maxListedNodes)
          .map(
            ({ data, type }) =>
              html`<li>
                ${icon(types.get(type)?.icon ?? 'box')}<span
                  >${(data.label || (types.get(type)?.title ?? type)).slice(0, maxLabelCharacters)}</span
                >
              </li>`,
          )}
      </ol>
      ${workflow.nodes.length > maxListedNodes ? html`<p class="muted">… (${workflow.nodes.length})</p>` : nothing}
      ${permission === 'execute' ? this.#renderRun(workflow) : html`<p class="muted">${strings.viewOnly}</p>`}`
  }

  #renderRun({ nodes }: Workflow): TemplateResult {
    const { serverWorkflows: strings, states, formats } = getStrings()
    const labels = new Map(nodes.map(({ id, data }) => [id, data.label || id]))
    const { run } = this
    const stateLabels: Readonly<Record<string, string>> = states
    return html`<form @submit=${this.#onSubmit}>
        <label>${strings.visitorData}<textarea name="data" spellcheck="false" placeholder="{}"></textarea></label>
        <button class="primary" ?disabled=${this.isBusy}>${icon('play')} ${strings.visitorRun}</button>
      </form>
      ${
        run
          ? html`<p role="status" data-testid="shared-run">
                ${strings.runStatus(stateLabels[run.status] ?? run.status)}
              </p>
              ${run.error === null ? nothing : html`<p class="alert">${icon('circle-x')}<span>${run.error}</span></p>`}
              ${
                run.final_result === null
                  ? nothing
                  : html`<div class="result" data-testid="shared-result">
                      ${Object.entries(run.final_result).map(
                        ([nodeId, outputs]) =>
                          html`<section>
                            <h2>${labels.get(nodeId) ?? nodeId}</h2>
                            ${renderResult(outputs, formats.locale)}
                          </section>`,
                      )}
                    </div>`
              }`
          : nothing
      }`
  }

  async #load(): Promise<void> {
    const path = { token: this.token }
    const [workflow, link] = await Promise.all([
      this.#api.call('GET /api/v1/shared/{token}', { path }),
      this.#api.call('GET /api/v1/shared/{token}/link', { path }),
    ])
    const { permission, expires_at: expiry, workflow_id: id } = link.value
    this.sharedWorkflow = {
      workflow: workflow.value,
      permission,
      expiresAt: expiry === null ? undefined : Date.parse(expiry),
    }
    document.title = workflow.value.name
    if (id === null) return void this.#loadTypes()
    const { openLinkedSession } = await import('./open-linked-session.ts')
    this.session = await openLinkedSession(this.token, id)
  }

  /** Loads the node types. Callers need not wait, because the page can already show the nodes' names. */
  async #loadTypes(): Promise<void> {
    const engine = createEngine(getAssets())
    const { status } = engine
    const { signal } = this.#abortController
    while (status.catalog.length === 0 && !signal.aborted)
      await new Promise((resolve) => status.addEventListener(engineChangeEvent, resolve, { once: true }))
    this.types = status.catalog
    void engine.close()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = String(new FormData(event.target as HTMLFormElement).get('data')).trim()
    void this.#perform(() => this.#start(text))
  }

  async #start(text: string): Promise<void> {
    const path = { token: this.token }
    const data: unknown = text === '' ? undefined : parseData(text)
    const body = defined({ trigger_data: data })
    const startedRun = await this.#api.call('POST /api/v1/shared/{token}/execute', { path, body: body as never })
    const { signal } = this.#abortController
    this.run = { ...startedRun.value, is_ended: false, final_result: null, error: null }
    while (!this.run.is_ended && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, pollIntervalMs))
      const { value } = await this.#api.call('GET /api/v1/shared/{token}/runs/{run}', {
        path: { ...path, run: startedRun.value.id },
        signal,
      })
      this.run = value
    }
  }

  async #perform(action: () => Promise<void>): Promise<void> {
    await performAction(this, async () => {
      try {
        await action()
      } catch (cause) {
        if (this.#abortController.signal.aborted) return
        // The link has expired.
        if (cause instanceof ServerResponseError && cause.status === 404) this.sharedWorkflow = undefined
        throw cause
      }
    })
  }
}

/** Parses JSON. Any other text is returned unchanged. */
function parseData(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-shared-page': SharedPage
  }
}

customElements.define('studio-shared-page', SharedPage)
