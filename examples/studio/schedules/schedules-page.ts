import { icon } from '@aw-flow/editor'
import type { ServerSchedule, ServerScheduleStart } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { formatProblem } from '../language/format-problem.ts'
import { getStrings } from '../language/strings.ts'
import { renderEmpty } from '../shell/draw-empty.ts'
import { page } from '../shell/element.ts'
import { hint, text } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import type { UrlFields } from '../shell/query-controller.ts'
import { renderListPanel, type ListItem } from '../shell/render-list-panel.ts'
import { renderLog } from '../shell/render-log.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderServerData } from '../shell/server-data/render-server-data.ts'
import { loadItems } from '../shell/server-data/route-items.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { serverPageStyles } from '../shell/server-data/server-page.styles.ts'
import type { Workspace } from '../workspace.ts'
import { describeTimes } from './describe-schedule.ts'
import './schedule-calendar.ts'
import './schedule-dialog.ts'
import type { ScheduleSavedEvent } from './schedule-dialog.ts'

const maxSchedules = 500
const maxStarts = 10
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
  static override styles = serverPageStyles

  readonly #schedules = new ServerDataController(this, {
    task: 'schedules',
    load: loadItems('GET /api/v1/schedules', () => ({ query: { limit: maxSchedules } })),
    pollMs: refreshIntervalMs,
  })
  /** The expanded schedule's most recent starts. */
  readonly #starts = new ServerDataController(this, {
    task: 'schedule-starts',
    args: () => (this.#schedules.data?.some(({ id }) => id === this.open) ? [this.open] : undefined),
    load: loadItems('GET /api/v1/schedules/{id}/starts', (id: string) => ({
      path: { id },
      query: { limit: maxStarts },
    })),
    pollMs: (starts: readonly ServerScheduleStart[] | undefined) =>
      starts?.some(isActive) ? activeRefreshIntervalMs : refreshIntervalMs,
  })

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { schedules: strings } = getStrings()
    const { api } = this.#schedules
    const isCalendar = this.view === 'calendar'
    // The empty state has its own button.
    const isEmpty = !isCalendar && this.#schedules.data?.length === 0
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${strings.title}</h1>
          ${
            api
              ? html`<button aria-pressed=${isCalendar} @click=${() => (this.view = isCalendar ? '' : 'calendar')}>
                    ${icon('calendar')} ${strings.calendar}
                  </button>
                  ${isEmpty ? nothing : this.#renderAddButton()}`
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
    return renderServerData(this.#schedules, { picture: 'schedules', needsServer }, (schedules) =>
      this.#renderSchedules(schedules),
    )
  }

  #renderAddButton(): TemplateResult {
    return html`<button class="primary edit-control" @click=${() => this.#openDialog()}>
      ${icon('plus')} ${getStrings().schedules.newSchedule}
    </button>`
  }

  #renderSchedules(schedules: readonly ServerSchedule[]): TemplateResult {
    const { schedules: strings } = getStrings()
    if (schedules.length === 0) {
      return renderEmpty('schedules', strings.empty, this.#renderAddButton())
    }
    const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
    const hasOtherZone = schedules.some(({ time_zone: zone }) => zone !== browserZone)
    return html`<p class="muted">
        ${strings.description} ${hasOtherZone ? strings.yourTimeZone(browserZone) : nothing}
      </p>
      ${renderListPanel({
        items: schedules,
        renderItem: (schedule) => this.#describeSchedule(schedule),
        openId: this.open,
        onOpen: (id) => (this.open = id),
      })}`
  }

  #describeSchedule(schedule: ServerSchedule): ListItem {
    const { name, enabled, workflow_id: workflowId, workflow_name: workflowName, next_at: nextAt } = schedule
    const { schedules: strings, formats } = getStrings()
    return {
      testId: 'schedule-item',
      toggle: {
        label: strings.switchLabel(name, workflowName),
        isOn: enabled,
        isDisabled: !this.workspace?.canEdit,
        onSwitch: (isOn) => this.#change(schedule, { enabled: isOn }),
      },
      name,
      detail: html`<a href=${getWorkflowPath(workflowId)}>${workflowName}</a>`,
      columns: [
        html`${renderTimes(schedule)}<span class="muted">${schedule.time_zone}</span>`,
        nextAt !== null
          ? strings.nextRun(formats.scheduledTime(Date.parse(nextAt)))
          : enabled
            ? html`<span class="muted">${strings.noUpcomingRuns}</span>`
            : nothing,
      ],
      notes: renderReason(schedule),
      details: () => this.#renderDetails(schedule),
    }
  }

  #renderDetails(schedule: ServerSchedule): TemplateResult {
    const { schedules: strings, formats } = getStrings()
    const path = { id: schedule.id }
    return html`<section>
        <h2>${strings.nextTimes}</h2>
        ${renderLog(schedule.next_times, strings.noUpcomingRuns, (time) => html`${formats.scheduledTime(Date.parse(time))}`)}
      </section>
      <section>
        <h2>${strings.history}</h2>
        ${renderLog(this.#starts.data, strings.noHistory, renderStart)}
      </section>
      <section class="edit-control">
        <h2>${strings.actions}</h2>
        ${this.#renderActions(schedule)}
        ${
          schedule.enabled
            ? renderForm({
                fields: () => ({ note: text(strings.note, { maxLength: 2000, isProse: true }) }),
                submit: html`${icon('circle-pause')} ${strings.pause}`,
                onSubmit: ({ note }) => this.#change(schedule, { enabled: false, note: note || null }),
              })
            : nothing
        }
        ${renderForm({
          fields: () => ({
            help: hint(strings.backfillHelp),
            from: text(strings.from, { type: 'datetime-local', isRequired: true }),
            to: text(strings.to, { type: 'datetime-local', isRequired: true }),
          }),
          submit: html`${icon('calendar')} ${strings.backfill}`,
          onSubmit: ({ from, to }) =>
            this.#starts.change(
              'POST /api/v1/schedules/{id}/backfill',
              { path, body: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } },
              ({ starts }) => strings.backfilled(starts),
            ),
        })}
      </section>`
  }

  #renderActions(schedule: ServerSchedule): TemplateResult {
    const { schedules: strings, common } = getStrings()
    const { id, name } = schedule
    if (this.deletionId === id) {
      return html`<p>${strings.confirmDelete}</p>
        <div class="bar">
          <button class="danger" @click=${() => void this.#remove(schedule)}>${icon('trash')} ${common.delete}</button>
          <button @click=${() => (this.deletionId = '')}>${common.cancel}</button>
        </div>`
    }
    const runNow = () =>
      this.#starts.change('POST /api/v1/schedules/{id}/run', { path: { id } }, strings.runRequested(name))
    return html`<div class="bar">
      <button @click=${() => void runNow()}>${icon('play')} ${strings.runNow}</button>
      <button @click=${() => this.#openDialog(schedule)}>${icon('pencil')} ${strings.edit}</button>
      ${
        schedule.node_id === null
          ? html`<button class="danger" @click=${() => (this.deletionId = id)}>
              ${icon('trash')} ${common.delete}
            </button>`
          : nothing
      }
    </div>`
  }

  #openDialog(schedule?: ServerSchedule): void {
    void this.renderRoot.querySelector('studio-schedule-dialog')?.show(schedule)
  }

  #showSavedSchedule = ({ schedule }: ScheduleSavedEvent): void => {
    this.view = ''
    this.open = schedule.id
    void this.#schedules.reload()
  }

  async #remove({ id, name }: ServerSchedule): Promise<void> {
    const { schedules: strings } = getStrings()
    const response = await this.#schedules.change(
      'DELETE /api/v1/schedules/{id}',
      { path: { id } },
      strings.deleted(name),
    )
    this.deletionId = ''
    if (response) this.open = ''
  }

  #change({ id }: ServerSchedule, body: { enabled?: boolean; note?: string | null }): Promise<unknown> {
    return this.#schedules.change('PATCH /api/v1/schedules/{id}', { path: { id }, body })
  }
}

