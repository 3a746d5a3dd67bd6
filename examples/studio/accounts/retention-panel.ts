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
import { askQuestion } from '../shell/question-dialog.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Account } from './account.ts'
import { catchProblem, describeAccountProblem } from './describe-problem.ts'
import { isShorter, toRetentionDays, type RetentionItem } from './retention.ts'

/** How long the selected workspace keeps its data. Administrators change it. */
export class RetentionPanel extends LitElement {
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
    `,
  ]
  static override properties: PropertyDeclarations = {
    account: { attribute: false },
    items: { state: true },
    problem: { state: true },
  }

  declare account: Account | undefined
  /** `undefined` while they are loading. */
  declare items: readonly RetentionItem[] | undefined
  declare problem: Problem | undefined

  protected override updated(changed: PropertyValues): void {
    if (changed.has('account')) void this.#perform(() => this.#load())
  }

  protected override render(): TemplateResult | typeof nothing {
    const { account, items } = this
    if (!account) return nothing
    const { retention: t } = strings()
    return html`<section class="panel" aria-labelledby="retention">
      <h2 id="retention">${t.title}</h2>
      ${
        items
          ? html`<p class="muted small">${t.help}</p>
              <form @submit=${this.#onSubmit}>
                <div class="scroll" tabindex="0" role="group" aria-labelledby="retention">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">${t.kind}</th>
                        <th scope="col" class="number">${t.days}</th>
                        ${account.canAdminister ? html`<th scope="col" class="number">${t.allowed}</th>` : nothing}
                      </tr>
                    </thead>
                    <tbody>
                      ${items.map((item) => this.#renderItem(item, account.canAdminister))}
                    </tbody>
                  </table>
                </div>
                ${
                  account.canAdminister
                    ? html`<div><button data-testid="save-retention">${t.save}</button></div>`
                    : nothing
                }
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

  #renderItem(item: RetentionItem, canChange: boolean): TemplateResult {
    const { retention: t, formats } = strings()
    const { name, days, workspace_days: workspaceDays, min_days: min, max_days: max } = item
    return html`<tr data-testid="retention-${name}">
      <th scope="row">${t.names[name]}</th>
      <td class="number">
        ${
          canChange
            ? html`<input
                type="number"
                name=${name}
                min=${min}
                max=${max ?? nothing}
                step="1"
                placeholder=${max === null ? t.forever : t.serverDays(max)}
                aria-label=${t.daysOf(t.names[name])}
                .defaultValue=${workspaceDays === null ? '' : String(workspaceDays)}
              />`
            : days === null
              ? t.forever
              : formats.count(days)
        }
      </td>
      ${canChange ? html`<td class="number muted">${max === null ? t.atLeast(min) : t.range(min, max)}</td>` : nothing}
    </tr>`
  }

  async #load(): Promise<void> {
    const { account } = this
    if (!account?.workspace) return
    const { value } = await account.api.call('GET /api/v1/retention', {})
    this.items = value.items
  }

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { account, items = [] } = this
    if (!account) return
    const entries = [...new FormData(event.target as HTMLFormElement)]
    const days = toRetentionDays(items, Object.fromEntries(entries.map(([name, value]) => [name, String(value)])))
    void this.#perform(async () => {
      const { retention: t } = strings()
      const question = { title: t.shorten, text: t.shortenHelp, action: t.save, isDestructive: true }
      if (isShorter(items, days) && (await askQuestion(question)) === undefined) return
      const { value } = await account.api.call('PUT /api/v1/retention', { body: days })
      this.items = value.items
      this.dispatchEvent(new ToastEvent(t.saved))
    })
  }

  async #perform(action: () => Promise<void>): Promise<void> {
    this.problem = await catchProblem(action)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-retention': RetentionPanel
  }
}

customElements.define('studio-retention', RetentionPanel)
