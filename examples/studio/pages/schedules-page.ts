import { icon, renderProblem } from '@aw-flow/editor'
import type { ServerApi, ServerSchedule, ServerScheduleStart } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { strings } from '../language/strings.ts'
import '../schedules/schedule-calendar.ts'
import '../schedules/schedule-dialog.ts'
import type { ScheduleSavedEvent } from '../schedules/schedule-dialog.ts'
import { toInterval } from '../schedules/schedule-form.ts'
import { listSchedules, listStarts } from '../schedules/server-schedules.ts'
import { drawEmptyState } from '../shell/draw-empty.ts'
import { QueryController } from '../shell/query-controller.ts'
import { getRunPath, getWorkflowPath } from '../shell/router.ts'
import { renderNoServer } from '../shell/render-no-server.ts'
import { ToastEvent } from '../shell/studio-events.ts'
import { WorkspaceController } from '../workspace-controller.ts'
import type { Workspace } from '../workspace.ts'
import { schedulesPageStyles } from './schedules-page.styles.ts'

/** Time between two updates of the list, in ms. */
const refreshMs = 10_000
/** Time between two updates while a run of the open schedule is due or in progress, in ms. */
const activeRefreshMs = 2_000
const views = ['list', 'calendar'] as const

/** The schedules on the server: a list with switches, next times, history and actions, and a calendar. */
export class SchedulesPage extends LitElement {
  static override styles = schedulesPageStyles
  static override properties: PropertyDeclarations = {
    workspace: { attribute: false },
    query: { attribute: false },
    view: { state: true },
    open: { state: true },
    schedules: { state: true },
    starts: { state: true },
    deletionId: { state: true },
  }

  declare workspace: Workspace | undefined
  /** Query of the URL. */
  declare query: string | undefined
  declare view: (typeof views)[number] | ''
  /** Id of the schedule whose details are open. */
  declare open: string
  /** `undefined` while they are loading. */
  declare schedules: readonly ServerSchedule[] | undefined
  /** The latest starts of the open schedule. */
  declare starts: readonly ServerScheduleStart[]

  /** Id of the schedule whose deletion must be confirmed. */
  declare deletionId: string

  #timer: ReturnType<typeof setTimeout> | undefined
  /** Number of sent changes. Lists that were requested before the latest change are outdated and ignored. */
  #changeCount = 0

  constructor() {
    super()
    this.view = ''
    this.open = ''
    this.starts = []
    this.deletionId = ''
    this.addController(new WorkspaceController(this))
    this.addController(new QueryController(this, { view: views, open: 'any' }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('workspace') || changed.has('open')) void this.#refresh()
  }

  get #api(): ServerApi | undefined {
    return this.workspace?.server?.api
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this
    if (!workspace) return nothing
    const { schedules: t } = strings()
    const isCalendar = this.view === 'calendar'
    return html`
      <main>
        <header>
          <h1 tabindex="-1">${t.title}</h1>
          ${
            this.#api
              ? html`<button aria-pressed=${isCalendar} @click=${() => (this.view = isCalendar ? '' : 'calendar')}>
                    ${icon('calendar')} ${t.calendar}
                  </button>
                  <button class="primary edits" @click=${() => this.#openDialog()}>
                    ${icon('plus')} ${t.newSchedule}
                  </button>`
              : nothing
          }
        </header>
        ${this.#renderContent(workspace)}
      </main>
      ${
        this.#api
          ? html`<studio-schedule-dialog .api=${this.#api} @studio-schedule-saved=${this.#showSaved}>
            </studio-schedule-dialog>`
          : nothing
      }
    `
  }

  #renderContent(workspace: Workspace): TemplateResult | typeof nothing {
    const { schedules: t } = strings()
    if (!this.#api) return renderNoServer(t.needsServer, t.connect)
    if (this.view === 'calendar') {
      return html`<studio-schedule-calendar .workspace=${workspace} .api=${this.#api}></studio-schedule-calendar>`
    }
    if (!this.schedules) return nothing
    if (this.schedules.length === 0) {
      return html`<div class="panel empty">
        ${drawEmptyState('runs')}
        <p>${t.empty}</p>
        <a class="button primary" href="/workflows">${t.openWorkflows}</a>
      </div>`
    }
    return html`<p class="muted">${t.description}</p>
      <section class="panel">
        <ul>
          ${repeat(
            this.schedules,
            ({ id }) => id,
            (schedule) => this.#renderSchedule(schedule),
          )}
        </ul>
      </section>`
  }

  #renderSchedule(schedule: ServerSchedule): TemplateResult {
    const { id, name, enabled, workflow_id: workflow, workflow_name: workflowName, next_at: next } = schedule
    const { schedules: t, formats } = strings()
    const isOpen = this.open === id
    return html`<li data-testid="schedule-item">
      <div class="row">
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-label=${t.turnOn(name, workflowName)}
            .checked=${live(enabled)}
            ?disabled=${!this.workspace?.canEdit}
            @change=${(event: Event) => void this.#setEnabled(schedule, event.target as HTMLInputElement)}
          />
          <span>${enabled ? t.on : t.off}</span>
        </label>
        <span class="item-text">
          <span class="ellipsis name">${name}</span>
          <a class="ellipsis muted small" href=${getWorkflowPath(workflow)}>${workflowName}</a>
        </span>
        <span class="item-text small">
          <code class="ellipsis">${describeTimes(schedule)}</code>
          <span class="ellipsis muted">${schedule.time_zone}</span>
        </span>
        <span class="small"
          >${
            next !== null
              ? formats.dateTime(Date.parse(next))
              : enabled
                ? html`<span class="muted">${t.noNext}</span>`
                : nothing
          }</span
        >
        <button
          class="quiet icon"
          aria-expanded=${isOpen}
          title=${t.details}
          @click=${() => (this.open = isOpen ? '' : id)}
        >
          ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="visually-hidden">${t.detailsLabel(name)}</span>
        </button>
      </div>
      ${this.#renderReason(schedule)} ${isOpen ? this.#renderDetails(schedule) : nothing}
    </li>`
  }

  #renderReason({ problem, note }: ServerSchedule): TemplateResult | typeof nothing {
    if (problem) {
      const { message, hint = '' } = renderProblem(problem as unknown as Problem, strings().editor.renderText)
      return html`<p class="small problem">${icon('triangle-alert')} <span>${message} ${hint}</span></p>`
    }
    return note ? html`<p class="small muted">${icon('circle-pause')} ${note}</p>` : nothing
  }