const isActive = ({ status }: ServerScheduleStart): boolean => status === 'due' || status === 'started'

function renderReason({ problem, note }: ServerSchedule): TemplateResult | typeof nothing {
  if (problem) return html`<p class="small note">${icon('triangle-alert')} <span>${formatProblem(problem)}</span></p>`
  return note ? html`<p class="small muted note">${icon('circle-pause')} ${note}</p>` : nothing
}

function renderStart({
  planned_at: plannedAt,
  status,
  run_id: runId,
  missed: missedCount,
  problem,
}: ServerScheduleStart) {
  const { schedules: strings, formats } = getStrings()
  const label = status === 'missed' ? strings.missed(missedCount ?? 1) : strings.statuses[status]
  const time = formats.scheduledTime(Date.parse(plannedAt))
  return html`${runId === null ? time : html`<a href=${getRunPath(runId)}>${time}</a>`}
    <span class="muted small" title=${problem ? formatProblem(problem) : nothing}>${label}</span>`
}

/** Renders a schedule's times, as a sentence if possible and otherwise as a cron expression. */
function renderTimes(schedule: ServerSchedule): TemplateResult {
  const description = describeTimes(schedule)
  return description === undefined
    ? html`<code>${schedule.cron}</code>`
    : html`<span title=${schedule.cron ?? nothing}>${description}</span>`
}

customElements.define('studio-schedules', SchedulesPage)
