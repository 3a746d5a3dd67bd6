import type { ScheduledTime } from '@aw-flow/client'
import { html, nothing, render } from 'lit'
import type { InspectorSectionContext } from '../../extensions/extension.ts'
import type { MountedContent } from '../../extensions/mount-part.ts'

/** Delay between a settings change and the request for new times, in ms. */
const debounceMs = 200
const maxTimes = 5

/** Renders the next scheduled times of a schedule node, and updates them when its settings change. */
export function mountNextTimes(
  container: HTMLElement,
  context: InspectorSectionContext,
): Required<MountedContent<InspectorSectionContext>> {
  let currentContext = context
  let times: readonly ScheduledTime[] = []
  let requestedKey: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const draw = (): void => {
    render(renderTimes(times, currentContext), container)
  }
  const loadTimes = async (key: string): Promise<void> => {
    const { cron = '0 6 * * *', timeZone = 'UTC' } = currentContext.node.data.config
    const result = await currentContext.session.assistant?.listScheduledTimes(String(cron), String(timeZone), maxTimes)
    // Ignore the result if the settings have changed in the meantime.
    if (key !== requestedKey) return
    times = result?.ok ? result.value : []
    draw()
  }
  const update = (newContext: InspectorSectionContext): void => {
    currentContext = newContext
    const { cron, timeZone } = newContext.node.data.config
    const key = JSON.stringify([newContext.session.engine.state, cron, timeZone])
    if (key !== requestedKey) {
      clearTimeout(timer)
      timer = setTimeout(() => void loadTimes(key), requestedKey === undefined ? 0 : debounceMs)
      requestedKey = key
    }
    draw()
  }
  update(context)
  return {
    update,
    destroy() {
      clearTimeout(timer)
      requestedKey = undefined
    },
  }
}

function renderTimes(times: readonly ScheduledTime[], { strings }: InspectorSectionContext): unknown {
  if (times.length === 0) return nothing
  const format = new Intl.DateTimeFormat(strings.language, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: times.some(({ time }) => time % 60_000 !== 0) ? '2-digit' : undefined,
  })
  return html`<section>
    <h3 aria-level="2">${strings.nextTimes}</h3>
    <ol class="next-times">
      ${times.map(
        ({ time, offsetChange }) =>
          html`<li>
            <time datetime=${new Date(time).toISOString()}>${format.format(time)}</time>
            ${offsetChange === undefined ? nothing : html`<span class="muted small">${strings.clockChange(offsetChange > 0)}</span>`}
          </li>`,
      )}
    </ol>
    <p class="muted small">${strings.nextTimesHelp}</p>
  </section>`
}
