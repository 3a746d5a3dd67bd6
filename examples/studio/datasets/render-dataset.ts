import type { StoredDataset } from '@aw-flow/client'
import { formatColumnType, formatEncodingName, icon, typeIcons, renderCode, renderProblem } from '@aw-flow/editor'
import { getTypeFamily, type DatasetPreview } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import type { LoadSummary } from './load-summaries.ts'
import { getStrings } from '../language/strings.ts'
import type { Preview } from './open-preview.ts'
import { maxBackgroundBytes, type DatasetInfo } from './background-previews.ts'

const maxColumns = 12

/** Returns whether a dataset is known not to contain a table. */
export const hasNoTable = ({ preview }: StoredDataset, { load, problem }: DatasetInfo): boolean =>
  preview?.format === 'binary' || preview?.format === 'empty' || (problem !== undefined && !load)

/** Formats the row and column counts. The row count is unknown before the first load. */
export function formatShape(storedDataset: StoredDataset, info: DatasetInfo): string {
  const { data: strings } = getStrings()
  if (hasNoTable(storedDataset, info)) return strings.noTable
  const { preview } = storedDataset
  const rowCountText = info.load && strings.rowCount(info.load.rows)
  const columnCountText = preview && strings.columnCount(preview.columns.length)
  return [rowCountText, columnCountText].filter(Boolean).join(' · ') || '–'
}

/** Describes a dataset's format, based on its preview until the first load. Empty if the dataset contains no table. */
export function describeFormat(storedDataset: StoredDataset, info: DatasetInfo): string {
  const { load } = info
  if (hasNoTable(storedDataset, info)) return ''
  if (!load) return storedDataset.preview ? describePreviewFormat(storedDataset.preview) : ''
  const { data: strings, editor } = getStrings()
  const { delimiters } = editor.resultsStrings.monitor.report
  const isCsv = load.format === 'csv'
  // UTF-8 is so common that it is omitted here. The details show every encoding.
  const encodingDetails = load.encoding === 'utf-8' ? [] : [formatEncodingName(load.encoding)]
  const isTabSeparated = isCsv && load.delimiter === '\t'
  const delimiterDetails = isTabSeparated ? [] : [delimiters[load.delimiter] ?? load.delimiter]
  const csvDetails = isCsv ? [...delimiterDetails, ...encodingDetails] : []
  const format = isCsv ? (isTabSeparated ? 'TSV' : 'CSV') : (editor.loadPlan.formats[load.format] ?? load.format)
  const description = [format, ...csvDetails].join(', ')
  return load.rejects === 0 ? description : `${description}; ${strings.rejectedRows(load.rejects)}`
}

/**
 * Describes a preview's format. The delimiter is unknown before loading, so TSV is recognized by its file extension.
 */
function describePreviewFormat({ format, name = '' }: DatasetPreview): string {
  if (format === 'csv') return /\.(?:tsv|tab)$/i.test(name) ? 'TSV' : 'CSV'
  return getStrings().editor.loadPlan.formats[format] ?? format
}

interface DatasetInfoSource {
  getInfo(id: string): DatasetInfo
}

/** Returns the datasets that are known not to contain a table. */
export const findDatasetsWithoutTable = (
  datasets: readonly StoredDataset[],
  infoSource: DatasetInfoSource,
): StoredDataset[] =>
  datasets.filter((storedDataset) => hasNoTable(storedDataset, infoSource.getInfo(storedDataset.dataset.id)))

/** Renders whether the uploaded files can be read. */
export function renderUploadStatus(
  addedDatasets: readonly StoredDataset[],
  infoSource: DatasetInfoSource,
): TemplateResult {
  const strings = getStrings().data
  const unreadableCount = findDatasetsWithoutTable(addedDatasets, infoSource).length
  return html`<span class="state ${unreadableCount ? 'warn' : 'good'}" role="status" data-testid="upload-success">
    ${icon(unreadableCount ? 'triangle-alert' : 'circle-check')}
    ${unreadableCount ? strings.uploadedUnreadable(unreadableCount) : strings.uploaded}
  </span>`
}

/** Renders a dataset's columns, format and row count, or why it could not be read. */
export function renderDatasetInfo(storedDataset: StoredDataset, info: DatasetInfo, previewRowCount?: number): unknown {
  if (hasNoTable(storedDataset, info)) return renderNoTable(storedDataset, info)
  const isDeferred = !info.load && storedDataset.dataset.size > maxBackgroundBytes
  return [
    storedDataset.preview ? renderColumns(storedDataset.preview) : nothing,
    isDeferred ? html`<p class="small muted">${getStrings().data.countedOnPreview}</p>` : nothing,
    renderLoadSummary(info.load, previewRowCount),
  ]
}

