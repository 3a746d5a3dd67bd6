import { formatEncodingName } from '@aw-flow/messages'
import type { LoadPlan } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderDecision, renderSelect, type LoadDecisionContext } from './decision-control.ts'
import { renderDialectDecisions } from './dialect-decisions.ts'
import { findArchiveEntry } from './load-plan-changes.ts'
import { findTableLines, countTotalLines } from '../source/source-regions.ts'

/** Encodings that are always offered, after the detected encoding and its alternatives. */
const encodings: readonly string[] = [
  'utf-8',
  'windows-1252',
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'macintosh',
  'koi8-r',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
]

/** Renders all decisions about how a file is read. */
export function renderLoadDecisions(context: LoadDecisionContext): TemplateResult {
  const { preview, strings } = context
  const { plan } = preview
  const hasDialect = plan.dialect !== undefined
  // Sheets are converted to delimited text, so their plan has a dialect, but it is not a property of the file.
  const isPlainText = plan.format === 'csv' || plan.format === 'json' || plan.format === 'jsonl'
  return html`<div class="decisions" role="group" aria-label=${strings.decisions}>
    ${renderDecision(context, strings.format, html`<output>${strings.formats[plan.format] ?? plan.format}</output>`, { decision: 'format' })}
    ${renderSourceDecisions(context)} ${isPlainText ? renderEncodingDecision(context) : nothing}
    ${hasDialect && isPlainText ? renderDialectDecisions(context) : nothing}
    ${hasDialect ? [renderHeaderDecision(context), renderRangeDecision(context)] : nothing}
    ${plan.recordsPath ? renderRecordsDecision(context) : nothing}
  </div>`
}

/** Renders the decisions about which part of a file is read: the archive entry, the sheet and the table. */
function renderSourceDecisions(context: LoadDecisionContext): unknown {
  const { preview, detectedPreview, overrides, readonly, strings, onChange } = context
  const formatName = (name: string, hidden: boolean | undefined): string => (hidden ? strings.hidden(name) : name)
  const entries = detectedPreview.entries?.map(({ name, hidden }) => ({ value: name, label: formatName(name, hidden) }))
  const parts = (preview.parts ?? detectedPreview.parts)?.map(({ name, hidden }) => ({
    value: name,
    label: formatName(name, hidden),
  }))
  const tables = listTables(context)
  const currentTable = overrides.table ?? tables.findIndex(({ isMain }) => isMain) + 1
  return [
    entries && entries.length > 1
      ? renderDecision(
          context,
          strings.entry,
          renderSelect('entry', findArchiveEntry(preview.plan) ?? '', entries, readonly, (entry) =>
            onChange({ entry, part: undefined, table: undefined, firstLine: undefined, lastLine: undefined }),
          ),
          {
            id: 'entry',
            decision: 'unpack',
            keys: ['entry'],
            detectedText: findArchiveEntry(detectedPreview.plan) ?? '',
          },
        )
      : nothing,
    parts && parts.length > 1
      ? renderDecision(
          context,
          strings.sheet,
          renderSelect('part', preview.plan.part ?? '', parts, readonly, (part) =>
            onChange({ part, table: undefined, firstLine: undefined, lastLine: undefined, headerLines: undefined }),
          ),
          { id: 'part', decision: 'part', keys: ['part'], detectedText: detectedPreview.plan.part ?? '' },
        )
      : nothing,
    tables.length > 1
      ? renderDecision(
          context,
          strings.table,
          renderSelect(
            'table',
            String(currentTable),
            tables.map(({ firstLine, lastLine }, index) => ({
              value: String(index + 1),
              label: strings.tableAt(index + 1, firstLine, lastLine),
            })),
            readonly,
            (table) =>
              onChange({ table: Number(table), firstLine: undefined, lastLine: undefined, headerLines: undefined }),
          ),
          {
            id: 'table',
            keys: ['table'],
            detectedText: strings.tableAt(
              getDetectedTableNumber(detectedPreview.plan),
              detectedPreview.plan.skippedLines + 1,
              undefined,
            ),
          },
        )
      : nothing,
  ]
}

const getDetectedTableNumber = ({ otherTables = [], skippedLines }: LoadPlan): number =>
  otherTables.filter(({ lines: [from] }) => from <= skippedLines).length + 1

/**
 * Returns the tables found in the text, in order, or an empty array if the text contains only one table. `isMain` marks
 * the table that is read.
 */
function listTables({
  preview,
}: LoadDecisionContext): { firstLine: number; lastLine: number | undefined; isMain: boolean }[] {
  const { first, last } = findTableLines(preview)
  const otherTables = preview.plan.otherTables ?? []
  if (otherTables.length === 0) return []
  return [
    { firstLine: first, lastLine: last, isMain: true },
    ...otherTables.map(({ lines: [firstLine, lastLine] }) => ({ firstLine, lastLine, isMain: false })),
  ].sort((a, b) => a.firstLine - b.firstLine)
}

