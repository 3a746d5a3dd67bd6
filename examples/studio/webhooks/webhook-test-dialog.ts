import { controls, icon, tokens } from '@aw-flow/editor'
import type { ServerApi, WorkflowSession } from '@aw-flow/client'
import { ProblemError, type Problem, type WorkflowNode } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { getNodeTitle } from '../display-names.ts'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { dialogStyles } from '../shell/dialog.styles.ts'
import {
  findNodeWebhook,
  readWebhookTest,
  startWebhookTest,
  stopWebhookTest,
  type ReceivedRequest,
  type WebhookTest,
} from './server-webhooks.ts'
import { maxSampleLength, omitCredentials, toSampleData } from './to-sample-data.ts'
import { toWebhookUrl } from './webhook-form.ts'
import { element } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

/** Polling interval for the state of the test, in ms. */
const pollIntervalMs = 1_000

const testStyles = css`
  h2 {
    white-space: normal;
  }

  .url {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 0;
  }

  code,
  pre {
    font-family: var(--_mono, ui-monospace, monospace);
    font-size: var(--_type-12);
  }

  .url code {
    flex: 1;
    min-width: 0;
    padding: 8px;
    border-radius: 6px;
    background: var(--_sunken);
    overflow-wrap: anywhere;
  }

  pre {
    max-height: 240px;
    margin: 0;
    padding: 8px;
    border-radius: 6px;
    background: var(--_sunken);
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  h3 {
    margin: 0;
    font-size: var(--_type-13);
    font-weight: 600;
  }

  .warn,
  .bad {
    margin: 0;
  }

  .warn {
    color: var(--_warn);
  }

  .bad {
    color: var(--_bad);
  }

  .inside > p {
    margin: 0;
  }
`

