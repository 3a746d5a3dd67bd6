import type { StoredDataset } from '@aw-flow/client'
import { icon, typeIcons, withCode, renderProblem } from '@aw-flow/editor'
import { typeFamily, type DatasetPreview } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { HowLoaded } from './how-loaded.ts'
import { say } from '../language/speak.ts'
import type { Preview } from './open-preview.ts'
import { maxLookedAt, type Known } from './quiet-looks.ts'

const columnsShown = 12

/** Whether it is known that a dataset holds no table. */
const holdsNoTable = ({ preview }: StoredDataset, { load, failed }: Known): boolean =>
  preview?.format === 'binary' || preview?.format === 'empty' || (failed !== undefined && !load)

/** What is known of a dataset's shape: rows only once it was loaded. */
export function shapeOf(stored: StoredDataset, known: Known): string {
  const { data: words } = say()
  if (holdsNoTable(stored, known)) return words.noTable
  const { preview } = stored
  const rows = known.load && words.rowCount(known.load.rows)
  const columns = preview && words.columnCount(preview.columns.length)
  return [rows, columns].filter(Boolean).join(' · ') || '–'
}

/** How a dataset was read, in a few words; nothing where it holds no table, or that is not known. */
export function readAs(stored: StoredDataset, known: Known): string {
  const { load } = known
  if (!load || holdsNoTable(stored, known)) return ''
  const { data: words, editor } = say()
  const { delimiters } = editor.resultsWords.monitor.report
  const isText = load.format === 'csv'
  const text = isText ? [delimiters[load.delimiter] ?? load.delimiter, load.encoding.toUpperCase()] : []
  const format = isText ? 'CSV' : (editor.loadPlan.formats[load.format] ?? load.format)
  const how = [format, ...text].join(', ')
  return load.rejects === 0 ? how : `${how}; ${words.keptAside(load.rejects)}`
}

/** Whether what was uploaded can be used, as far as that is known. */
export function showUploaded(taken: readonly StoredDataset[], looks: { known(id: string): Known }): TemplateResult {
  const words = say().data
  const unread = taken.filter((stored) => holdsNoTable(stored, looks.known(stored.dataset.id))).length
  return html`<span class="state ${unread ? 'warn' : 'good'}" role="status" data-testid="upload-success">
    ${icon(unread ? 'triangle-alert' : 'circle-check')} ${unread ? words.uploadedUnread(unread) : words.uploaded}
  </span>`
}

/** What is in a dataset and how it was read, or why it could not be. */
export function showKnown(stored: StoredDataset, known: Known): unknown {
  if (holdsNoTable(stored, known)) return showNoTable(stored, known)
  const isLater = !known.load && stored.dataset.size > maxLookedAt
  return [
    stored.preview ? showColumns(stored.preview) : nothing,
    isLater ? html`<p class="small muted">${say().data.countedLater}</p>` : showHowLoaded(known.load),
  ]
}

/** Why there is no table in it, and what helps. */
function showNoTable({ preview }: StoredDataset, { failed }: Known): TemplateResult {
  const { data: words, editor } = say()
  const isEmpty = preview?.format === 'empty'
  const { message, hint = '' } = failed
    ? renderProblem(failed, editor.renderText)
    : { message: isEmpty ? words.holdsNothing : words.unreadable, hint: isEmpty ? '' : words.unreadableHint }
  return html`<p class="no-table" data-testid="no-table">
    <span class="state warn">${icon('triangle-alert')}</span>
    <span>${withCode(message)} <span class="muted">${withCode(hint)}</span></span>
  </p>`
}

/** Its columns, the first of them. */
function showColumns({ format, columns }: DatasetPreview): TemplateResult {
  const words = say().data
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
function showHowLoaded(load: HowLoaded | undefined): TemplateResult | typeof nothing {
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
      const problem = renderProblem(state.problem, editor.renderText)
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
