import { icon } from '@aw-flow/editor'
import type { ServerApi } from '@aw-flow/client'
import { ProblemError } from '@aw-flow/schema'
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { pageStyles } from '../page.styles.ts'
import { renderLoading } from '../shell/render-loading.ts'
import type { Workspace } from '../workspace.ts'
import { assignRunsToDays, listMonthDays, type CalendarDay } from './month-days.ts'
import { listCalendarEntries } from './server-schedules.ts'
import { element } from '../shell/element.ts'

/** Maximum number of entries to show per day. Additional entries are only counted. */
const maxEntries = 3

/** A month calendar with the scheduled runs of all enabled schedules, in the browser's time zone. */
export class ScheduleCalendar extends element({
  workspace: undefined as Workspace | undefined,
  api: undefined as ServerApi | undefined,
  /** First day of the displayed month. */
  month: new Date(0),
  days: [] as readonly CalendarDay[],
  isLoading: false,
}) {
  static override styles = [
    ...pageStyles,
    css`
      :host {
        min-height: 0;
      }

      header {
        margin: 0 0 8px;
      }

      h2 {
        flex: 1;
        margin: 0;
      }

      p {
        margin: 8px 0 0;
      }

      .scroll {
        overflow-x: auto;
      }

      table {
        width: 100%;
        min-width: 560px;
        border-collapse: collapse;
        table-layout: fixed;
      }

      th {
        padding: 4px 8px;
        color: var(--_muted);
        font-size: var(--_type-12);
        font-weight: 500;
        text-align: start;
      }

      td {
        height: 84px;
        padding: 4px 8px;
        border: 1px solid var(--_border);
        vertical-align: top;
        font-size: var(--_type-12);
      }

      td.outside {
        color: var(--_muted);
        background: var(--_canvas);
      }

      td li {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .today {
        color: var(--_accent);
        font-weight: 600;
      }

      /* A whole week fits on a phone. Schedule names are available only to screen readers. */
      @media (max-width: 600px) {
        table {
          min-width: 0;
        }

        :is(th, td) {
          padding: 4px 2px;
        }

        td {
          height: 64px;
        }

        td li {
          font-size: 11px;
        }

        td li span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
    `,
  ]

  constructor() {
    super()
    const today = new Date()
    this.month = new Date(today.getFullYear(), today.getMonth(), 1)
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('month') && !changed.has('api')) return
    this.days = listMonthDays(this.month.getFullYear(), this.month.getMonth())
    void this.#load()
  }

  protected override render(): TemplateResult {
    const { schedules: strings, formats } = getStrings()
    const createDateFormat = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(formats.locale, options)
    const weekdayFormat = createDateFormat({ weekday: 'short' })
    const weeks = Array.from({ length: this.days.length / 7 }, (_, week) => this.days.slice(week * 7, week * 7 + 7))
    return html`
      <header>
        <h2 aria-live="polite">${createDateFormat({ month: 'long', year: 'numeric' }).format(this.month)}</h2>
        <button
          class="icon"
          title=${strings.previousMonth}
          aria-label=${strings.previousMonth}
          @click=${() => this.#changeMonth(-1)}
        >
          ${icon('chevron-left')}
        </button>
        <button
          class="icon"
          title=${strings.nextMonth}
          aria-label=${strings.nextMonth}
          @click=${() => this.#changeMonth(1)}
        >
          ${icon('chevron-right')}
        </button>
      </header>
      ${this.isLoading ? renderLoading() : nothing}
      <div class="panel scroll" tabindex="0" role="region" aria-label=${strings.calendar}>
        <table>
          <thead>
            <tr>
              ${this.days.slice(0, 7).map(({ start }) => html`<th scope="col">${weekdayFormat.format(start)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${weeks.map(
              (week) =>
                html`<tr>
                  ${week.map((day) => renderDay(day, createDateFormat({ timeStyle: 'short' })))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="muted small">${strings.yourTimeZone(Intl.DateTimeFormat().resolvedOptions().timeZone)}</p>
    `
  }

  #changeMonth(months: number): void {
    this.month = new Date(this.month.getFullYear(), this.month.getMonth() + months, 1)
  }

  async #load(): Promise<void> {
    const { api, days, month } = this
    const [first, last] = [days[0], days.at(-1)]
    if (!api || !first || !last) return
    this.isLoading = true
    try {
      const from = Math.max(first.start, Date.now())
      // A day on which daylight saving time ends has 25 hours.
      const to = last.start + 25 * 3_600_000
      const entries = to <= from ? [] : await listCalendarEntries(api, from, to)
      if (month === this.month) this.days = assignRunsToDays(days, entries)
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
      this.workspace?.report(cause.problem)
    } finally {
      if (month === this.month) this.isLoading = false
    }
  }
}

function renderDay({ start, isInMonth, entries }: CalendarDay, timeFormat: Intl.DateTimeFormat): TemplateResult {
  const date = new Date(start)
  const isToday = date.toDateString() === new Date().toDateString()
  const hiddenCount = entries.length - maxEntries
  return html`<td class=${isInMonth ? '' : 'outside'}>
    <span class=${isToday ? 'today' : ''} aria-current=${isToday ? 'date' : nothing}>${date.getDate()}</span>
    <ul>
      ${entries
        .slice(0, maxEntries)
        .map(
          (entry) =>
            html`<li title=${`${timeFormat.format(entry.time)} ${entry.name}`}>
              ${timeFormat.format(entry.time)} <span>${entry.name}</span>
            </li>`,
        )}
    </ul>
    ${hiddenCount > 0 ? html`<span class="muted">${getStrings().common.more(hiddenCount)}</span>` : nothing}
  </td>`
}

customElements.define('studio-schedule-calendar', ScheduleCalendar)
