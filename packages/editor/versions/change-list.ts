import { html, nothing, type TemplateResult } from 'lit'
import type { Change } from './changes.ts'
import { fieldWords, thingWords, valueWords, wordedInside, type Worded } from './change-words.ts'

/** A listed change, with the node titles that lead to its sub-workflow. */
export interface ListedChange {
  readonly change: Change
  /** The change of the shown workflow that contains it, which the canvas can show. */
  readonly shown: Change
  readonly words: string
}

/** Changes as lines, those in sub-workflows after their node. */
export function listChanges(changes: readonly Change[], worded: Worded): ListedChange[] {
  const lines = (change: Change, shown: Change, way: string, at: Worded): ListedChange[] => {
    const thing = thingWords(change, at)
    const words = way === '' ? thing : at.strings.inside(way, thing)
    const own = change.inside.length === 0 || change.details.length > 0 ? [{ change, shown, words }] : []
    const within = change.inside.length > 0 ? wordedInside(at, change.id) : at
    return [...own, ...change.inside.flatMap((inner) => lines(inner, shown, words, within))]
  }
  return changes.flatMap((change) => lines(change, change, '', worded))
}

/** Maximum number of listed changes. */
export const maxListed = 500

interface ChangeListView {
  readonly listed: readonly ListedChange[]
  readonly active: number
  readonly worded: Worded
  choose(index: number): void
}

/** The list of changes: sign, item and kind in a line, then the values before and after. */
export function changeList({ listed, active, worded, choose }: ChangeListView): TemplateResult {
  const { strings } = worded
  return html`<ol class="changes">
      ${listed.slice(0, maxListed).map(
        (item, index) =>
          html`<li>
            <button
              type="button"
              class="quiet change"
              aria-current=${index === active ? 'true' : nothing}
              @click=${() => choose(index)}
            >
              <span class="sign ${item.change.kind}" aria-hidden="true">${strings.signs[item.change.kind]}</span>
              <span class="what">
                <span>${strings.is(item.words, strings.kinds[item.change.kind])}</span>
                ${details(item.change, worded)}
              </span>
            </button>
          </li>`,
      )}
    </ol>
    ${listed.length > maxListed ? html`<p class="muted small">${strings.more(listed.length - maxListed)}</p>` : nothing}`
}

function details({ about, id, details: all }: Change, worded: Worded): unknown {
  const shown = all.filter(({ path }) => path[0] !== 'order')
  if (shown.length === 0) return nothing
  const { strings, types, documents } = worded
  const node = about === 'node' ? documents[0]?.nodes.find((one) => one.id === id) : undefined
  const type = node && types.get(node.type)
  return shown.map(
    ({ path, before, after }) =>
      html`<span class="detail">
        <span class="muted">${fieldWords(path, type, strings)}</span>
        <span class="values"
          >${before === undefined ? '' : html`<del>${valueWords(before, worded)}</del> `}<span aria-hidden="true"
            >→</span
          ><span class="visually-hidden">, </span> ${
            after === undefined ? strings.absentValue : html`<ins>${valueWords(after, worded)}</ins>`
          }</span
        >
      </span>`,
  )
}