  #renderDetails(schedule: ServerSchedule): TemplateResult {
    const { schedules: t, formats } = strings()
    return html`<div class="details">
      <section>
        <h2>${t.nextTimes}</h2>
        <ol>
          ${schedule.next_times.map((time) => html`<li>${formats.dateTime(Date.parse(time))}</li>`)}
        </ol>
        ${schedule.next_times.length === 0 ? html`<p class="muted small">${t.noNext}</p>` : nothing}
      </section>
      <section>
        <h2>${t.history}</h2>
        ${this.starts.length === 0 ? html`<p class="muted small">${t.noHistory}</p>` : nothing}
        <ol>
          ${this.starts.map((start) => this.#renderStart(start))}
        </ol>
      </section>
      <section class="actions edits">
        <h2>${t.actions}</h2>
        ${this.#renderActions(schedule)}
        ${
          schedule.enabled
            ? html`<form @submit=${(event: SubmitEvent) => this.#pause(event, schedule)}>
                <label>${t.note}<input name="note" maxlength="2000" autocomplete="off" /></label>
                <button>${icon('circle-pause')} ${t.pause}</button>
              </form>`
            : nothing
        }
        <form @submit=${(event: SubmitEvent) => void this.#backfill(event, schedule)}>
          <p class="muted small">${t.backfillHelp}</p>
          <div class="period">
            <label>${t.from}<input type="datetime-local" name="from" required /></label>
            <label>${t.to}<input type="datetime-local" name="to" required /></label>
          </div>
          <button>${icon('calendar')} ${t.backfill}</button>
        </form>
      </section>
    </div>`
  }

