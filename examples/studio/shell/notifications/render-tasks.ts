import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'
import type { LongTasks } from './long-tasks.ts'

/** Maximum number of visible tasks. Without a limit, the tasks for sixty dropped files would cover the page. */
const maxVisibleTasks = 3

/** Renders the long-running tasks with their progress and cancel buttons. */
export function renderTasks(tasks: LongTasks | undefined): TemplateResult | typeof nothing {
  const { list = [] } = tasks ?? {}
  if (list.length === 0) return nothing
  const { shell: strings, common } = getStrings()
  const hiddenCount = list.length - maxVisibleTasks
  const cancelAllTasks = (): void => list.forEach(({ cancel }) => cancel())
  return html`<ul class="tasks" aria-label=${strings.tasks} data-testid="works">
    ${list.slice(0, maxVisibleTasks).map(
      ({ text, progress, cancel }) =>
        html`<li>
          <span class="ellipsis">${text}</span>
          <progress max="1" value=${progress ?? nothing} aria-label=${text}></progress>
          <button class="quiet" aria-label=${strings.cancelTask(text)} @click=${cancel}>${common.cancel}</button>
        </li>`,
    )}
    ${
      hiddenCount > 0
        ? html`<li class="others">
            <span class="muted">${common.more(hiddenCount)}</span>
            <button class="quiet" @click=${cancelAllTasks}>${strings.cancelAll}</button>
          </li>`
        : nothing
    }
  </ul>`
}
