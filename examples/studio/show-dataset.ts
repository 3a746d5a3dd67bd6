import type { StoredDataset } from '@aw-flow/client'
import { icon, typeIcons, withCode } from '@aw-flow/editor'
import { typeFamily, type DatasetPreview } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { HowLoaded } from './how-loaded.ts'
import { say } from './language/speak.ts'
import type { Preview } from './open-preview.ts'

const columnsShown = 12

/** What is known of a dataset's shape: rows only once it was loaded. */
export function shapeOf({ preview }: StoredDataset, rows: number | undefined): string {
  if (!preview) return '–'
  const { data: words, formats } = say()
  if (preview.format === 'binary') return words.noTable
  const columns = words.columnCount(preview.columns.length)
  return rows === undefined ? columns : `${formats.count(rows)} × ${columns}`
}

/** Its columns, the first of them. */
export function showColumns({ format, columns }: DatasetPreview): TemplateResult {
  const words = say().data
  if (format === 'binary') {
    return html`<p class="state warn">${icon('triangle-alert')} ${words.unreadable}</p>`
  }
  const more = columns.length - columnsShown
  return html`
    <ul class="columns" aria-label=${words.columns}>
      <li class="format">${format.toUpperCase()}</li>
      ${columns
        .slice(0, columnsShown)
        .map(
          ({ name, type }) =>
            html`<li title="${name}: ${type}">${icon(typeIcons[typeFamily(type)])}<span>${name}</span></li>`,
        )}
      ${more > 0 ? html`<li class="more muted">${words.more(more)}</li>` : nothing}
    </ul>
  `
}

/** How it was read when it was looked at last. */
export function showHowLoaded(load: HowLoaded | undefined): TemplateResult | typeof nothing {
  if (!load) return nothing
  const { editor, formats } = say()
  const words = editor.resultsWords.monitor.report
  const facts: readonly (readonly [word: string, value: string])[] = [
    [words.encoding, load.encoding],
    ...(load.format === 'csv'
      ? ([
          [words.delimiter, words.delimiters[load.delimiter] ?? load.delimiter],
          [words.skipped, formats.count(load.skippedLines)],
        ] as const)
      : []),
    [words.rejects, formats.count(load.rejects)],
  ]
  return html`<dl class="loaded small" data-testid="how-loaded">
    ${facts.map(
      ([word, value]) =>
        html`<div>
          <dt class="muted">${word}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

/** Its rows; nothing is there of them before the engine has started. */
export function showPreview(preview: Preview | undefined): TemplateResult {
  const { data: words, editor } = say()
  const state = preview?.state
  switch (state?.kind) {
    case undefined:
    case 'loading':
      return html`<div class="well table" role="status">
        <div class="skeleton"></div>
        <span class="visually-hidden">${words.loading}</span>
      </div>`
    case 'failed': {
      const problem = editor.problem(state.problem)
      return html`<p class="well" role="alert">
        <span class="bad">${icon('circle-x')}</span>
        <span>${withCode(problem.message)} <span class="muted">${withCode(problem.hint ?? '')}</span></span>
      </p>`
    }
    case 'shown':
      return html`<div class="well table">
        <aw-results
          data-testid="data-table"
          node="load"
          tab="table"
          planning
          watching
          .strings=${editor.resultsWords}
          .session=${preview?.session}
        ></aw-results>
      </div>`
  }
}
