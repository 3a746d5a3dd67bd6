import { icon, renderCode } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { decryptKeys, parseEncryptedKeys, encryptKeys, type ServiceKey } from './encrypted-keys.ts'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { list, text } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { panelStyles } from '../shell/panel.styles.ts'
import { storePreference, readPreference } from './stored-preference.ts'
import { getTabKeys, storeTabKeys } from './tab-keys.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { element } from '../shell/element.ts'

const storageKey = 'keys'
const minPassphraseLength = 8

/**
 * Manages API keys for language models and other services. Keys are passed to this tab's engine and to a connected
 * server. With a passphrase, they are also stored encrypted in the browser. The value of an existing key is never
 * displayed.
 */
export class KeysPanel extends element({
  workspace: undefined as Workspace | undefined,
  /** Keys available in this tab. Their values are needed only for encryption. */
  keys: [] as readonly ServiceKey[],
  /** Whether encrypted keys are stored but have not been unlocked in this tab. */
  isLocked: false,
  /** A problem reported by the engine or server, or a message that is already translated. */
  problem: undefined as Problem | string | undefined,
  isBusy: false,
  /** Keys stored on the connected server. `undefined` without a server, or until they are loaded. */
  serverKeys: undefined as readonly { name: string; hosts: readonly string[] }[] | undefined,
}) {
  static override styles = panelStyles

  #listedServer: Workspace['server']

  constructor() {
    super()
    this.keys = getTabKeys()
    this.isLocked = this.keys.length === 0 && parseEncryptedKeys(readPreference(storageKey)) !== undefined
  }

  /** Shows the keys again, for example after another panel has added one. */
  reload(): void {
    this.keys = getTabKeys()
    this.serverKeys = this.#listedServer?.secrets.current
  }

  protected override willUpdate(): void {
    const server = this.workspace?.server
    if (server === this.#listedServer) return
    this.#listedServer = server
    this.serverKeys = undefined
    if (server) void this.#listServerKeys(server)
  }

  protected override render(): TemplateResult {
    const strings = getStrings().keys
    return html`
      <h2>${strings.title}</h2>
      <p class="muted">${strings.description} ${this.workspace?.server ? strings.withServer : ''}</p>
      ${this.isLocked ? this.#renderUnlockForm() : this.#renderKeys()}
      ${this.problem ? html`<p class="status bad" role="alert">${icon('circle-x')}<span>${renderCode(getMessageText(this.problem))}</span></p>` : nothing}
    `
  }

  #renderUnlockForm(): TemplateResult {
    const strings = getStrings().keys
    return html`<form @submit=${this.#unlock}>
      <label>
        ${strings.passphrase}
        <input type="password" name="passphrase" required autocomplete="off" data-testid="passphrase" />
      </label>
      <button class="primary" ?disabled=${this.isBusy}>
        ${icon('key-round')} ${this.isBusy ? strings.unlocking : strings.unlock}
      </button>
      <button type="button" class="danger" @click=${this.#deleteAll}>${icon('trash')} ${strings.deleteAll}</button>
    </form>`
  }

  #renderKeys(): TemplateResult {
    const { keys: strings, common } = getStrings()
    return html`
      ${
        this.#allKeys.length === 0
          ? nothing
          : html`<ul aria-label=${strings.title}>
              ${this.#allKeys.map(
                ({ name, hosts }) =>
                  html`<li>
                    ${icon('key-round')}
                    <span class="item-text"
                      ><strong>${name}</strong>
                      <span class="muted">${strings.forHosts(hosts.join(', '))}</span>
                      ${this.#renderLocation(name)}</span
                    >
                    <button
                      class="quiet icon"
                      aria-label=${strings.deleteKey(name)}
                      @click=${() => void this.#deleteKey(name)}
                    >
                      ${icon('trash')}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
      ${renderForm({
        fields: () => ({
          name: text(common.name, { isRequired: true, placeholder: 'openai', testId: 'key-name' }),
          hosts: list(strings.host, {
            isRequired: true,
            placeholder: 'api.openai.com',
            separator: /[\s,]+/,
            testId: 'key-host',
          }),
          value: text(strings.key, { type: 'password', isRequired: true, testId: 'key-value' }),
        }),
        submit: html`${icon('plus')} ${strings.add}`,
        onSubmit: async (key) => (await this.#addKey(key)) || undefined,
      })}
      ${
        this.keys.length === 0
          ? nothing
          : html`<form @submit=${this.#encrypt}>
              <label>
                ${strings.newPassphrase(minPassphraseLength)}
                <input
                  type="password"
                  name="passphrase"
                  minlength=${minPassphraseLength}
                  required
                  autocomplete="off"
                  data-testid="passphrase"
                />
              </label>
              <button ?disabled=${this.isBusy}>
                ${icon('lock')} ${this.isBusy ? strings.encrypting : strings.encrypt}
              </button>
            </form>`
      }
    `
  }

  /** This tab's keys, followed by keys that exist only on the server. */
  get #allKeys(): readonly { name: string; hosts: readonly string[] }[] {
    const names = new Set(this.keys.map(({ name }) => name))
    return [...this.keys, ...(this.serverKeys ?? []).filter(({ name }) => !names.has(name))]
  }

  /** Renders where a key is available. Renders nothing if no server is connected. */
  #renderLocation(name: string): TemplateResult | typeof nothing {
    const strings = getStrings().keys
    if (!this.serverKeys) return nothing
    const key = this.keys.find((item) => item.name === name)
    if (this.serverKeys.some((item) => item.name === name))
      return html`<span class="muted small">${icon('server')} ${strings.onServer}</span>`
    return html`<span class="muted small">${strings.onlyInTab}</span> ${
        key
          ? html`<button class="quiet link" @click=${() => void this.#addKey(key)}>${strings.sendToServer}</button>`
          : nothing
      }`
  }

  async #listServerKeys(server: NonNullable<Workspace['server']>): Promise<void> {
    const problem = await server.secrets.refresh()
    if (server !== this.#listedServer) return
    this.serverKeys = server.secrets.current
    if (problem) this.#report(problem)
  }

  #report(problem: Problem | undefined): void {
    this.problem = problem
  }

  #encrypt = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement
    event.preventDefault()
    this.isBusy = true
    const encryptedKeys = await encryptKeys(this.keys, String(new FormData(form).get('passphrase')))
    this.isBusy = false
    form.reset()
    const isStored = storePreference(storageKey, JSON.stringify(encryptedKeys))
    this.problem = isStored ? undefined : getStrings().keys.notStored
    if (isStored) this.dispatchEvent(new ToastEvent(getStrings().keys.encrypted))
  }

  #unlock = async (event: SubmitEvent): Promise<void> => {
    const form = event.currentTarget as HTMLFormElement
    event.preventDefault()
    const encryptedKeys = parseEncryptedKeys(readPreference(storageKey))
    if (!encryptedKeys) return
    this.isBusy = true
    const keys = await decryptKeys(encryptedKeys, String(new FormData(form).get('passphrase')))
    this.isBusy = false
    this.problem = keys ? undefined : getStrings().keys.wrongPassphrase
    if (!keys) return
    this.isLocked = false
    for (const key of keys) await this.#addKey(key)
  }

  #deleteAll = (): void => {
    storePreference(storageKey, undefined)
    this.isLocked = false
    this.problem = undefined
  }

  async #addKey(key: ServiceKey): Promise<boolean> {
    const networkAccess = this.workspace?.networkAccess
    const problem = await networkAccess?.setSecret(key.name, key.value, key.hosts)
    this.#report(problem)
    if (this.#listedServer) this.serverKeys = this.#listedServer.secrets.current
    // A key that the server rejected can still be used in this tab.
    if (problem && !networkAccess?.access.secrets.some(({ name, value }) => name === key.name && value === key.value))
      return false
    this.#setKeys([...this.keys.filter(({ name }) => name !== key.name), key])
    return true
  }

  async #deleteKey(name: string): Promise<void> {
    const problem = await this.workspace?.networkAccess.removeSecret(name)
    this.#report(problem)
    if (this.#listedServer) this.serverKeys = this.#listedServer.secrets.current
    this.#setKeys(this.keys.filter((key) => key.name !== name))
    // The encrypted data still contains this key, so all of the data is deleted. The user can store the remaining keys
    // again.
    if (readPreference(storageKey) !== null) {
      storePreference(storageKey, undefined)
      if (!problem && this.keys.length > 0) this.problem = getStrings().keys.storeAgain
    }
  }

  #setKeys(keys: readonly ServiceKey[]): void {
    storeTabKeys(keys)
    this.keys = keys
  }
}

/** Returns the text of a problem. A message that is already translated is returned unchanged. */
const getMessageText = (problem: Problem | string): string =>
  typeof problem === 'string' ? problem : formatProblem(problem)

declare global {
  interface HTMLElementTagNameMap {
    'studio-keys': KeysPanel
  }
}

customElements.define('studio-keys', KeysPanel)
