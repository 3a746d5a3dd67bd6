import type { ServerApi } from '@aw-flow/client'
import { icon, renderCode } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import { performAction } from '../shell/forms/perform-action.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { element } from '../shell/element.ts'

/**
 * Edits the workspace's server configuration as JSON: language models and their limits, web tools and retries. The
 * server validates the configuration, and only administrators can save it.
 */
export class ConfigurationPanel extends element({
  workspace: undefined as Workspace | undefined,
  /** The stored configuration as JSON text. `undefined` until it is loaded. */
  configuration: undefined as string | undefined,
  /** Number of model requests in the current month. */
  usage: undefined as { month: string; requests: number } | undefined,
  problem: undefined as Problem | undefined,
  isBusy: false,
}) {
  static override styles = [
    ...panelStyles,
    css`
      form {
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
      }

      label {
        width: 100%;
      }

      textarea {
        box-sizing: border-box;
        width: 100%;
        font-family: var(--_mono);
        font-weight: 400;
      }
    `,
  ]

  #loadedServer: Workspace['server']

  protected override willUpdate(): void {
    const server = this.workspace?.server
    if (server === this.#loadedServer) return
    this.#loadedServer = server
    this.reload()
  }

  /** Loads the configuration again, for example after another panel has changed it. */
  reload(): void {
    const server = this.#loadedServer
    this.configuration = undefined
    if (server) void performAction(this, () => this.#load(server.api))
  }

  protected override render(): TemplateResult {
    const { configuration: strings, formats } = getStrings()
    const { usage } = this
    return html`
      <h2>${strings.title}</h2>
      <p class="muted">${strings.description}</p>
      ${usage ? html`<p class="muted small">${strings.usage(formats.count(usage.requests), formatMonth(usage.month, formats.locale))}</p>` : nothing}
      ${
        this.configuration === undefined
          ? nothing
          : html`<form @submit=${this.#onSubmit}>
              <label
                >${strings.json}<textarea
                  name="configuration"
                  rows="12"
                  spellcheck="false"
                  data-testid="server-configuration"
                  .defaultValue=${this.configuration}
                ></textarea>
              </label>
              <button ?disabled=${this.isBusy}>${strings.save}</button>
            </form>`
      }
      ${
        this.problem
          ? html`<p class="status bad" role="alert">
              ${icon('circle-x')}<span>${renderCode(formatProblem(this.problem))}</span>
            </p>`
          : nothing
      }
    `
  }

  async #load(api: ServerApi): Promise<void> {
    const [configuration, usage] = await Promise.all([
      api.call('GET /api/v1/config', {}),
      api.call('GET /api/v1/config/llm-usage', {}),
    ])
    this.configuration = JSON.stringify(configuration.value, null, 2)
    this.usage = { month: usage.value.month, requests: usage.value.used.requests }
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = String(new FormData(event.target as HTMLFormElement).get('configuration'))
    const api = this.workspace?.server?.api
    if (api) void performAction(this, () => this.#save(api, text))
  }

  async #save(api: ServerApi, text: string): Promise<void> {
    let body: object
    try {
      body = JSON.parse(text) as object
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      this.problem = createStudioProblem('configuration.json', getStrings().configuration.invalid(reason))
      return
    }
    // The server keeps the values of absent fields.
    const removedFields = Object.keys(JSON.parse(this.configuration ?? '{}') as object).map((name) => [name, null])
    const { value } = await api.call('PUT /api/v1/config', { body: { ...Object.fromEntries(removedFields), ...body } })
    this.configuration = JSON.stringify(value, null, 2)
    this.dispatchEvent(new ToastEvent(getStrings().configuration.saved))
  }
}

/** Formats a month such as `2026-11` for a locale, for example `November 2026`. */
const formatMonth = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(month))

declare global {
  interface HTMLElementTagNameMap {
    'studio-configuration': ConfigurationPanel
  }
}

customElements.define('studio-configuration', ConfigurationPanel)
