import { icon, renderProblem } from '@aw-flow/editor'
import type { ServerSchedule, ServerScheduleStart } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import '../schedules/schedule-calendar.ts'
import { describeTimes } from '../schedules/describe-schedule.ts'
import '../schedules/schedule-dialog.ts'
import type { ScheduleSavedEvent } from '../schedules/schedule-dialog.ts'
import { listSchedules, listStarts } from '../schedules/server-schedules.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderExpandButton, renderNoItems, renderSwitch } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerData } from '../shell/server-data/render-server-data.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import type { Workspace } from '../workspace.ts'
import { schedulesPageStyles } from './schedules-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

/** Refresh interval for the list, in ms. */
const refreshIntervalMs = 10_000
/** Refresh interval while a run of the expanded schedule is due or in progress, in ms. */
const activeRefreshIntervalMs = 2_000
const views = ['list', 'calendar'] as const

/** The server's schedules, as a list with their next runs, history and actions, or as a calendar. */
export class SchedulesPage extends page({
  view: '' as (typeof views)[number] | '',
  /** ID of the schedule whose details are expanded. Empty if none. */
  open: '',
  /** ID of the schedule whose deletion is being confirmed. Empty if none. */
  deletionId: '',
}) {
  static override urlFields: UrlFields<SchedulesPage> = { view: views, open: 'any' }
  static override styles = schedulesPageStyles

  readonly #schedules = new ServerDataController(this, {
    task: 'schedules',
    load: listSchedules,
    getPollIntervalMs: () => refreshIntervalMs,
  })
  /** The expanded schedule's most recent starts. */
  readonly #starts = new ServerDataController(this, {
    task: 'schedule-starts',
    args: () => (this.#schedules.data?.some(({ id }) => id === this.open) ? [this.open] : undefined),
    load: listStarts,
    getPollIntervalMs: (starts) => (starts?.some(isActive) ? activeRefreshIntervalMs : refreshIntervalMs),
  })

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { schedules: strings } = getStrings()
    const { api } = this.#schedules
    const isCalendar = this.view === 'calendar'
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings.title}</h1>
          ${
            api
              ? html`<button aria-pressed=${isCalendar} @click=${() => (this.view = isCalendar ? '' : 'calendar')}>
                    ${icon('calendar')} ${strings.calendar}
                  </button>
                  <button class="primary edit-control" @click=${() => this.#openDialog()}>
                    ${icon('plus')} ${strings.newSchedule}
                  </button>`
              : nothing
          }
        </header>
        ${this.#renderContent(workspace)}
      </main>
      ${
        api
          ? html`<studio-schedule-dialog .api=${api} @studio-schedule-saved=${this.#showSavedSchedule}>
            </studio-schedule-dialog>`
          : nothing
      }
    `
  }

  #renderContent(workspace: Workspace): TemplateResult {
    const { api } = this.#schedules
    if (api && this.view === 'calendar') {
      return html`<studio-schedule-calendar .workspace=${workspace} .api=${api}></studio-schedule-calendar>`
    }
    const { needsServer } = getStrings().schedules
    return renderServerData(this.#schedules, needsServer, (schedules) => this.#renderSchedules(schedules))
  }

  #renderSchedules(schedules: readonly ServerSchedule[]): TemplateResult {
    const { schedules: strings } = getStrings()
    if (schedules.length === 0) return renderNoItems(strings.empty)
    const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
    const hasOtherZone = schedules.some(({ time_zone: zone }) => zone !== browserZone)
    return html`<p class="muted">
        ${strings.description} ${hasOtherZone ? strings.yourTimeZone(browserZone) : nothing}
      </p>
      <section class="panel">
        <ul>
          ${repeat(
            schedules,
            ({ id }) => id,
            (schedule) => this.#renderSchedule(schedule),
          )}
        </ul>
      </section>`
  }

  #renderSchedule(schedule: ServerSchedule): TemplateResult {
    const { id, name, enabled, workflow_id: workflowId, workflow_name: workflowName, next_at: nextAt } = schedule
    const { schedules: strings, common, formats } = getStrings()
    const isOpen = this.open === id
    return html`<li data-testid="schedule-item">
      <div class="row">
        ${renderSwitch(
          strings.switchLabel(name, workflowName),
          enabled,
          (isOn) => this.#change(schedule, { enabled: isOn }),
          {
            isDisabled: !this.workspace?.canEdit,
          },
        )}
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <a class="ellipsis muted small" href=${getWorkflowPath(workflowId)}>${workflowName}</a>
        </span>
        <span class="item-text small">
          ${renderTimes(schedule)}
          <span class="ellipsis muted">${schedule.time_zone}</span>
        </span>
        <span class="small"
          >${
            nextAt !== null
              ? strings.nextRun(formats.scheduledTime(Date.parse(nextAt)))
              : enabled
                ? html`<span class="muted">${strings.noUpcomingRuns}</span>`
                : nothing
          }</span
        >
        ${renderExpandButton(common.details, common.detailsLabel(name), isOpen, () => (this.open = isOpen ? '' : id))}
      </div>
      ${this.#renderReason(schedule)} ${isOpen ? this.#renderDetails(schedule) : nothing}
    </li>`
  }

  #renderReason({ problem, note }: ServerSchedule): TemplateResult | typeof nothing {
    if (problem) {
      const text = formatProblem(problem as unknown as Problem)
      return html`<p class="small problem">${icon('triangle-alert')} <span>${text}</span></p>`
    }
    return note ? html`<p class="small muted">${icon('circle-pause')} ${note}</p>` : nothing
  }

  #renderDetails(schedule: ServerSchedule): TemplateResult {
    const { schedules: strings, formats } = getStrings()
    const { data: starts } = this.#starts
    return html`<div class="details">
      <section>
        <h2>${strings.nextTimes}</h2>
        <ol>
          ${schedule.next_times.map((time) => html`<li>${formats.scheduledTime(Date.parse(time))}</li>`)}
        </ol>
        ${schedule.next_times.length === 0 ? html`<p class="muted small">${strings.noUpcomingRuns}</p>` : nothing}
      </section>
      <section>
        <h2>${strings.history}</h2>
        ${starts ? nothing : renderLoading()}
        ${starts?.length === 0 ? html`<p class="muted small">${strings.noHistory}</p>` : nothing}
        <ol>
          ${starts?.map(renderStart)}
        </ol>
      </section>
      <section class="actions edit-control">
        <h2>${strings.actions}</h2>
        ${this.#renderActions(schedule)}
        ${
          schedule.enabled
            ? html`<form @submit=${(event: SubmitEvent) => this.#pause(event, schedule)}>
                <label>${strings.note}<input name="note" maxlength="2000" autocomplete="off" /></label>
                <button>${icon('circle-pause')} ${strings.pause}</button>
              </form>`
            : nothing
        }
        <form @submit=${(event: SubmitEvent) => void this.#backfill(event, schedule)}>
          <p class="muted small">${strings.backfillHelp}</p>
          <div class="period">
            <label>${strings.from}<input type="datetime-local" name="from" required /></label>
            <label>${strings.to}<input type="datetime-local" name="to" required /></label>
          </div>
          <button>${icon('calendar')} ${strings.backfill}</button>
        </form>
      </section>
    </div>`
  }

  #renderActions(schedule: ServerSchedule): TemplateResult {
    const { schedules: strings, common } = getStrings()
    if (this.deletionId === schedule.id) {
      return html`<p>${strings.confirmDelete}</p>
        <div class="buttons">
          <button class="danger" @click=${() => void this.#remove(schedule)}>${icon('trash')} ${common.delete}</button>
          <button @click=${() => (this.deletionId = '')}>${common.cancel}</button>
        </div>`
    }
    return html`<div class="buttons">
      <button @click=${() => void this.#runNow(schedule)}>${icon('play')} ${strings.runNow}</button>
      <button @click=${() => this.#openDialog(schedule)}>${icon('pencil')} ${strings.edit}</button>
      ${
        schedule.node_id === null
          ? html`<button class="danger" @click=${() => (this.deletionId = schedule.id)}>
              ${icon('trash')} ${common.delete}
            </button>`
          : nothing
      }
    </div>`
  }

  #replaceSchedule(updatedSchedule: ServerSchedule): void {
    const { data: schedules = [] } = this.#schedules
    this.#schedules.set(schedules.map((schedule) => (schedule.id === updatedSchedule.id ? updatedSchedule : schedule)))
  }

  #pause(event: SubmitEvent, schedule: ServerSchedule): void {
    event.preventDefault()
    const note = String(new FormData(event.target as HTMLFormElement).get('note') ?? '').trim()
    void this.#change(schedule, { enabled: false, note: note || null })
  }

  #openDialog(schedule?: ServerSchedule): void {
    void this.renderRoot.querySelector('studio-schedule-dialog')?.show(schedule)
  }

  #showSavedSchedule = ({ schedule }: ScheduleSavedEvent): void => {
    this.view = ''
    this.open = schedule.id
    void this.#schedules.reload()
  }

  async #runNow({ id, name }: ServerSchedule): Promise<void> {
    const response = await this.#starts.update((api) => api.call('POST /api/v1/schedules/{id}/run', { path: { id } }))
    if (!response) return
    this.dispatchEvent(new ToastEvent(getStrings().schedules.runRequested(name)))
  }

  async #backfill(event: SubmitEvent, { id }: ServerSchedule): Promise<void> {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    const [from, to] = ['from', 'to'].map((name) => new Date(String(fields.get(name))).toISOString()) as [
      string,
      string,
    ]
    const response = await this.#starts.update((api) =>
      api.call('POST /api/v1/schedules/{id}/backfill', { path: { id }, body: { from, to } }),
    )
    if (!response) return
    this.dispatchEvent(new ToastEvent(getStrings().schedules.backfilled(response.value.starts)))
  }

  async #remove({ id, name }: ServerSchedule): Promise<void> {
    const response = await this.#schedules.update((api) => api.call('DELETE /api/v1/schedules/{id}', { path: { id } }))
    this.deletionId = ''
    if (!response) return
    this.open = ''
    this.dispatchEvent(new ToastEvent(getStrings().schedules.deleted(name)))
  }

  /** Changes a schedule. Returns whether the server accepted the change. */
  async #change({ id }: ServerSchedule, body: { enabled?: boolean; note?: string | null }): Promise<boolean> {
    const response = await this.#schedules.update((api) =>
      api.call('PATCH /api/v1/schedules/{id}', { path: { id }, body }),
    )
    if (response) this.#replaceSchedule(response.value)
    return response !== undefined
  }
}

const isActive = ({ status }: ServerScheduleStart): boolean => status === 'due' || status === 'started'

function renderStart({
  planned_at: plannedAt,
  status,
  run_id: runId,
  missed: missedCount,
  problem,
}: ServerScheduleStart): TemplateResult {
  const { schedules: strings, formats } = getStrings()
  const label = status === 'missed' ? strings.missed(missedCount ?? 1) : strings.statuses[status]
  const reason = problem && renderProblem(problem as unknown as Problem, getStrings().editor.renderText).message
  const time = formats.scheduledTime(Date.parse(plannedAt))
  return html`<li>
    ${runId === null ? time : html`<a href=${getRunPath(runId)}>${time}</a>`}
    <span class="muted small" title=${reason ?? nothing}>${label}</span>
  </li>`
}

/** Renders a schedule's times, as a sentence if possible and otherwise as a cron expression. */
function renderTimes(schedule: ServerSchedule): TemplateResult {
  const description = describeTimes(schedule)
  return description === undefined
    ? html`<code class="ellipsis">${schedule.cron}</code>`
    : html`<span title=${schedule.cron ?? nothing}>${description}</span>`
}

customElements.define('studio-schedules', SchedulesPage)
