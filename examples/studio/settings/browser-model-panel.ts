import { icon } from '@aw-flow/editor'
import { css, html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { askQuestion } from '../shell/question-dialog.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import {
  browserModel,
  downloadBrowserModel,
  hasBrowserModelApi,
  isBrowserModelEnabled,
  readBrowserModelState,
  storeBrowserModelEnabled,
  type BrowserModelState,
} from './browser-model.ts'
import { element } from '../shell/element.ts'

const stateIcons = {
  missing: 'circle-x',
  unchecked: 'circle-question-mark',
  unavailable: 'circle-x',
  downloadable: 'download',
  downloading: 'loader-circle',
  available: 'circle-check',
} as const

/** Refresh interval while another page downloads the model, in ms. */
const refreshIntervalMs = 2_000

/**
 * The switch for the browser's built-in language model. Asks for confirmation before downloading the model.
 *
 * @event change - Fired when the switch is toggled.
 */
export class BrowserModelPanel extends element({
  /** `undefined` until the state is known. */
  state: undefined as BrowserModelState | undefined,
  isOn: false,
  /** Download progress, from 0 to 1. `undefined` if this page is not downloading the model. */
  progress: undefined as number | undefined,
  /** Why the download failed, as reported by the browser. */
  failure: undefined as string | undefined,
}) {
  static override styles = [
    ...panelStyles,
    css`
      :host {
        padding-top: 12px;
        border-top: 1px solid var(--_border);
      }

      h3 {
        margin: 0 0 4px;
        font-size: var(--_type-13);
      }

      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-top: 8px;
      }

      /* The text stays next to the icon, even if it needs several lines. */
      .line > span {
        flex: 1 1 0;
        min-width: 160px;
      }

      label.switch {
        display: flex;
        align-items: center;
        gap: 8px;
      }

      progress {
        width: 160px;
        accent-color: var(--_accent);
      }
    `,
  ]

  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.isOn = isBrowserModelEnabled()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.isOn || !hasBrowserModelApi()) void this.#refresh()
    else this.state = 'unchecked'
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override render(): TemplateResult | typeof nothing {
    const { browserModel: strings, formats } = getStrings()
    const { state, progress, failure } = this
    if (state === undefined) return nothing
    return html`<h3>${strings.title}</h3>
      <p class="muted">${strings.description}</p>
      <p class="line" role="status" data-testid="browser-model-state">
        ${icon(stateIcons[state])} <span>${strings.states[state]}</span>
        ${progress === undefined ? nothing : html`<progress max="1" value=${progress}></progress> ${formats.percent(progress)}`}
      </p>
      ${failure === undefined ? nothing : html`<p class="status bad" role="alert">${strings.failed(failure)}</p>`}
      ${
        state === 'unchecked'
          ? html`<p class="line">
              <button @click=${() => void this.#refresh()}>${icon('search')} ${strings.check}</button>
            </p>`
          : nothing
      }
      ${
        state === 'downloadable' && progress === undefined
          ? html`<p class="line">
              <button @click=${() => void this.#download()}>${icon('download')} ${strings.download}</button>
            </p>`
          : nothing
      }
      ${
        state === 'available' || this.isOn
          ? html`<p class="line">
              <label class="switch"
                ><input
                  type="checkbox"
                  .checked=${this.isOn}
                  ?disabled=${state !== 'available' && !this.isOn}
                  @change=${({ target }: Event) => this.#switch((target as HTMLInputElement).checked)}
                />${strings.use(browserModel.id)}</label
              >
            </p>`
          : nothing
      }`
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    this.state = await readBrowserModelState()
    if (this.state === 'downloading' && this.isConnected)
      this.#timer = setTimeout(() => void this.#refresh(), refreshIntervalMs)
  }

  async #download(): Promise<void> {
    const { browserModel: strings } = getStrings()
    const answer = await askQuestion({ title: strings.confirmTitle, text: strings.confirm, action: strings.download })
    if (answer === undefined) return
    this.failure = undefined
    this.progress = 0
    this.failure = await downloadBrowserModel((progress) => (this.progress = progress))
    this.progress = undefined
    await this.#refresh()
    if (this.state === 'available') this.#switch(true)
  }

  #switch(isOn: boolean): void {
    storeBrowserModelEnabled(isOn)
    this.isOn = isOn
    this.dispatchEvent(new Event('change'))
  }
}

customElements.define('studio-browser-model', BrowserModelPanel)
