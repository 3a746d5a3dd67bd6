import { icon } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import {
  css,
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import { strings } from '../language/strings.ts'
import { createStudioProblem } from '../language/studio-problem.ts'
import { accountPageStyles } from '../pages/account-page.styles.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Account } from './account.ts'
import { describeDevice } from './describe-device.ts'
import { catchProblem, describeAccountProblem } from './describe-problem.ts'
import { arePasskeysSupported, createPasskey } from './passkeys.ts'

interface Passkey {
  id: string
  name: string
  created_at: string
  last_used_at: string | null
}

/** The passkeys of the signed-in user: add, rename and remove them. */
export class PasskeysPanel extends LitElement {
  static override styles: CSSResultGroup = [
    accountPageStyles,
    css`
      :host {
        display: block;
      }

      li input {
        max-width: 280px;
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    account: { attribute: false },
    passkeys: { state: true },
    problem: { state: true },
  }

  declare account: Account | undefined
  /** `undefined` while they are loading. */
  declare passkeys: readonly Passkey[] | undefined
  declare problem: Problem | undefined

  protected override updated(changed: PropertyValues): void {
    if (changed.has('account')) void this.#perform(() => this.#load())
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.account || !this.passkeys) return nothing
    const { account: t } = strings()
    return html`<section class="panel" aria-labelledby="passkeys">
      <h2 id="passkeys">${t.passkeys}</h2>
      <p class="muted small">${t.passkeysHelp}</p>
      ${this.passkeys.length === 0 ? html`<p>${t.noPasskeys}</p>` : nothing}
      <ul>
        ${this.passkeys.map((passkey) => this.#renderPasskey(passkey))}
      </ul>
      ${arePasskeysSupported() ? this.#renderForm() : html`<p class="muted small">${t.passkeysUnavailable}</p>`}
      ${
        this.problem
          ? html`<p class="alert" role="alert">
              ${icon('circle-x')}<span>${describeAccountProblem(this.problem)}</span>
            </p>`
          : nothing
      }
    </section>`
  }

  #renderPasskey(passkey: Passkey): TemplateResult {
    const { account: t, common } = strings()
    const { name, last_used_at: usedAt } = passkey
    return html`<li data-testid="passkey-item">
      ${icon('key-round', 20)}
      <span class="item-text">
        <input
          aria-label=${t.renamePasskey(name)}
          maxlength="100"
          autocomplete="off"
          .value=${name}
          @change=${(event: Event) => void this.#rename(passkey, (event.target as HTMLInputElement).value.trim())}
        />
        <span class="muted small">
          ${usedAt === null ? t.passkeyUnused : t.passkeyUsed(common.ago(Date.parse(usedAt), Date.now()))}
        </span>
      </span>
      <button aria-label=${t.removePasskeyLabel(name)} @click=${() => void this.#remove(passkey)}>
        ${t.removePasskey}
      </button>
    </li>`
  }

  #renderForm(): TemplateResult {
    const { account: t } = strings()
    const { browser, system } = describeDevice(navigator.userAgent)
    return html`<form @submit=${this.#add}>
      <label
        >${t.passkeyName}
        <input
          name="name"
          required
          maxlength="100"
          autocomplete="off"
          data-testid="passkey-name"
          .defaultValue=${system || browser}
      /></label>
      <button data-testid="add-passkey">${icon('plus')} ${t.addPasskey}</button>
    </form>`
  }

  async #load(): Promise<void> {
    if (!this.account) return
    this.passkeys = (await this.account.api.call('GET /api/v1/auth/passkeys', {})).value.items
  }

  #add = (event: SubmitEvent): void => {
    event.preventDefault()
    const { account } = this
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim()
    if (!account || name === '') return
    const { account: t } = strings()
    void this.#perform(async () => {
      const { value: options } = await account.api.call('POST /api/v1/auth/passkeys/options', {})
      const credential = await createPasskey(options)
      if (!credential) {
        this.problem = createStudioProblem('account.passkey-canceled', t.passkeyCanceled)
        return
      }
      await account.api.call('POST /api/v1/auth/passkeys', { body: { name, credential } })
      await this.#load()
      this.#showToast(t.passkeyAdded(name))
    })
  }

  async #rename({ id, name }: Passkey, newName: string): Promise<void> {
    const { account } = this
    if (!account || newName === name) return
    await this.#perform(async () => {
      if (newName !== '')
        await account.api.call('PATCH /api/v1/auth/passkeys/{id}', { path: { id }, body: { name: newName } })
      await this.#load()
    })
  }

  async #remove({ id, name }: Passkey): Promise<void> {
    const { account } = this
    await this.#perform(async () => {
      await account?.api.call('DELETE /api/v1/auth/passkeys/{id}', { path: { id } })
      await this.#load()
      this.#showToast(strings().account.passkeyRemoved(name))
    })
  }

  async #perform(action: () => Promise<void>): Promise<void> {
    this.problem = undefined
    const problem = await catchProblem(action)
    if (problem) this.problem = problem
  }

  #showToast(text: string): void {
    this.dispatchEvent(new ToastEvent(text))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-passkeys': PasskeysPanel
  }
}

customElements.define('studio-passkeys', PasskeysPanel)
