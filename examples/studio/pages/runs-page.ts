import { icon } from '@aw-flow/editor'
import type { StoredRun } from '@aw-flow/client'
import type { RunState } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { say } from '../language/speak.ts'
import { drawEmpty } from '../shell/draw-empty.ts'
import { comparePath, runPath } from '../shell/router.ts'
import { runFiles } from '../runs/run-files.ts'
import { runFigures } from '../runs/run-figures.ts'
import { showPlace } from '../shell/show-place.ts'
import { showRunState } from '../shell/show-state.ts'
import { GoEvent, ToastEvent } from '../shell/studio-events.ts'
import { QueryController } from '../shell/query-controller.ts'
import { runWord } from '../words.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { runsPageStyles } from './runs-page.styles.ts'

const pageSize = 100
const days = { all: Infinity, day: 1, week: 7, month: 30 } as const
type Since = keyof typeof days
const runStates = ['running', 'waiting', 'completed', 'failed', 'cancelled'] as const

/** All runs of this browser: found by words, state, workflow and time; two of them beside each other. */
export class RunsPage extends LitElement {
  static override styles = runsPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    search: { state: true },
    state: { state: true },
    workflow: { state: true },
    since: { state: true },
    chosen: { state: true },
    shown: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Of its address. */
  declare query: string | undefined
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
    this.addController(
      new QueryController(this, { search: 'typed', state: runStates, workflow: 'any', since: Object.keys(days) }),
    )
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const found = workspace.runs.filter((run) => this.#isWanted(run))
    const { runs: words, shell } = say()
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${shell.runs}</h1>
          <button ?disabled=${this.chosen.length !== 2} title=${words.compareHint} @click=${this.#compare}>
            ${icon('git-compare')} ${this.chosen.length > 0 ? words.compareChosen(this.chosen.length) : words.compare}
          </button>
        </header>
        ${workspace.runs.length === 0 ? renderEmpty() : this.#renderList(workspace, found)}
      </main>
    `
  }

  #renderList(workspace: Workspace, found: readonly StoredRun[]): TemplateResult {
    const figures = runFigures(found)
    const { runs: words, formats } = say()
    return html`
      <div class="filters" role="search">
        <input
          type="search"
          placeholder=${words.search}
          aria-label=${words.search}
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
        ${this.#renderSelect(words.state, this.state, [['', words.allStates], ...states()], (value) => {
          this.state = value as RunState | ''
        })}
        ${this.#renderSelect(
          words.workflow,
          this.workflow,
          [['', words.allWorkflows], ...workflowsOf(workspace.runs)],
          (value) => {
            this.workflow = value
          },
        )}
        ${this.#renderSelect(words.time, this.since, Object.entries(words.times), (value) => {
          this.since = value as Since
        })}
      </div>
      <p class="small muted" role="status">
        ${[
          words.found(found.length),
          ...(figures.successRate === undefined ? [] : [words.wentThrough(formats.percent(figures.successRate))]),
          ...(figures.medianMs === undefined ? [] : [words.within(formats.duration(figures.medianMs))]),
        ].join(' · ')}
      </p>
      <section class="panel">
        ${
          found.length === 0
            ? html`<p class="empty">${words.noneFits}</p>`
            : html`<ul>
                ${repeat(
                  found.slice(0, this.shown),
                  ({ run }) => run,
                  (run) => this.#renderRun(run),
                )}
              </ul>`
        }
      </section>
      ${
        found.length > this.shown
          ? html`<p class="more"><button @click=${() => (this.shown += pageSize)}>${words.more}</button></p>`
          : nothing
      }
    `
  }

  #renderRun(run: StoredRun): TemplateResult {
    const { run: id, startedAt, endedAt } = run
    const name = runWord(run)
    const isChosen = this.chosen.includes(id)
    const { runs: words, common, formats } = say()
    const moment = formats.moment(startedAt)
    const files = this.#filesOf(run)
    const [first] = files
    return html`
      <li>
        <input
          type="checkbox"
          aria-label=${words.compareIt(name, moment)}
          .checked=${isChosen}
          @change=${() =>
            (this.chosen = isChosen ? this.chosen.filter((one) => one !== id) : [...this.chosen, id].slice(-2))}
        />
        <a href=${runPath(id)} data-testid="run-item">
          <span class="what">
            <span class="ellipsis name">${name}</span>
            ${
              first === undefined
                ? nothing
                : html`<span class="ellipsis muted small" title=${files.join(', ')}
                    >${words.files(first, files.length - 1)}</span
                  >`
            }
          </span>
          <span class="muted small" title=${moment}>${common.ago(startedAt, Date.now())}</span>
          <span class="muted small number">${endedAt === undefined ? '' : formats.duration(endedAt - startedAt)}</span>
          ${this.workspace ? showRunState(run, this.workspace) : nothing}
          ${showPlace(this.workspace?.placeOf('runs', id))}
        </a>
        <button class="quiet icon" title=${common.delete} @click=${() => void this.#remove(run)}>
          ${icon('trash')}<span class="visually-hidden">${words.deleteIt(name)}</span>
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
      ${options.map(([key, word]) => html`<option value=${key} .selected=${key === value}>${word}</option>`)}
    </select>`
  }

  #filesOf(run: StoredRun): readonly string[] {
    return this.workspace ? runFiles(run, this.workspace) : []
  }

  #isWanted(entry: StoredRun): boolean {
    const { run, workflowId, workflowName, state, startedAt } = entry
    const words = this.search.trim().toLowerCase()
    return (
      (words === '' ||
        [workflowName, runWord(entry), run, ...this.#filesOf(entry)].join(' ').toLowerCase().includes(words)) &&
      (this.state === '' || this.state === state) &&
      (this.workflow === '' || this.workflow === workflowId) &&
      Date.now() - startedAt <= days[this.since] * 24 * 3_600_000
    )
  }

  #compare = (): void => {
    // The earlier one stands on the left: what differs reads as what has changed since.
    const [second, first] = (this.workspace?.runs ?? []).filter(({ run }) => this.chosen.includes(run))
    if (first && second) this.dispatchEvent(new GoEvent(comparePath(first.run, second.run)))
  }

  async #remove(run: StoredRun): Promise<void> {
    const bringBack = await this.workspace?.trashRun(run)
    this.chosen = this.chosen.filter((one) => one !== run.run)
    const { runs: words, common } = say()
    if (bringBack) this.dispatchEvent(new ToastEvent(words.deleted, { word: common.undo, run: () => void bringBack() }))
  }
}

const states = (): [string, string][] => runStates.map((state) => [state, say().states[state]])

const workflowsOf = (runs: readonly StoredRun[]): [string, string][] => [
  ...new Map(runs.map((run) => [run.workflowId, runWord(run)])),
]

const renderEmpty = (): TemplateResult => html`
  <div class="panel empty">
    ${drawEmpty('runs')}
    <p>${say().runs.empty}</p>
    <a class="button primary" href="/workflows/cosmo-ready">${say().runs.runSample}</a>
  </div>
`

declare global {
  interface HTMLElementTagNameMap {
    'studio-runs': RunsPage
  }
}

customElements.define('studio-runs', RunsPage)
