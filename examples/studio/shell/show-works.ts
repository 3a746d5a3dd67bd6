import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'
import type { LongWorks } from './long-works.ts'

/** So many are shown: sixty files that are dropped at once would cover the page. */
const max = 3

/** What takes long, with its share and what stops it; nothing where nothing does. */
export function showWorks(works: LongWorks | undefined): TemplateResult | typeof nothing {
  const { list = [] } = works ?? {}
  if (list.length === 0) return nothing
  const { shell: words, common } = say()
  const others = list.length - max
  const stopAll = (): void => list.forEach(({ stop }) => stop())
  return html`<ul class="works" aria-label=${words.works} data-testid="works">
    ${list.slice(0, max).map(
      ({ text, share, stop }) =>
        html`<li>
          <span class="ellipsis">${text}</span>
          <progress max="1" value=${share ?? nothing} aria-label=${text}></progress>
          <button class="quiet" aria-label=${words.stop(text)} @click=${stop}>${common.cancel}</button>
        </li>`,
    )}
    ${
      others > 0
        ? html`<li class="others">
            <span class="muted">${common.more(others)}</span>
            <button class="quiet" @click=${stopAll}>${words.stopAll}</button>
          </li>`
        : nothing
    }
  </ul>`
}
