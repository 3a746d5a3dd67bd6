import { formatCount, formatDuration, icon } from '@aw-flow/editor'
import type { StoredRun } from '@aw-flow/client'
import type { RunState } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { comparePath, runPath } from '../router.ts'
import { runFigures } from '../run-figures.ts'
import { showRunState } from '../show-state.ts'
import { GoEvent, ToastEvent } from '../studio-events.ts'
import { formatMoment, stateLook, timeAgo } from '../words.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { runsPageStyles } from './runs-page.styles.ts'

const pageSize = 100
const days = { all: Infinity, day: 1, week: 7, month: 30 } as const
type Since = keyof typeof days

/** All runs of this browser: found by words, state, workflow and time; two of them beside each other. */
export class RunsPage extends LitElement {
  static override styles = runsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    search: { state: true },
    state: { state: true },
    workflow: { state: true },
    since: { state: true },
    chosen: { state: true },
    shown: { state: true },
  }

  declare workspace: Workspace | undefined
  declare search: string
  declare state: RunState | ''
  declare workflow: string
  declare since: Since
  /** Runs to be compared, at most two. */
  declare chosen: readonly string[]
  declare shown: number

  constructor() {
    super()
    this.search = ''
    this.state = ''
    this.workflow = ''
    this.since = 'all'
    this.chosen = []
    this.shown = pageSize
    this.addController(new WorkspaceController(this))
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const found = workspace.runs.filter((run) => this.#isWanted(run))
    return html`
      <main>
        <header>
          <h1 tabindex="-1">Runs</h1>
          <button
            ?disabled=${this.chosen.length !== 2}
            title="Choose two runs to see them beside each other"
            @click=${this.#compare}
          >
            ${icon('git-compare')} Compare${this.chosen.length > 0 ? ` (${this.chosen.length} of 2)` : ''}
          </button>
        </header>
        ${workspace.runs.length === 0 ? renderEmpty() : this.#renderList(workspace, found)}
      </main>
    `
  }

  #renderList(workspace: Workspace, found: readonly StoredRun[]): TemplateResult {
    const figures = runFigures(found)
    return html`
      <div class="filters" role="search">
        <input
          type="search"
          placeholder="Search runs"
          aria-label="Search runs"
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
        ${this.#renderSelect('State', this.state, [['', 'All states'], ...states()], (value) => {
          this.state = value as RunState | ''
        })}
        ${this.#renderSelect(
          'Workflow',
          this.workflow,
          [['', 'All workflows'], ...workflowsOf(workspace.runs)],
          (value) => {
            this.workflow = value
          },
        )}
        ${this.#renderSelect(
          'Time',
          this.since,
          [
            ['all', 'Any time'],
            ['day', 'Last day'],
            ['week', 'Last week'],
            ['month', 'Last month'],
          ],
          (value) => {
            this.since = value as Since
          },
        )}
      </div>
      <p class="small muted" role="status">
        ${formatCount(found.length)}
        ${found.length === 1 ? 'run' : 'runs'}${
          figures.successRate === undefined
            ? nothing
            : html` · ${Math.round(figures.successRate * 100)} % went
              through${
                figures.medianMs === undefined
                  ? nothing
                  : html` · half of them within ${formatDuration(figures.medianMs)}`
              }`
        }
      </p>
      <section class="panel">
        ${
          found.length === 0
            ? html`<p class="empty">No run fits these filters.</p>`
            : html`<ul>
                ${found.slice(0, this.shown).map((run) => this.#renderRun(run))}
              </ul>`
        }
      </section>
      ${
        found.length > this.shown
          ? html`<p class="more"><button @click=${() => (this.shown += pageSize)}>Show more</button></p>`
          : nothing
      }
    `
  }

  #renderRun(run: StoredRun): TemplateResult {
    const { run: id, workflowName, startedAt, endedAt } = run
    const isChosen = this.chosen.includes(id)
    return html`
      <li>
        <input
          type="checkbox"
          aria-label="Compare ${workflowName}, ${formatMoment(startedAt)}"
          .checked=${isChosen}
          @change=${() =>
            (this.chosen = isChosen ? this.chosen.filter((one) => one !== id) : [...this.chosen, id].slice(-2))}
        />
        <a href=${runPath(id)} data-testid="run-item">
          <span class="ellipsis name">${workflowName}</span>
          <span class="muted small" title=${formatMoment(startedAt)}>${timeAgo(startedAt, Date.now())}</span>
          <span class="muted small number">${endedAt === undefined ? '' : formatDuration(endedAt - startedAt)}</span>
          ${this.workspace ? showRunState(run, this.workspace) : nothing}
        </a>
        <button class="quiet icon" title="Delete" @click=${() => void this.#remove(run)}>
          ${icon('trash')}<span class="visually-hidden">Delete the run of “${workflowName}”</span>
        </button>
      </li>
    `
  }

  #renderSelect(
    label: string,
    value: string,
    options: readonly (readonly [string, string])[],
    choose: (value: string) => void,
  ): TemplateResult {
    return html`<select
      aria-label=${label}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${options.map(([key, word]) => html`<option value=${key} ?selected=${key === value}>${word}</option>`)}
    </select>`
  }

  #isWanted({ run, workflowId, workflowName, state, startedAt }: StoredRun): boolean {
    const words = this.search.trim().toLowerCase()
    return (
      (words === '' || `${workflowName} ${run}`.toLowerCase().includes(words)) &&
      (this.state === '' || this.state === state) &&
      (this.workflow === '' || this.workflow === workflowId) &&
      Date.now() - startedAt <= days[this.since] * 24 * 3_600_000
    )
  }

  #compare = (): void => {
    const [first, second] = this.chosen
    if (first !== undefined && second !== undefined) this.dispatchEvent(new GoEvent(comparePath(first, second)))
  }

  async #remove(run: StoredRun): Promise<void> {
    const bringBack = await this.workspace?.trashRun(run)
    this.chosen = this.chosen.filter((one) => one !== run.run)
    if (bringBack) this.dispatchEvent(new ToastEvent('Run deleted.', { word: 'Undo', run: () => void bringBack() }))
  }
}

const states = (): [string, string][] =>
  (['running', 'waiting', 'completed', 'failed', 'cancelled'] as const).map((state) => [state, stateLook[state].word])

const workflowsOf = (runs: readonly StoredRun[]): [string, string][] => [
  ...new Map(runs.map(({ workflowId, workflowName }) => [workflowId, workflowName])),
]

const renderEmpty = (): TemplateResult => html`
  <div class="panel empty">
    ${icon('play', 20)}
    <p>Runs belong here: each with what went in, what came out, and how long it took.</p>
    <a class="button primary" href="/workflows/cosmo-ready">Run the sample workflow</a>
  </div>
`

declare global {
  interface HTMLElementTagNameMap {
    'studio-runs': RunsPage
  }
}

customElements.define('studio-runs', RunsPage)
