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
import { accountPageStyles } from '../pages/account-page.styles.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Account } from './account.ts'
import { catchProblem, describeAccountProblem } from './describe-problem.ts'
import { formatMonth, isUsedUp, toFieldValue, toLimits, type Quota } from './quotas.ts'

/** The quotas of the selected workspace and their usage. Administrators change the limits. */
export class QuotasPanel extends LitElement {
  static override styles: CSSResultGroup = [
    accountPageStyles,
    css`
      :host {
        display: block;
      }

      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }

      .scroll {
        overflow-x: auto;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 13px;
      }

      :is(th, td) {
        padding: 6px 12px 6px 0;
        border-bottom: 1px solid var(--_border);
        text-align: start;
      }

      tbody th {
        font-weight: 500;
      }

      .number {
        text-align: end;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      td.number input {
        width: 112px;
        appearance: textfield;
        text-align: end;
      }

      /* As wide in each row, so that the fields are one below the other. */
      .unit {
        display: inline-block;
        width: 28px;
        color: var(--_muted);
        text-align: start;
      }

      .used-up {
        color: var(--_bad);
        font-weight: 500;
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    account: { attribute: false },
    quotas: { state: true },
    month: { state: true },
    problem: { state: true },
  }

  declare account: Account | undefined
  /** `undefined` while they are loading. */
  declare quotas: readonly Quota[] | undefined
  declare month: string
  declare problem: Problem | undefined

  constructor() {
    super()
    this.month = ''
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('account')) void this.#perform(() => this.#load())
  }

  protected override render(): TemplateResult | typeof nothing {
    const { account, quotas } = this
    if (!account) return nothing
    const { quotas: t, formats } = strings()
    const canChange = account.canAdminister
    // Most servers have no limits of their own.
    const hasServerLimits = quotas?.some(({ server_limit: limit }) => limit !== null) ?? false
    return html`<section class="panel" aria-labelledby="quotas">
      <h2 id="quotas">${t.title}</h2>
      ${
        quotas
          ? html`<p class="muted small">${t.help(formatMonth(this.month, formats.locale))}</p>
              <form @submit=${this.#onSubmit}>
                <div class="scroll" tabindex="0" role="group" aria-labelledby="quotas">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">${t.quota}</th>
                        <th scope="col" class="number">${t.used}</th>
                        <th scope="col" class="number">${t.limit}</th>
                        ${hasServerLimits ? html`<th scope="col" class="number">${t.serverLimit}</th>` : nothing}
                      </tr>
                    </thead>
                    <tbody>
                      ${quotas.map((quota) => this.#renderQuota(quota, canChange, hasServerLimits))}
                    </tbody>
                  </table>
                </div>
                ${canChange ? html`<div><button data-testid="save-quotas">${t.save}</button></div>` : nothing}
              </form>`
          : this.problem
            ? nothing
            : renderLoading()
      }
      ${
        this.problem
          ? html`<p class="alert" role="alert">
              ${icon('circle-x')}<span>${describeAccountProblem(this.problem)}</span>
            </p>`
          : nothing
      }
    </section>`
  }

  #renderQuota(quota: Quota, canChange: boolean, hasServerLimits: boolean): TemplateResult {
    const { quotas: t } = strings()
    const { name, used, workspace_limit: limit, server_limit: serverLimit } = quota
    return html`<tr data-testid="quota-${name}">
      <th scope="row">${t.names[name]}</th>
      <td class="number ${isUsedUp(quota) ? 'used-up' : ''}">
        ${this.#format(quota, used)}${isUsedUp(quota) ? html` <span>(${t.usedUp})</span>` : nothing}
      </td>
      <td class="number">
        ${
          canChange
            ? html`<input
                  type="number"
                  name=${name}
                  min=${name === 'model_cost' ? '0.01' : '1'}
                  step=${name === 'model_cost' ? '0.01' : '1'}
                  placeholder=${t.none}
                  aria-label=${t.limitOf(t.names[name])}
                  .defaultValue=${toFieldValue(quota)}
                />
                <span class="unit">${name === 'storage_bytes' ? 'MB' : nothing}</span>`
            : this.#format(quota, limit)
        }
      </td>
      ${hasServerLimits ? html`<td class="number">${this.#format(quota, serverLimit)}</td>` : nothing}
    </tr>`
  }

  #format({ name }: Quota, value: number | null): string {
    const { quotas: t, formats } = strings()
    if (value === null) return t.none
    if (name === 'storage_bytes') return formats.bytes(value)
    return name === 'model_cost' ? t.cost(value) : formats.count(value)
  }

  async #load(): Promise<void> {
    const { account } = this
    if (!account?.workspace) return
    const { value } = await account.api.call('GET /api/v1/quotas', {})
    this.quotas = value.items
    this.month = value.month
  }

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { account, quotas = [] } = this
    if (!account) return
    const entries = [...new FormData(event.target as HTMLFormElement)]
    const fields = Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
    void this.#perform(async () => {
      const { value } = await account.api.call('PUT /api/v1/quotas', { body: toLimits(quotas, fields) })
      this.quotas = value.items
      this.dispatchEvent(new ToastEvent(strings().quotas.saved))
    })
  }

  async #perform(action: () => Promise<void>): Promise<void> {
    this.problem = await catchProblem(action)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-quotas': QuotasPanel
  }
}

customElements.define('studio-quotas', QuotasPanel)
