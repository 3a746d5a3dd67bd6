import { icon, withCode, renderProblem } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { openKeys, readSealed, sealKeys, type ServiceKey } from './key-safe.ts'
import { say, SpeechController } from '../language/speak.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import { remember, remembered } from './remembered.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'

const place = 'keys'
const minPassphrase = 8

/**
 * Keys of language models and other services. They go to the engine of this tab; with a passphrase they are also kept,
 * sealed, in the browser. A key that was written is shown nowhere again.
 */
export class KeysPanel extends LitElement {
  static override styles = panelStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    keys: { state: true },
    locked: { state: true },
    problem: { state: true },
    busy: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Those of this tab; their values are asked for again only to seal them. */
  declare keys: readonly ServiceKey[]
  /** Sealed keys are kept, and nobody has opened them in this tab. */
  declare locked: boolean
  declare problem: string | undefined
  declare busy: boolean

  constructor() {
    super()
    this.keys = keysOfTab
    this.locked = keysOfTab.length === 0 && readSealed(remembered(place)) !== undefined
    this.busy = false
    this.addController(new SpeechController(this))
  }

  protected override render(): TemplateResult {
    const words = say().keys
    return html`
      <h2>${words.title}</h2>
      <p class="muted">${words.says}</p>
      ${this.locked ? this.#renderLocked() : this.#renderKeys()}
      ${this.problem ? html`<p class="told bad" role="alert">${icon('circle-x')}<span>${withCode(this.problem)}</span></p>` : nothing}
    `
  }

  #renderLocked(): TemplateResult {
    const words = say().keys
    return html`<form @submit=${this.#unlock}>
      <label>
        ${words.passphrase}
        <input type="password" name="passphrase" required autocomplete="off" data-testid="passphrase" />
      </label>
      <button class="primary" ?disabled=${this.busy}>
        ${icon('key-round')} ${this.busy ? words.opening : words.open}
      </button>
      <button type="button" class="danger" @click=${this.#forgetAll}>${icon('trash')} ${words.forgetAll}</button>
    </form>`
  }

  #renderKeys(): TemplateResult {
    const { keys: words, common } = say()
    return html`
      ${
        this.keys.length === 0
          ? nothing
          : html`<ul>
              ${this.keys.map(
                ({ name, hosts }) =>
                  html`<li>
                    ${icon('key-round')}
                    <span class="what"
                      ><strong>${name}</strong> <span class="muted">${words.forHosts(hosts.join(', '))}</span></span
                    >
                    <button class="quiet icon" aria-label=${words.forget(name)} @click=${() => void this.#forget(name)}>
                      ${icon('trash')}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
      <form @submit=${this.#add}>
        <label
          >${common.name}<input name="name" required autocomplete="off" placeholder="openai" data-testid="key-name"
        /></label>
        <label
          >${words.host}<input
            name="host"
            required
            autocomplete="off"
            placeholder="api.openai.com"
            data-testid="key-host"
        /></label>
        <label
          >${words.key}<input type="password" name="value" required autocomplete="off" data-testid="key-value"
        /></label>
        <button>${icon('plus')} ${words.add}</button>
      </form>
      ${
        this.keys.length === 0
          ? nothing
          : html`<form @submit=${this.#seal}>
              <label>
                ${words.newPassphrase(minPassphrase)}
                <input
                  type="password"
                  name="passphrase"
                  minlength=${minPassphrase}
                  required
                  autocomplete="off"
                  data-testid="passphrase"
                />
              </label>
              <button ?disabled=${this.busy}>${icon('lock')} ${this.busy ? words.sealing : words.seal}</button>
            </form>`
      }
    `
  }

  #add = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement
    event.preventDefault()
    const data = new FormData(form)
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    const key = { name: text('name'), value: text('value'), hosts: text('host').split(/[\s,]+/) }
    if (await this.#take(key)) form.reset()
  }

  #seal = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement
    event.preventDefault()
    this.busy = true
    const sealed = await sealKeys(this.keys, String(new FormData(form).get('passphrase')))
    this.busy = false
    form.reset()
    const isKept = remember(place, JSON.stringify(sealed))
    this.problem = isKept ? undefined : say().keys.notKept
    if (isKept) this.dispatchEvent(new ToastEvent(say().keys.sealed))
  }

  #unlock = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement
    event.preventDefault()
    const sealed = readSealed(remembered(place))
    if (!sealed) return
    this.busy = true
    const keys = await openKeys(sealed, String(new FormData(form).get('passphrase')))
    this.busy = false
    this.problem = keys ? undefined : say().keys.wrong
    if (!keys) return
    this.locked = false
    for (const key of keys) await this.#take(key)
  }

  #forgetAll = (): void => {
    remember(place, undefined)
    this.locked = false
    this.problem = undefined
  }

  async #take(key: ServiceKey): Promise<boolean> {
    const problem: Problem | undefined = await this.workspace?.engine.outside.setSecret(key.name, key.value, key.hosts)
    const reported = problem && renderProblem(problem, say().editor.renderText)
    this.problem = reported && `${reported.message} ${reported.hint ?? ''}`
    if (problem) return false
    this.#become([...this.keys.filter(({ name }) => name !== key.name), key])
    return true
  }

  async #forget(name: string): Promise<void> {
    await this.workspace?.engine.outside.removeSecret(name)
    this.#become(this.keys.filter((key) => key.name !== name))
    // What is sealed still holds it: it is sealed again with the next passphrase, or forgotten.
    if (remembered(place) !== null) {
      remember(place, undefined)
      this.problem = this.keys.length > 0 ? say().keys.sealAgain : undefined
    }
  }

  #become(keys: readonly ServiceKey[]): void {
    keysOfTab = keys
    this.keys = keys
  }
}

/** As long as the tab lives, whichever page it shows. */
let keysOfTab: readonly ServiceKey[] = []

declare global {
  interface HTMLElementTagNameMap {
    'studio-keys': KeysPanel
  }
}

customElements.define('studio-keys', KeysPanel)
