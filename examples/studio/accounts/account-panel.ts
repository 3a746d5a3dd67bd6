import type { Problem } from '@aw-flow/schema'
import {
  css,
  html,
  nothing,
  type CSSResultGroup,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit'
import { accountPageStyles } from './account-page.styles.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { renderLoading } from '../shell/render-loading.ts'
import type { Account } from './account.ts'
import { catchProblem } from './describe-problem.ts'
import { renderAccountProblem } from './render-account-problem.ts'

type Host = ReactiveControllerHost & { account: Account | undefined }

/** Loads a panel's data whenever its account changes, and stores the problem that the latest action failed with. */
export class AccountPanelController implements ReactiveController {
  problem: Problem | undefined
  readonly #host: Host
  readonly #load: (account: Account) => Promise<void>
  #account: Account | undefined

  /** @param load Requests the data and assigns it to the panel's properties. */
  constructor(host: Host, load: (account: Account) => Promise<void>) {
    this.#host = host
    this.#load = load
    host.addController(this)
  }

  hostUpdated(): void {
    const { account } = this.#host
    if (account === this.#account) return
    this.#account = account
    if (account) void this.perform(() => this.#load(account))
  }

  /** Runs an action and shows its problem, whether the action throws or returns it. */
  async perform(action: () => Promise<Problem | undefined | void>): Promise<void> {
    let returnedProblem: Problem | undefined | void
    const thrownProblem = await catchProblem(async () => {
      returnedProblem = await action()
    })
    this.problem = thrownProblem ?? (returnedProblem || undefined)
    this.#host.requestUpdate()
  }
}

interface AccountPanel {
  id: string
  title: string
  problem: Problem | undefined
  /** The panel's body, or `undefined` while the data is loading. */
  content: unknown
}

/** Renders an account page panel with its title, content and, if the latest action failed, the problem. */
export const renderAccountPanel = ({ id, title, problem, content }: AccountPanel): TemplateResult =>
  html`<section class="panel" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${content ?? (problem ? nothing : renderLoading())} ${renderAccountProblem(problem)}
  </section>`

interface LimitsForm<Limits> {
  /** ID of the panel that contains the form. */
  id: string
  /** Cells of the table's header row. */
  headerCells: unknown
  rows: unknown
  /** Label of the save button. `undefined` if the user is not allowed to change the limits. */
  saveLabel: string | undefined
  /** Reads the limits from the inputs in the rows. */
  read: (data: FormData) => Limits
  onSubmit: (limits: Limits) => Promise<unknown>
}

/** Renders a form with one table row per workspace limit. Requires `limitsStyles`. */
export const renderLimitsForm = <Limits>({
  id,
  headerCells,
  rows,
  saveLabel,
  read,
  onSubmit,
}: LimitsForm<Limits>): TemplateResult =>
  renderForm({
    fields: () => ({
      limits: {
        render: () =>
          html`<div class="scroll wide" tabindex="0" role="group" aria-labelledby=${id}>
            <table>
              <thead>
                <tr>
                  ${headerCells}
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`,
        read,
      },
    }),
    submit: saveLabel,
    submitTestId: `save-${id}`,
    onSubmit: ({ limits }) => onSubmit(limits),
  })

/** Returns the texts of the inputs of a form, by the names of the inputs. */
export const readTexts = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data].map(([name, value]) => [name, String(value)]))

/** Styles that every account panel needs. */
export const accountPanelStyles: CSSResultGroup[] = [
  ...accountPageStyles,
  css`
    :host {
      display: block;
    }
  `,
]

/** Styles for a panel that contains a limits form. */
export const limitsStyles: CSSResultGroup[] = [
  ...accountPanelStyles,
  css`
    .scroll {
      overflow-x: auto;
    }

    :is(th, td) {
      padding: 6px 12px 6px 0;
      border-bottom: 1px solid var(--_border);
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
