import { loadLazyTexts } from '../../language/languages.ts'
import { changeFrequency, formatCron, parseCron, type SimpleSchedule } from '@aw-flow/schema/internal'
import { html, noChange, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { scheduleStrings, type ScheduleStrings } from './schedule-strings.ts'

/** Everything that is needed to render a schedule picker. @internal */
export interface SchedulePickerInput {
  /** The cron expression. */
  readonly cron: string
  /** Element id of the first field, which the setting's label refers to. */
  readonly id: string
  readonly describedBy: string
  readonly disabled: boolean
  /** The field for the cron expression, collapsed unless the schedule is custom. */
  readonly expressionField: TemplateResult
  onChange(cron: string): void
}

/** Renders a schedule as fields for its frequency and time. */
export type SchedulePicker = (input: SchedulePickerInput) => TemplateResult

/** Creates a picker with strings in the given language. */
export async function createSchedulePicker(language: string): Promise<SchedulePicker> {
  const strings = await loadLazyTexts(language, 'schedule', scheduleStrings)
  const dayFormat = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  // January 7, 2024 was a Sunday.
  const dayNames = Array.from({ length: 7 }, (_, day) => dayFormat.format(Date.UTC(2024, 0, 7 + day)))
  return (input) => renderPicker(input, strings, dayNames)
}

function renderPicker(
  input: SchedulePickerInput,
  strings: ScheduleStrings,
  dayNames: readonly string[],
): TemplateResult {
  const schedule = parseCron(input.cron)
  const frequencies = Object.keys(strings.frequencies) as (keyof ScheduleStrings['frequencies'])[]
  const onFrequencyChange = (event: Event): void => {
    const frequency = (event.target as HTMLSelectElement).value
    if (frequency !== 'custom')
      input.onChange(formatCron(changeFrequency(schedule, frequency as SimpleSchedule['every'])))
  }
  return html`<div class="schedule">
    <select
      id=${input.id}
      class="control"
      aria-label=${strings.repeat}
      aria-describedby=${input.describedBy || nothing}
      ?disabled=${input.disabled}
      @change=${onFrequencyChange}
    >
      ${frequencies.map(
        (every) =>
          html`<option
            value=${every}
            ?disabled=${every === 'custom' && schedule !== undefined}
            .selected=${live(every === (schedule?.every ?? 'custom'))}
          >
            ${strings.frequencies[every]}
          </option>`,
      )}
    </select>
    ${schedule ? renderDetails(schedule, input, strings, dayNames) : nothing}
    <details ?open=${schedule ? noChange : true}>
      <summary class="muted small">${strings.expression(input.cron)}</summary>
      ${input.expressionField}
    </details>
  </div>`
}

function renderDetails(
  schedule: SimpleSchedule,
  { disabled, onChange }: SchedulePickerInput,
  strings: ScheduleStrings,
  dayNames: readonly string[],
): TemplateResult {
  const updateSchedule = (newSchedule: SimpleSchedule): void => onChange(formatCron(newSchedule))
  const renderNumber = (
    label: string,
    value: number,
    [min, max]: readonly [number, number],
    setValue: (value: number) => void,
  ) =>
    html`<label class="part"
      ><span class="muted small">${label}</span
      ><input
        type="number"
        min=${min}
        max=${max}
        step="1"
        ?disabled=${disabled}
        .value=${live(String(value))}
        @change=${(event: Event) => {
          const enteredValue = Math.round((event.target as HTMLInputElement).valueAsNumber)
          setValue(Number.isNaN(enteredValue) ? value : Math.min(max, Math.max(min, enteredValue)))
        }}
    /></label>`
  switch (schedule.every) {
    case 'minutes':
      return renderNumber(strings.minuteStep, schedule.step, [1, 59], (step) => updateSchedule({ ...schedule, step }))
    case 'hours':
      return html`${renderNumber(strings.hourStep, schedule.step, [1, 23], (step) => updateSchedule({ ...schedule, step }))}
      ${renderNumber(strings.minute, schedule.minute, [0, 59], (minute) => updateSchedule({ ...schedule, minute }))}`
  }
  const time = html`<label class="part"
    ><span class="muted small">${strings.time}</span
    ><input
      type="time"
      required
      ?disabled=${disabled}
      .value=${live(formatTime(schedule.hour, schedule.minute))}
      @change=${(event: Event) => {
        const [hour, minute] = (event.target as HTMLInputElement).value.split(':').map(Number)
        if (hour !== undefined && minute !== undefined) updateSchedule({ ...schedule, hour, minute })
      }}
  /></label>`
  switch (schedule.every) {
    case 'week':
      return html`<label class="part"
          ><span class="muted small">${strings.weekday}</span
          ><select
            ?disabled=${disabled}
            @change=${(event: Event) => updateSchedule({ ...schedule, day: Number((event.target as HTMLSelectElement).value) })}
          >
            ${[1, 2, 3, 4, 5, 6, 0].map(
              (day) => html`<option value=${day} .selected=${live(day === schedule.day)}>${dayNames[day]}</option>`,
            )}
          </select></label
        >${time}`
    case 'month':
      return html`${renderNumber(strings.day, schedule.day, [1, 31], (day) => updateSchedule({ ...schedule, day }))}${time}`
    default:
      return time
  }
}

const formatTime = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
