import { icon } from '@aw-flow/editor'
import type { StoredRun } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { formatTimeAgo, getStrings } from '../language/strings.ts'
import { renderEmpty } from '../shell/draw-empty.ts'
import { getComparePath, getRunPath } from '../shell/router.ts'
import { RunFailures } from './run-failures.ts'
import { findRetriableRuns, retryFailedRuns } from './retry-failed-runs.ts'
import { listInputFileNames } from './run-files.ts'
import { computeRunStatistics } from './run-statistics.ts'
import { renderLocation } from '../shell/render-location.ts'
import { renderRunState } from '../shell/render-state.ts'
import { NavigationRequestEvent, ToastEvent } from '../shell/studio-events.ts'
import { getRunTitle } from '../display-names.ts'
import type { Workspace } from '../workspace.ts'
import { runsPageStyles } from './runs-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { toPath } from '../shell/base-path.ts'

const pageSize = 100
const daysByPeriod = { all: Infinity, day: 1, week: 7, month: 30 } as const
type Period = keyof typeof daysByPeriod
const runStates = ['running', 'waiting', 'completed', 'failed', 'cancelled', 'interrupted'] as const
type ListedState = (typeof runStates)[number]

/** Lists all runs, which can be filtered by text, state, workflow and time. Two runs can be compared. */
export class RunsPage extends page({
  search: '',
  state: '' as ListedState | '',
  workflow: '',
  since: 'all' as Period,
  /** IDs of the runs selected for comparison, at most two. */
  selectedRunIds: [] as readonly string[],
  visibleCount: pageSize,
  isRetrying: false,
}) {
  static override urlFields: UrlFields<RunsPage> = {
    search: 'typed',
    state: runStates,
    workflow: 'any',
    since: Object.keys(daysByPeriod),
  }
  static override styles = runsPageStyles

  readonly #failures = new RunFailures(this)

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const matches = workspace.runs.filter((run) => this.#matchesFilters(run))
    const selectedCount = this.selectedRunIds.length
    const { runs: strings, shell } = getStrings()
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${shell.runs}</h1>
          ${
            workspace.server
              ? html`<a class="button" href=${toPath('/notifications')}
                    >${icon('bell')} ${getStrings().runNotifications.title}</a
                  >
                  <a class="button" href=${toPath('/analytics')}
                    >${icon('chart-column')} ${getStrings().analytics.title}</a
                  >
                  <a class="button" href=${toPath('/queue')}>${icon('list-ordered')} ${getStrings().queue.title}</a>`
              : nothing
          }
          <button ?disabled=${selectedCount !== 2} title=${strings.compareHint} @click=${this.#compare}>
            ${icon('git-compare')} ${selectedCount > 0 ? strings.compareSelected(selectedCount) : strings.compare}
          </button>
        </header>
        ${workspace.runs.length === 0 ? renderNoRuns() : this.#renderList(workspace, matches)}
      </main>
    `
  }

  #renderList(workspace: Workspace, matches: readonly StoredRun[]): TemplateResult {
    const statistics = computeRunStatistics(matches)
    const { runs: strings, formats } = getStrings()
    return html`
      <div class="filters" role="search">
        <input
          type="search"
          placeholder=${strings.search}
          aria-label=${strings.search}
          .value=${this.search}
          @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
        />
        ${this.#renderSelect(strings.state, this.state, [['', strings.allStates], ...listStateOptions()], (value) => {
          this.state = value as ListedState | ''
        })}
        ${this.#renderSelect(
          strings.workflow,
          this.workflow,
          [['', strings.allWorkflows], ...listWorkflowOptions(workspace.runs)],
          (value) => {
            this.workflow = value
          },
        )}
        ${this.#renderSelect(strings.time, this.since, Object.entries(strings.times), (value) => {
          this.since = value as Period
        })}
      </div>
      <p class="small muted" role="status">
        ${[
          strings.runCount(matches.length),
          ...(statistics.successRate === undefined
            ? []
            : [strings.succeeded(formats.percent(statistics.successRate), statistics.endedCount)]),
          ...(statistics.medianMs === undefined ? [] : [strings.median(formats.duration(statistics.medianMs))]),
        ].join(' · ')}
        ${this.#renderRetry(workspace, matches)}
      </p>
      <section class="panel">
        ${
          matches.length === 0
            ? html`<p class="empty">${strings.noMatches}</p>`
            : html`<ul>
                ${repeat(
                  matches.slice(0, this.visibleCount),
                  ({ run }) => run,
                  (run) => this.#renderRun(run),
                )}
              </ul>`
        }
      </section>
      ${
        matches.length > this.visibleCount
          ? html`<p class="more"><button @click=${() => (this.visibleCount += pageSize)}>${strings.more}</button></p>`
          : nothing
      }
    `
  }

  /** Renders the button that retries all failed runs in the list, if the list contains only failed runs. */
  #renderRetry(workspace: Workspace, matches: readonly StoredRun[]): TemplateResult | typeof nothing {
    const runs = this.state === 'failed' ? findRetriableRuns(workspace, matches) : []
    if (runs.length === 0) return nothing
    const { runs: strings } = getStrings()
    const retry = async (): Promise<void> => {
      this.isRetrying = true
      const count = await retryFailedRuns(workspace, runs).finally(() => (this.isRetrying = false))
      this.dispatchEvent(new ToastEvent(strings.retried(count, runs.length)))
    }
    return html`<button
      class="edit-control"
      data-testid="retry-failed"
      title=${strings.retryFailedHint}
      ?disabled=${this.isRetrying}
      @click=${() => void retry()}
    >
      ${icon('rotate-ccw')} ${strings.retryFailed(runs.length)}
    </button>`
  }

  #renderRun(run: StoredRun): TemplateResult {
    const { run: id, startedAt, endedAt } = run
    const name = getRunTitle(run)
    const isSelected = this.selectedRunIds.includes(id)
    const { runs: strings, common, formats } = getStrings()
    const startedText = formats.dateTime(startedAt)
    const fileNames = this.#listFileNames(run)
    const [firstFileName] = fileNames
    const failure = this.#failures.describe(run)
    return html`
      <li>
        <input
          type="checkbox"
          aria-label=${strings.compareLabel(name, startedText)}
          .checked=${isSelected}
          @change=${() =>
            (this.selectedRunIds = isSelected
              ? this.selectedRunIds.filter((item) => item !== id)
              : [...this.selectedRunIds, id].slice(-2))}
        />
        <a href=${getRunPath(id)} data-testid="run-item">
          <span class="item-text">
            <span class="ellipsis name">${name}</span>
            ${
              firstFileName === undefined
                ? nothing
                : html`<span class="ellipsis muted small" title=${fileNames.join(', ')}
                    >${strings.files(firstFileName, fileNames.length - 1)}</span
                  >`
            }
            ${failure === undefined ? nothing : html`<span class="ellipsis bad small" title=${failure}>${failure}</span>`}
          </span>
          <span class="muted small" title=${startedText}>${formatTimeAgo(startedAt, Date.now())}</span>
          <span class="muted small number">${endedAt === undefined ? '' : formats.duration(endedAt - startedAt)}</span>
          ${this.workspace ? renderRunState(run, this.workspace) : nothing}
          ${renderLocation(this.workspace?.getLocation('runs', id))}
        </a>
        <button class="quiet icon edit-control" title=${common.delete} @click=${() => void this.#remove(run)}>
          ${icon('trash')}<span class="visually-hidden">${strings.deleteLabel(name)}</span>
        </button>
      </li>
    `
  }

  #renderSelect(
    label: string,
    value: string,
    options: readonly (readonly [string, string])[],
    onSelect: (value: string) => void,
  ): TemplateResult {
    return html`<select
      aria-label=${label}
      @change=${(event: Event) => onSelect((event.target as HTMLSelectElement).value)}
    >
      ${options.map(([key, label]) => html`<option value=${key} .selected=${key === value}>${label}</option>`)}
    </select>`
  }

  #listFileNames(run: StoredRun): readonly string[] {
    return this.workspace ? listInputFileNames(run, this.workspace) : []
  }

  #matchesFilters(entry: StoredRun): boolean {
    const { run, workflowId, workflowName, state, startedAt } = entry
    const searchText = this.search.trim().toLowerCase()
    return (
      (searchText === '' ||
        [workflowName, getRunTitle(entry), run, ...this.#listFileNames(entry)]
          .join(' ')
          .toLowerCase()
          .includes(searchText)) &&
      (this.state === '' || this.state === (this.workspace?.interruptedRunIds.has(run) ? 'interrupted' : state)) &&
      (this.workflow === '' || this.workflow === workflowId) &&
      Date.now() - startedAt <= daysByPeriod[this.since] * 24 * 3_600_000
    )
  }

  #compare = (): void => {
    // The earlier run comes first, so that differences read as changes.
    const [laterRun, earlierRun] = (this.workspace?.runs ?? []).filter(({ run }) => this.selectedRunIds.includes(run))
    if (earlierRun && laterRun)
      this.dispatchEvent(new NavigationRequestEvent(getComparePath(earlierRun.run, laterRun.run)))
  }

  async #remove(run: StoredRun): Promise<void> {
    const restore = await this.workspace?.trashRun(run)
    this.selectedRunIds = this.selectedRunIds.filter((item) => item !== run.run)
    const { runs: strings, common } = getStrings()
    if (restore) this.dispatchEvent(new ToastEvent(strings.deleted, { label: common.undo, run: () => void restore() }))
  }
}

const listStateOptions = (): [string, string][] => runStates.map((state) => [state, getStrings().states[state]])

const listWorkflowOptions = (runs: readonly StoredRun[]): [string, string][] => [
  ...new Map(runs.map((run) => [run.workflowId, getRunTitle(run)])),
]

const renderNoRuns = (): TemplateResult =>
  renderEmpty(
    'runs',
    getStrings().runs.empty,
    html`<a class="button primary edit-control" href=${toPath('/workflows/cosmo-ready')}
      >${getStrings().runs.runSample}</a
    >`,
  )

customElements.define('studio-runs', RunsPage)