function renderEncodingDecision(context: LoadDecisionContext): TemplateResult {
  const { detectedPreview, preview, strings, readonly, onChange } = context
  const alternatives =
    detectedPreview.plan.evidence.find((evidence) => evidence.decision === 'encoding')?.runnersUp ?? []
  const availableEncodings = [
    ...new Set([
      detectedPreview.plan.encoding,
      preview.plan.encoding,
      ...alternatives.flatMap(({ value }) => (typeof value === 'string' ? value : [])),
      ...encodings,
    ]),
  ]
  return renderDecision(
    context,
    strings.encoding,
    renderSelect(
      'encoding',
      preview.plan.encoding,
      availableEncodings.map((value) => ({ value, label: formatEncodingName(value) })),
      readonly,
      (value) => onChange({ encoding: value }),
    ),
    {
      id: 'encoding',
      decision: 'encoding',
      keys: ['encoding'],
      detectedText: formatEncodingName(detectedPreview.plan.encoding),
    },
  )
}

function renderHeaderDecision(context: LoadDecisionContext): TemplateResult {
  const { detectedPreview, preview, overrides, strings, readonly, onChange } = context
  const headerLineCount = overrides.headerLines ?? preview.plan.headerLines
  const setHeaderLines = (count: number): void => {
    if (Number.isInteger(count) && count >= 0) onChange({ headerLines: count })
  }
  return renderDecision(
    context,
    strings.headerLines,
    html`<div class="stepper">
      <button
        type="button"
        class="icon"
        aria-label=${strings.fewerHeaderLines}
        title=${strings.fewerHeaderLines}
        ?disabled=${readonly || headerLineCount === 0}
        @click=${() => setHeaderLines(headerLineCount - 1)}
      >
        ${icon('minus')}
      </button>
      <input
        id="header-lines"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        ?disabled=${readonly}
        .value=${live(String(headerLineCount))}
        @change=${(event: Event) => setHeaderLines(Number((event.target as HTMLInputElement).value || NaN))}
      />
      <button
        type="button"
        class="icon"
        aria-label=${strings.moreHeaderLines}
        title=${strings.moreHeaderLines}
        ?disabled=${readonly}
        @click=${() => setHeaderLines(headerLineCount + 1)}
      >
        ${icon('plus')}
      </button>
    </div>`,
    {
      id: 'header-lines',
      decision: 'header',
      keys: ['headerLines'],
      detectedText: String(detectedPreview.plan.headerLines),
    },
  )
}

function renderRangeDecision(context: LoadDecisionContext): TemplateResult {
  const { detectedPreview, preview, overrides, strings, readonly, onChange } = context
  const { first, last } = findTableLines(preview)
  const detectedRange = findTableLines(detectedPreview)
  const total = countTotalLines(preview)
  const renderLineField = (
    key: 'firstLine' | 'lastLine',
    value: number | undefined,
    label: string,
    maxLine: number | undefined,
  ) =>
    html`<input
      type="text"
      inputmode="numeric"
      autocomplete="off"
      aria-label=${label}
      title=${label}
      placeholder=${key === 'lastLine' ? strings.toEnd : nothing}
      ?disabled=${readonly}
      .value=${live(value === undefined ? '' : String(value))}
      @change=${(event: Event) => {
        const { value: text } = event.target as HTMLInputElement
        const lineNumber = Number(text)
        if (text.trim() === '') onChange({ [key]: undefined })
        else if (Number.isInteger(lineNumber) && lineNumber >= 1)
          onChange({ [key]: maxLine === undefined ? lineNumber : Math.min(lineNumber, maxLine) })
      }}
    />`
  return renderDecision(
    context,
    strings.tableLines,
    html`<div class="range">
      ${renderLineField('firstLine', overrides.firstLine ?? first, strings.firstLine, total)}
      <span class="muted">${strings.rangeTo}</span>
      ${renderLineField('lastLine', overrides.lastLine ?? last, strings.lastLine, total)}
    </div>`,
    {
      decision: detectedPreview.plan.evidence.some((evidence) => evidence.decision === 'preamble') ? 'preamble' : 'end',
      keys: ['firstLine', 'lastLine'],
      detectedText: `${detectedRange.first} ${strings.rangeTo} ${detectedRange.last ?? strings.toEnd}`,
    },
  )
}

function renderRecordsDecision(context: LoadDecisionContext): TemplateResult {
  const { detectedPreview, preview, overrides, strings, readonly, onChange } = context
  const path = overrides.recordsPath ?? preview.plan.recordsPath ?? []
  return renderDecision(
    context,
    strings.records,
    html`<input
      id="records"
      type="text"
      autocomplete="off"
      spellcheck="false"
      title=${strings.recordsHint}
      placeholder=${strings.recordsHint}
      ?disabled=${readonly}
      .value=${live(path.join('.'))}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLInputElement
        onChange({ recordsPath: value.trim() === '' ? [] : value.trim().split('.') })
      }}
    />`,
    {
      id: 'records',
      decision: 'records',
      keys: ['recordsPath'],
      detectedText: detectedPreview.plan.recordsPath?.join('.') ?? '',
    },
  )
}