/** Waits for a test request to a Webhook node, shows it, and stores it as the node's sample data. */
class WebhookTestDialog extends element({
  session: undefined as WorkflowSession | undefined,
  /** ID of the Webhook node. */
  node: '',
  /** The test URL's path, which the server returns only once. */
  address: undefined as string | undefined,
  test: undefined as WebhookTest | undefined,
  problem: undefined as Problem | undefined,
  isCopied: false,
}) {
  static override styles = [tokens, controls, dialogStyles, testStyles]

  declare api: ServerApi | undefined
  declare onEnd: ((savedNodeId: string | undefined) => void) | undefined

  #timer: ReturnType<typeof setTimeout> | undefined
  /** ID of the webhook being tested. */
  #webhookId: string | undefined
  /** Increases whenever a test starts or stops. Responses with an earlier test number are ignored. */
  #currentTestNumber = 0

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
    this.#listen()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session, test, problem } = this
    if (!session) return nothing
    const { webhooks: strings, common } = getStrings()
    const nodes = findWebhookNodes(session)
    return html`<dialog data-testid="webhook-test" aria-labelledby="title" @close=${() => this.#end()}>
      <div class="inside">
        <header>
          <h2 id="title" tabindex="-1" autofocus>${strings.testTitle}</h2>
          <button class="quiet icon" aria-label=${common.close} @click=${() => this.#end()}>${icon('x')}</button>
        </header>
        ${nodes.length > 1 ? this.#renderNodes(nodes) : nothing}
        ${problem ? html`<p class="bad" role="alert">${formatProblem(problem)}</p>` : nothing}
        ${test?.request ? this.#renderRequest(test.request) : this.#renderWaiting()}
        <p>
          <a href=${toPath(`/webhooks?workflow=${session.id}`)} @click=${() => this.#end()}
            >${strings.latestRequests}</a
          >
        </p>
      </div>
    </dialog>`
  }

  #renderNodes(nodes: readonly WorkflowNode[]): TemplateResult {
    const catalog = this.session?.engine.catalog ?? []
    return html`<label
      >${getStrings().webhooks.testNode}
      <select
        @change=${({ target }: Event) => {
          this.node = (target as HTMLSelectElement).value
          this.#listen()
        }}
      >
        ${nodes.map(
          (node) =>
            html`<option value=${node.id} ?selected=${node.id === this.node}>${getNodeTitle(node, catalog)}</option>`,
        )}
      </select></label
    >`
  }

  #renderWaiting(): TemplateResult {
    const { webhooks: strings, formats } = getStrings()
    const { address, test } = this
    if (test?.status === 'expired') {
      return html`<p role="status">${strings.testExpired}</p>
        <footer>
          <span class="gap"></span><button class="primary" @click=${() => this.#listen()}>${strings.listen}</button>
        </footer>`
    }
    if (!test || address === undefined) return html`<p class="muted" role="status">${strings.testPreparing}</p>`
    const url = toWebhookUrl(this.api?.address ?? '', address)
    return html`<p>${strings.testIntroduction}</p>
      <p class="url">
        <code data-testid="test-url">${url}</code>
        <button class="quiet icon" title=${strings.copy} @click=${() => void this.#copy(url)}>
          ${icon(this.isCopied ? 'check' : 'copy')}<span class="visually-hidden">${strings.copy}</span>
        </button>
      </p>
      <p class="muted" role="status">${strings.listening(formats.dateTime(Date.parse(test.listening_until)))}</p>`
  }

  #renderRequest(request: ReceivedRequest): TemplateResult {
    const { webhooks: strings } = getStrings()
    const { method, query, headers, data, signature } = request
    const expectedMethod = this.#findNode()?.data.config.method ?? 'POST'
    const sample = toSampleData(data)
    const sampleRequest = toSampleData({ headers: omitCredentials(headers), query })
    return html`<p role="status"><strong>${method}</strong> ${strings.testReceived}</p>
      ${signature === 'valid' ? nothing : html`<p class="warn">${strings.testSignature(signature)}</p>`}
      ${
        expectedMethod === 'any' || expectedMethod === method
          ? nothing
          : html`<p class="warn">${strings.testMethod(String(expectedMethod))}</p>`
      }
      <h3>${strings.testData}</h3>
      <pre tabindex="0" data-testid="test-data">${JSON.stringify(data, null, 2)}</pre>
      ${
        Object.keys(query).length > 0
          ? html`<h3>${strings.testQuery}</h3>
              <pre tabindex="0">${JSON.stringify(query, null, 2)}</pre>`
          : nothing
      }
      <details>
        <summary>${strings.testHeaders}</summary>
        <pre tabindex="0">${JSON.stringify(headers, null, 2)}</pre>
      </details>
      ${sample === undefined || sampleRequest === undefined ? html`<p class="warn">${strings.testTooLarge(maxSampleLength)}</p>` : nothing}
      <footer>
        <button class="quiet" @click=${() => this.#listen()}>${strings.listenAgain}</button>
        <span class="gap"></span>
        <button
          class="primary"
          ?disabled=${sample === undefined || sampleRequest === undefined}
          @click=${() => this.#save({ sample: sample!, sampleRequest: sampleRequest! })}
        >
          ${strings.saveSample}
        </button>
      </footer>`
  }

  #findNode(): WorkflowNode | undefined {
    return this.session?.document.current.nodes.find(({ id }) => id === this.node)
  }

  /** Starts a test and polls for its request. */
  #listen(): void {
    this.#stop()
    const testNumber = ++this.#currentTestNumber
    this.test = undefined
    this.address = undefined
    this.problem = undefined
    this.isCopied = false
    void this.#poll(testNumber)
  }

  async #poll(testNumber: number): Promise<void> {
    const { api, session, node } = this
    if (!api || !session) return
    let isFinal = false
    try {
      if (this.#webhookId === undefined) {
        const webhook = await findNodeWebhook(api, session.id, node)
        if (testNumber !== this.#currentTestNumber) return
        if (webhook) {
          const test = await startWebhookTest(api, webhook.id)
          if (testNumber !== this.#currentTestNumber) return
          this.#webhookId = webhook.id
          this.test = test
          this.address = test.address ?? undefined
        }
      } else {
        const test = await readWebhookTest(api, this.#webhookId)
        if (testNumber !== this.#currentTestNumber) return
        this.test = test
        isFinal = test.status !== 'listening'
      }
      this.problem = undefined
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      if (testNumber !== this.#currentTestNumber) return
      this.problem = cause.problem
    }
    if (!isFinal) this.#timer = setTimeout(() => void this.#poll(testNumber), pollIntervalMs)
  }

  /** Ends the test. This also deletes a received request. */
  #stop(): void {
    clearTimeout(this.#timer)
    this.#currentTestNumber++
    const id = this.#webhookId
    this.#webhookId = undefined
    // If this fails, the URL still expires automatically.
    if (this.api && id !== undefined) void stopWebhookTest(this.api, id).catch(() => undefined)
  }

  #save(samples: { sample: string; sampleRequest: string }): void {
    const config = { ...this.#findNode()?.data.config, ...samples }
    this.session?.document.apply({ type: 'replace-config', id: this.node, config })
    this.#end(this.node)
  }

  async #copy(url: string): Promise<void> {
    this.isCopied = await navigator.clipboard.writeText(url).then(
      () => true,
      () => false,
    )
  }

  #end(savedNodeId?: string): void {
    const { onEnd } = this
    this.onEnd = undefined
    this.renderRoot.querySelector('dialog')?.close()
    onEnd?.(savedNodeId)
  }
}

/** Lists the workflow's Webhook nodes. */
export const findWebhookNodes = ({ document }: WorkflowSession): readonly WorkflowNode[] =>
  document.current.nodes.filter(({ type }) => type === 'webhook')

/**
 * Opens the dialog that listens for a test request.
 *
 * @returns The ID of the node whose sample data was stored, or `undefined` if the user closed the dialog.
 */
export const listenForTestRequest = (
  api: ServerApi,
  session: WorkflowSession,
  nodeId: string,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    const dialog = document.createElement('studio-webhook-test') as WebhookTestDialog
    dialog.api = api
    dialog.session = session
    dialog.node = nodeId
    dialog.onEnd = (savedNodeId) => {
      dialog.remove()
      resolve(savedNodeId)
    }
    document.body.append(dialog)
  })

customElements.define('studio-webhook-test', WebhookTestDialog)