  #renderActions(schedule: ServerSchedule): TemplateResult {
    const { schedules: t, common } = strings()
    if (this.deletionId === schedule.id) {
      return html`<p>${t.confirmDelete}</p>
        <div class="buttons">
          <button class="danger" @click=${() => void this.#remove(schedule)}>${icon('trash')} ${common.delete}</button>
          <button @click=${() => (this.deletionId = '')}>${common.cancel}</button>
        </div>`
    }
    return html`<div class="buttons">
      <button @click=${() => void this.#runNow(schedule)}>${icon('play')} ${t.runNow}</button>
      <button @click=${() => this.#openDialog(schedule)}>${icon('pencil')} ${t.edit}</button>
      ${
        schedule.node_id === null
          ? html`<button class="danger" @click=${() => (this.deletionId = schedule.id)}>
              ${icon('trash')} ${common.delete}
            </button>`
          : nothing
      }
    </div>`
  }

  #renderStart({ planned_at: planned, status, run_id: run, missed, problem }: ServerScheduleStart): TemplateResult {
    const { schedules: t, formats } = strings()
    const label = status === 'missed' ? t.missed(missed ?? 1) : t.statuses[status]
    const reason = problem && renderProblem(problem as unknown as Problem, strings().editor.renderText).message
    const time = formats.dateTime(Date.parse(planned))
    return html`<li>
      ${run === null ? time : html`<a href=${getRunPath(run)}>${time}</a>`}
      <span class="muted small" title=${reason ?? nothing}>${label}</span>
    </li>`
  }

  async #setEnabled(schedule: ServerSchedule, { checked: enabled }: HTMLInputElement): Promise<void> {
    this.#replace({ ...schedule, enabled })
    if (!(await this.#change(schedule, { enabled }))) this.#replace(schedule)
  }

  #replace(changed: ServerSchedule): void {
    this.schedules = this.schedules?.map((schedule) => (schedule.id === changed.id ? changed : schedule))
  }

  #pause(event: SubmitEvent, schedule: ServerSchedule): void {
    event.preventDefault()
    const note = String(new FormData(event.target as HTMLFormElement).get('note') ?? '').trim()
    void this.#change(schedule, { enabled: false, note: note || null })
  }

  #openDialog(schedule?: ServerSchedule): void {
    void this.renderRoot.querySelector('studio-schedule-dialog')?.show(schedule)
  }

  #showSaved = ({ schedule }: ScheduleSavedEvent): void => {
    this.view = ''
    this.open = schedule.id
    void this.#refresh()
  }

  async #runNow({ id, name }: ServerSchedule): Promise<void> {
    const planned = await this.#attempt(
      async (api) => (await api.call('POST /api/v1/schedules/{id}/run', { path: { id } })).value,
    )
    if (!planned) return
    this.dispatchEvent(new ToastEvent(strings().schedules.runRequested(name)))
    await this.#refresh()
  }

  async #backfill(event: SubmitEvent, { id }: ServerSchedule): Promise<void> {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    const [from, to] = ['from', 'to'].map((name) => new Date(String(fields.get(name))).toISOString()) as [
      string,
      string,
    ]
    const response = await this.#attempt(
      async (api) =>
        (await api.call('POST /api/v1/schedules/{id}/backfill', { path: { id }, body: { from, to } })).value,
    )
    if (!response) return
    this.dispatchEvent(new ToastEvent(strings().schedules.backfilled(response.starts)))
    await this.#refresh()
  }

  async #remove({ id, name }: ServerSchedule): Promise<void> {
    const response = await this.#attempt((api) => api.call('DELETE /api/v1/schedules/{id}', { path: { id } }))
    this.deletionId = ''
    if (!response) return
    this.open = ''
    this.dispatchEvent(new ToastEvent(strings().schedules.deleted(name)))
    await this.#refresh()
  }

  /** Returns whether the server accepted the change. */
  async #change({ id }: ServerSchedule, body: { enabled?: boolean; note?: string | null }): Promise<boolean> {
    this.#changeCount++
    const changed = await this.#attempt(
      async (api) => (await api.call('PATCH /api/v1/schedules/{id}', { path: { id }, body })).value,
    )
    if (changed) this.#replace(changed)
    return changed !== undefined
  }

  async #refresh(): Promise<void> {
    clearTimeout(this.#timer)
    const { open } = this
    const changeCount = this.#changeCount
    const loaded = await this.#attempt(async (api) => ({
      schedules: await listSchedules(api),
      starts: open === '' ? [] : await listStarts(api, open).catch(() => []),
    }))
    if (open !== this.open || !this.isConnected) return
    if (loaded && changeCount === this.#changeCount) {
      this.schedules = loaded.schedules
      this.starts = loaded.starts
    }
    const isActive = this.starts.some(({ status }) => status === 'due' || status === 'started')
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#refresh(), isActive ? activeRefreshMs : refreshMs)
  }

  /** Sends a request and reports its problem. */
  async #attempt<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    const api = this.#api
    if (!api) return undefined
    try {
      const value = await send(api)
      this.workspace?.clearProblem('schedule')
      return value
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem, 'schedule')
      return undefined
    }
  }
}

/** Returns the cron expression, interval or number of dates of a schedule. */
function describeTimes({ cron, every_seconds: seconds, dates }: ServerSchedule): string {
  const { schedules: t, formats } = strings()
  if (cron !== null) return cron
  if (seconds === null) return t.dates(dates?.length ?? 0)
  const { every, unit } = toInterval(seconds)
  const format = new Intl.NumberFormat(formats.locale, { style: 'unit', unit: unit.slice(0, -1), unitDisplay: 'long' })
  return t.every(format.format(Number(every)))
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-schedules': SchedulesPage
  }
}

customElements.define('studio-schedules', SchedulesPage)