/** Explains why a dataset contains no table and suggests what to do. Both strings may contain code in backticks. */
export function describeMissingTable(
  { dataset: { name }, preview }: StoredDataset,
  { problem }: DatasetInfo,
): { message: string; hint: string } {
  const { data: strings, editor } = getStrings()
  if (problem) {
    const { message, hint = '' } = renderProblem(problem, editor.renderText)
    return { message, hint }
  }
  return preview?.format === 'empty'
    ? { message: strings.emptyFile(name), hint: strings.emptyFileHint }
    : { message: strings.unreadable(name), hint: strings.unreadableHint }
}

/** Renders why a dataset contains no table and what to do. */
function renderNoTable(storedDataset: StoredDataset, info: DatasetInfo): TemplateResult {
  const { message, hint } = describeMissingTable(storedDataset, info)
  return html`<p class="no-table" data-testid="no-table">
    <span class="state warn">${icon('triangle-alert')}</span>
    <span>${renderCode(message)} <span class="muted">${renderCode(hint)}</span></span>
  </p>`
}

/** Renders a dataset's format and its first columns. */
function renderColumns(preview: DatasetPreview): TemplateResult {
  const strings = getStrings().data
  const { columns } = preview
  const hiddenCount = columns.length - maxColumns
  return html`
    <ul class="columns" aria-label=${strings.columns}>
      <li class="format">${describePreviewFormat(preview)}</li>
      ${columns
        .slice(0, maxColumns)
        .map(
          ({ name, type }) =>
            html`<li title="${name}: ${formatColumnType(type, getStrings().editor.resultsStrings.table.columnTypes)}">
              ${icon(typeIcons[getTypeFamily(type)])}<span>${name}</span>
            </li>`,
        )}
      ${hiddenCount > 0 ? html`<li class="more muted">${strings.more(hiddenCount)}</li>` : nothing}
    </ul>
  `
}

/** Renders the summary of the last load and, if given, the number of rows in the preview. */
function renderLoadSummary(
  load: LoadSummary | undefined,
  previewRowCount: number | undefined,
): TemplateResult | typeof nothing {
  if (!load && previewRowCount === undefined) return nothing
  const { common } = getStrings()
  const renderedRowCount =
    previewRowCount === undefined
      ? nothing
      : html`<p class="small" data-testid="row-count">${common.rows(previewRowCount)}</p>`
  if (!load) return html`<div class="facts">${renderedRowCount}</div>`
  const { editor, formats } = getStrings()
  const strings = editor.resultsStrings.monitor.report
  const loadDetails: readonly (readonly [label: string, value: string])[] = [
    [strings.encoding, formatEncodingName(load.encoding)],
    ...(load.format === 'csv'
      ? ([
          [strings.delimiter, strings.delimiters[load.delimiter] ?? load.delimiter],
          [strings.skippedLines, formats.count(load.skippedLines)],
        ] as const)
      : []),
    [strings.rejectedRows, formats.count(load.rejects)],
  ]
  return html`<div class="facts">
    ${renderedRowCount}
    <dl class="loaded small" data-testid="how-loaded">
      ${loadDetails.map(
        ([label, value]) =>
          html`<div>
            <dt class="muted">${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </div>`
}

/** Renders a preview's rows, a placeholder while they are loading, or the problem. */
export function renderPreview(preview: Preview | undefined): TemplateResult {
  const { data: strings, editor } = getStrings()
  const state = preview?.state
  switch (state?.kind) {
    case undefined:
    case 'loading':
      return html`<div class="well table" role="status">
        <div class="skeleton"><span>${strings.loading}</span></div>
      </div>`
    case 'failed': {
      const problem = renderProblem(state.problem, editor.renderText)
      return html`<p class="well" role="alert">
        <span class="bad">${icon('circle-x')}</span>
        <span>${renderCode(problem.message)} <span class="muted">${renderCode(problem.hint ?? '')}</span></span>
      </p>`
    }
    case 'loaded':
      return html`<div class="well table">
        <aw-results
          data-testid="data-table"
          node="load"
          tab="table"
          planning
          watching
          .strings=${editor.resultsStrings}
          .session=${preview?.session}
        ></aw-results>
      </div>`
  }
}
