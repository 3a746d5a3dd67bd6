import { html, nothing, type TemplateResult } from 'lit'
import type { Change } from './changes.ts'
import {
  describeField,
  describeItem,
  describeValue,
  createInnerContext,
  type ChangeContext,
} from './describe-change.ts'

/** An entry in the list of changes. */
export interface ChangeListItem {
  readonly change: Change
  /** The change to show on the canvas: this change or, in a sub-workflow, the change to the node that contains it. */
  readonly visibleChange: Change
  /** The changed item, preceded by the titles of the nodes that contain it, if any. */
  readonly label: string
}

/** Creates the list entries for changes. Changes in a sub-workflow follow the change to its node. */
export function listChanges(changes: readonly Change[], context: ChangeContext): ChangeListItem[] {
  const createItems = (
    change: Change,
    visibleChange: Change,
    prefix: string,
    itemContext: ChangeContext,
  ): ChangeListItem[] => {
    const itemLabel = describeItem(change, itemContext)
    const label = prefix === '' ? itemLabel : itemContext.strings.insideNode(prefix, itemLabel)
    const ownItems =
      change.innerChanges.length === 0 || change.details.length > 0 ? [{ change, visibleChange, label }] : []
    const innerContext = change.innerChanges.length > 0 ? createInnerContext(itemContext, change.id) : itemContext
    return [
      ...ownItems,
      ...change.innerChanges.flatMap((innerChange) => createItems(innerChange, visibleChange, label, innerContext)),
    ]
  }
  return changes.flatMap((change) => createItems(change, change, '', context))
}

/** Maximum number of changes that are listed. */
export const maxListedChanges = 500

interface ChangeListView {
  readonly items: readonly ChangeListItem[]
  /** Index of the selected item, or -1. */
  readonly activeIndex: number
  readonly context: ChangeContext
  onSelect(index: number): void
}

/** Renders a list of changes: symbol, item and kind of change on one line, followed by the old and new values. */
export function renderChangeList({ items, activeIndex, context, onSelect }: ChangeListView): TemplateResult {
  const { strings } = context
  return html`<ol class="changes unmarked">
      ${items.slice(0, maxListedChanges).map(
        (item, index) =>
          html`<li>
            <button
              type="button"
              class="quiet change"
              aria-current=${index === activeIndex ? 'true' : nothing}
              @click=${() => onSelect(index)}
            >
              <span class="sign ${item.change.kind}" aria-hidden="true">${strings.symbols[item.change.kind]}</span>
              <span class="summary">
                <span>${strings.describeChange(item.label, strings.kinds[item.change.kind])}</span>
                ${renderDetails(item.change, context)}
              </span>
            </button>
          </li>`,
      )}
    </ol>
    ${items.length > maxListedChanges ? html`<p class="muted small">${strings.more(items.length - maxListedChanges)}</p>` : nothing}`
}

function renderDetails({ subject, id, details: allDetails }: Change, context: ChangeContext): unknown {
  const visibleDetails = allDetails.filter(({ path }) => path[0] !== 'order')
  if (visibleDetails.length === 0) return nothing
  const { strings, types, documents } = context
  const node = subject === 'node' ? documents[0]?.nodes.find((candidate) => candidate.id === id) : undefined
  const type = node && types.get(node.type)
  return visibleDetails.map(
    ({ path, before, after }) =>
      html`<span class="detail">
        <span class="muted">${describeField(path, type, strings)}</span>
        <span class="values"
          >${before === undefined ? '' : html`<del>${describeValue(before, context)}</del> `}<span aria-hidden="true"
            >→</span
          ><span class="visually-hidden">, </span> ${
            after === undefined ? strings.absentValue : html`<ins>${describeValue(after, context)}</ins>`
          }</span
        >
      </span>`,
  )
}
