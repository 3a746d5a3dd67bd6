import { controls, icon, renderCode, renderProblem, renderSchedule, tokens } from '@aw-flow/editor'
import type { CallOptions, ServerApi, ServerSchedule } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { css, html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { getStrings } from '../language/strings.ts'
import { dialogStyles } from '../shell/dialog.styles.ts'
import { number, select, text, toOptions, type Option, type TextOptions } from '../shell/forms/fields.ts'
import {
  createScheduleForm,
  intervalUnits,
  timingKinds,
  toPolicyFields,
  toScheduleForm,
  toTimingFields,
  type IntervalUnit,
  type ScheduleForm,
} from './schedule-form.ts'
import {
  listSchedulableWorkflows,
  overlapPolicies,
  previewTimes,
  type SchedulableWorkflow,
  type UpcomingTime,
} from './server-schedules.ts'
import { element } from '../shell/element.ts'
import { toPath } from '../shell/base-path.ts'

/** Delay after an edit before the upcoming runs are previewed, in ms. */
const debounceMs = 300

type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Fired after a schedule has been added or changed. */
export class ScheduleSavedEvent extends Event {
  static readonly type = 'studio-schedule-saved'
  readonly schedule: ServerSchedule

  constructor(schedule: ServerSchedule) {
    super(ScheduleSavedEvent.type)
    this.schedule = schedule
  }
}

/** Edits a schedule's timing and policies, previews its upcoming runs, and saves it. */
export class ScheduleDialog extends element({
  api: undefined as ServerApi | undefined,
  /** The schedule being edited. `undefined` for a new schedule. */
  schedule: undefined as ServerSchedule | undefined,
  form: createScheduleForm('UTC'),
  /** Workflows that can be scheduled. `undefined` while they are loading. */
  workflows: undefined as readonly SchedulableWorkflow[] | undefined,
  times: [] as readonly UpcomingTime[],
  problem: undefined as Problem | undefined,
  /** Whether the entered timing is invalid. */
  isInvalid: false,
  isSaving: false,
}) {
  static override styles = [
    tokens,
    controls,
    dialogStyles,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
        align-items: end;
        gap: 12px;
      }

      .fields .full {
        grid-column: 1 / -1;
      }

      .label {
        display: block;
        margin-bottom: 4px;
        font-weight: 500;
      }

      .schedule {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 8px;
      }

      .schedule > :is(select, details) {
        grid-column: 1 / -1;
      }

      .schedule summary {
        font-weight: 400;
      }

      .interval {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
      }

      .help {
        color: var(--_muted);
        font-size: var(--_type-13);
        font-weight: 400;
      }

      h3 {
        margin: 0 0 4px;
        font-size: var(--_type-13);
      }

      ol {
        margin: 0;
        padding: 0;
        font-size: var(--_type-13);
        line-height: 1.8;
        list-style: none;
      }

      /* Keeps the dialog's size stable while the upcoming runs are computed. */
      .next {
        min-height: 142px;
      }

      summary {
        cursor: pointer;
        font-weight: 500;
      }

      details[open] > summary {
        margin-bottom: 12px;
      }
    `,
  ]

  #timer: ReturnType<typeof setTimeout> | undefined
  #previewController: AbortController | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopPreview()
  }

  /**
   * Opens the dialog for editing the given schedule or, if none is given, for adding one.
   *
   * @param workflow ID of the workflow that is selected at first for a new schedule.
   */
  async show(schedule?: ServerSchedule, workflow = ''): Promise<void> {
    this.schedule = schedule
    this.form = schedule
      ? toScheduleForm(schedule)
      : { ...createScheduleForm(new Intl.DateTimeFormat().resolvedOptions().timeZone), workflow }
    this.problem = undefined
    this.isInvalid = false
    this.isSaving = false
    this.times = []
    this.#requestPreview(0)
    await this.updateComplete
    this.renderRoot.querySelector('dialog')?.showModal()
    if (!schedule) await this.#loadWorkflows()
  }

  protected override render(): TemplateResult {
    const { schedule, form } = this
    const { schedules: strings, common } = getStrings()
    const canEditTiming = schedule === undefined || schedule.node_id === null
    return html`
      <dialog aria-labelledby="title" @close=${() => this.#stopPreview()}>
        <form @submit=${this.#submit}>
          <header>
            <h2 id="title">${schedule ? strings.editTitle(schedule.name) : strings.newTitle}</h2>
            <button type="button" class="quiet icon" aria-label=${common.close} @click=${this.#close}>
              ${icon('x')}
            </button>
          </header>
          ${schedule ? nothing : this.#renderWorkflow()}
          ${canEditTiming ? this.#renderTimes() : html`<p class="muted">${strings.definedByNode}</p>`}
          <section class="next" aria-live="polite">
            <h3>${strings.nextTimes}</h3>
            ${this.#renderUpcomingRuns()}
          </section>
          <details ?open=${schedule !== undefined}>
            <summary>${strings.options}</summary>
            <div class="fields">
              ${this.#renderSelect('overlap', strings.overlap, toOptions(overlapPolicies, strings.overlaps))}
              ${this.#renderNumber('pauseAfterFailures', strings.pauseAfterFailures, 0, 1_000)}
              ${this.#renderNumber('catchUpMinutes', strings.catchUp, 1, 525_600)}
              ${this.#renderNumber('jitterSeconds', strings.jitter, 0, 86_400)}
              ${
                canEditTiming
                  ? html`${this.#renderText('start', strings.start, { type: 'datetime-local' })}
                    ${this.#renderText('end', strings.end, { type: 'datetime-local' })}
                    ${this.#renderText('excludedDates', strings.excludedDates, { placeholder: '2026-12-25, 2027-01-01' })}`
                  : nothing
              }
            </div>
          </details>
          <footer>
            <span class="gap"></span>
            <button type="button" @click=${this.#close}>${common.cancel}</button>
            <button class="primary" ?disabled=${this.isSaving || this.isInvalid || (!schedule && form.workflow === '')}>
              ${schedule ? strings.save : strings.add}
            </button>
          </footer>
        </form>
      </dialog>
    `
  }

  #renderWorkflow(): TemplateResult {
    const { workflows, form } = this
    const { schedules: strings } = getStrings()
    if (workflows?.length === 0)
      return html`<p class="muted">${strings.noWorkflows}</p>
        <a class="button" href=${toPath('/workflows')}>${getStrings().common.openWorkflows}</a>`
    return html`<div class="fields">
      <label
        >${strings.workflow}
        <select name="workflow" required autofocus @change=${this.#onFieldChange}>
          <option value="" .selected=${live(form.workflow === '')}>${strings.selectWorkflow}</option>
          ${(workflows ?? []).map(
            ({ id, name }) => html`<option value=${id} .selected=${live(id === form.workflow)}>${name}</option>`,
          )}
        </select></label
      >
      ${this.#renderName()}
      ${this.#selectedWorkflow?.isPublished === false ? html`<p class="help full">${strings.publishes}</p>` : nothing}
    </div>`
  }

  get #selectedWorkflow(): SchedulableWorkflow | undefined {
    return this.workflows?.find(({ id }) => id === this.form.workflow)
  }

  #renderName(): TemplateResult {
    return this.#renderText('name', getStrings().schedules.name, { maxLength: 200, isProse: true })
  }

  #renderTimes(): TemplateResult {
    const { schedules: strings } = getStrings()
    return html`<div class="fields">
      ${this.schedule ? this.#renderName() : nothing}
      ${this.#renderSelect('kind', strings.kind, toOptions(timingKinds, strings.kinds))}
      ${this.#renderText('timeZone', strings.timeZone, {
        maxLength: 100,
        isRequired: true,
        suggestions: Intl.supportedValuesOf('timeZone'),
      })}
      ${this.#renderRule()}
    </div>`
  }

  #renderRule(): TemplateResult {
    const { form } = this
    const { schedules: strings } = getStrings()
    if (form.kind === 'cron') return this.#renderRecurring()
    if (form.kind === 'interval') {
      const units = Object.keys(intervalUnits) as IntervalUnit[]
      return html`<div class="full interval">
        ${number(strings.interval, { value: form.every, min: 1, onInput: this.#onFieldChange }).render('every')}
        ${this.#renderSelect('unit', strings.unit, toOptions(units, strings.units))}
      </div>`
    }
    return html`<label class="full"
        >${strings.calendarDates}
        <textarea
          name="dates"
          rows="2"
          required
          placeholder="2026-12-24, 2026-12-31"
          .value=${live(form.dates)}
          @input=${this.#onFieldChange}
        ></textarea></label
      >${this.#renderText('times', strings.calendarTimes, { isRequired: true, placeholder: '08:30, 17:00' })}`
  }

  #renderText(
    name: 'name' | 'timeZone' | 'start' | 'end' | 'excludedDates' | 'times',
    label: string,
    options: TextOptions = {},
  ): TemplateResult {
    return text(label, { ...options, value: this.form[name], onInput: this.#onFieldChange }).render(name)
  }

  #renderSelect<Name extends 'overlap' | 'kind' | 'unit'>(
    name: Name,
    label: string,
    options: readonly Option<ScheduleForm[Name]>[],
  ): TemplateResult {
    const onChange = (value: ScheduleForm[Name]) => this.#change({ [name]: value })
    return select(label, options, { value: this.form[name], onChange }).render(name)
  }

  /**
   * Renders the fields for a recurring schedule: frequency and time, or a cron expression for anything more complex.
   */
  #renderRecurring(): TemplateResult {
    const { form } = this
    const { schedules: strings, formats } = getStrings()
    const picker = renderSchedule(
      {
        cron: form.cron,
        id: 'repeat',
        describedBy: '',
        disabled: false,
        expressionField: html`<label
            >${strings.cron}
            <input
              name="cron"
              required
              maxlength="500"
              autocomplete="off"
              spellcheck="false"
              aria-describedby="cron-help"
              .value=${live(form.cron)}
              @input=${this.#onFieldChange}
          /></label>
          <span class="help" id="cron-help">${strings.cronHelp}</span>`,
        onChange: (cron) => this.#change({ cron }),
      },
      formats.locale,
      () => this.requestUpdate(),
    )
    return html`<div class="full">
      <span class="label">${strings.repeat}</span>
      ${picker}
    </div>`
  }

  #renderNumber(
    name: 'pauseAfterFailures' | 'catchUpMinutes' | 'jitterSeconds',
    label: string,
    min: number,
    max: number,
  ): TemplateResult {
    const step = name === 'catchUpMinutes' ? 'any' : 1
    return number(label, { value: this.form[name], min, max, step, onInput: this.#onFieldChange }).render(name)
  }

  #renderUpcomingRuns(): TemplateResult {
    const { schedules: strings, formats, editor } = getStrings()
    if (this.problem) {
      const { message, hint = '' } = renderProblem(this.problem, editor.renderText)
      return html`<p class="bad" role="alert">
        ${icon('triangle-alert')}<span>${renderCode(message)} ${renderCode(hint)}</span>
      </p>`
    }
    return html`<ol>
        ${this.times.map(
          ({ time, offsetChange }) =>
            html`<li>
              ${formats.scheduledTime(time)}
              ${
                offsetChange === 0
                  ? nothing
                  : html`<span class="help">${editor.inspectorStrings.clockChange(offsetChange > 0)}</span>`
              }
            </li>`,
        )}
      </ol>
      <span class="help">${strings.yourTimeZone(new Intl.DateTimeFormat().resolvedOptions().timeZone)}</span>`
  }

  #onFieldChange = ({ currentTarget }: Event): void => {
    const { name, value } = currentTarget as FieldElement
    this.#change({ [name]: value })
  }

  #change(fields: Partial<ScheduleForm>): void {
    this.form = { ...this.form, ...fields }
    this.#requestPreview(debounceMs)
  }

  #requestPreview(delayMs: number): void {
    this.#stopPreview()
    this.#timer = setTimeout(() => void this.#loadTimes(), delayMs)
  }

  #stopPreview(): void {
    clearTimeout(this.#timer)
    this.#previewController?.abort()
  }

  async #loadTimes(): Promise<void> {
    const { api, form } = this
    if (!api) return
    const previewController = new AbortController()
    this.#previewController = previewController
    try {
      const { times, problems } = await previewTimes(api, toTimingFields(form), previewController.signal)
      if (previewController.signal.aborted) return
      this.times = times
      this.problem = problems[0]
      this.isInvalid = problems.length > 0
    } catch (cause) {
      if (previewController.signal.aborted) return
      if (!(cause instanceof ProblemError)) throw cause
      this.problem = cause.problem
    }
  }

  async #loadWorkflows(): Promise<void> {
    if (!this.api) return
    try {
      this.workflows = await listSchedulableWorkflows(this.api)
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.problem = cause.problem
    }
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault()
    void this.#save()
  }

  async #save(): Promise<void> {
    const { api, form, schedule } = this
    if (!api || this.isSaving) return
    this.isSaving = true
    this.#stopPreview()
    const name = form.name.trim()
    const timing = { ...(name === '' ? {} : { name }), ...toTimingFields(form) }
    const policies = toPolicyFields(form)
    try {
      const { value } = schedule
        ? await api.call('PATCH /api/v1/schedules/{id}', {
            path: { id: schedule.id },
            body: schedule.node_id === null ? { ...timing, ...policies } : policies,
          })
        : await this.#add(api, { workflow_id: form.workflow, ...timing, ...policies })
      this.#close()
      this.dispatchEvent(new ScheduleSavedEvent(value))
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.problem = cause.problem
    } finally {
      this.isSaving = false
    }
  }

  async #add(api: ServerApi, body: CallOptions<'POST /api/v1/schedules'>['body'] & { workflow_id: string }) {
    if (this.#selectedWorkflow?.isPublished === false) {
      const options = { path: { id: body.workflow_id }, body: { status: 'published' } } as const
      await api.call('PATCH /api/v1/workflows/{id}/status', options)
    }
    return api.call('POST /api/v1/schedules', { body })
  }

  #close = (): void => this.renderRoot.querySelector('dialog')?.close()
}

declare global {
  interface HTMLElementTagNameMap {
    'studio-schedule-dialog': ScheduleDialog
  }
  interface GlobalEventHandlersEventMap {
    [ScheduleSavedEvent.type]: ScheduleSavedEvent
  }
}

customElements.define('studio-schedule-dialog', ScheduleDialog)
