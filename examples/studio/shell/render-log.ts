import { html, nothing, type TemplateResult } from 'lit'
import { renderLoading } from './render-loading.ts'

/**
 * Renders the most recent entries of an item's log.
 *
 * @param entries `undefined` while they are loading.
 */
export const renderLog = <Entry>(
  entries: readonly Entry[] | undefined,
  emptyText: string,
  renderEntry: (entry: Entry) => TemplateResult,
): TemplateResult =>
  html`${entries ? nothing : renderLoading()}
    ${entries?.length === 0 ? html`<p class="muted small">${emptyText}</p>` : nothing}
    <ol class="log">
      ${entries?.map((entry) => html`<li>${renderEntry(entry)}</li>`)}
    </ol>`
