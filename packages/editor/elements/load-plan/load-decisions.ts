import type { LoadPlan } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { decision, select, type LoadDecisions } from './decision-control.ts'
import { dialectDecisions } from './dialect-decisions.ts'
import { findArchiveEntry } from './load-plan-changes.ts'
import { tableLines, countTotalLines } from '../source/source-regions.ts'

/** Encodings that are always offered. The detected encoding and its alternatives are added. */
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

/** The decisions about a file, each as a control with its confidence, reason and alternatives. */
export function loadDecisions(context: LoadDecisions): TemplateResult {
  const { shown, strings } = context
  const { plan } = shown
  const isText = plan.dialect !== undefined
  // The cells of a sheet are converted to delimited text.
  const isPlain = plan.format === 'csv' || plan.format === 'json' || plan.format === 'jsonl'
  return html`<div class="decisions" role="group" aria-label=${strings.decisions}>
    ${decision(context, strings.format, html`<output>${strings.formats[plan.format] ?? plan.format}</output>`, { decision: 'format' })}
    ${sourceDecisions(context)} ${isPlain ? encodingDecision(context) : nothing}
    ${isText && isPlain ? dialectDecisions(context) : nothing}
    ${isText ? [headerDecision(context), rangeDecision(context)] : nothing}
    ${plan.recordsPath ? recordsDecision(context) : nothing}
  </div>`
}

/** The decisions about which part of a file is read: an archive's entry, a sheet, or a table of the text. */
function sourceDecisions(context: LoadDecisions): unknown {
  const { shown, found, overrides, readonly, strings, onChange } = context
  const word = (name: string, hidden: boolean | undefined): string => (hidden ? strings.hidden(name) : name)
  const entries = found.entries?.map(({ name, hidden }) => ({ value: name, word: word(name, hidden) }))
  const parts = (shown.parts ?? found.parts)?.map(({ name, hidden }) => ({ value: name, word: word(name, hidden) }))
  const tables = listTables(context)
  const current = overrides.table ?? tables.findIndex(({ isMain }) => isMain) + 1
  return [
    entries && entries.length > 1
      ? decision(
          context,
          strings.entry,
          select('entry', findArchiveEntry(shown.plan) ?? '', entries, readonly, (entry) =>
            onChange({ entry, part: undefined, table: undefined, firstLine: undefined, lastLine: undefined }),
          ),
          { id: 'entry', decision: 'unpack', keys: ['entry'], detectedText: findArchiveEntry(found.plan) ?? '' },
        )
      : nothing,
    parts && parts.length > 1
      ? decision(
          context,
          strings.sheet,
          select('part', shown.plan.part ?? '', parts, readonly, (part) =>
            onChange({ part, table: undefined, firstLine: undefined, lastLine: undefined, headerLines: undefined }),
          ),
          { id: 'part', decision: 'part', keys: ['part'], detectedText: found.plan.part ?? '' },
        )
      : nothing,
    tables.length > 1
      ? decision(
          context,
          strings.table,
          select(
            'table',
            String(current),
            tables.map(({ from, to }, index) => ({
              value: String(index + 1),
              word: strings.tableAt(index + 1, from, to),
            })),
            readonly,
            (table) =>
              onChange({ table: Number(table), firstLine: undefined, lastLine: undefined, headerLines: undefined }),
          ),
          {
            id: 'table',
            keys: ['table'],
            detectedText: strings.tableAt(detectedTable(found.plan), found.plan.skippedLines + 1, undefined),
          },
        )
      : nothing,
  ]
}

const detectedTable = ({ otherTables = [], skippedLines }: LoadPlan): number =>
  otherTables.filter(({ lines: [from] }) => from <= skippedLines).length + 1

/** Returns all tables of the text in order. `isMain` is true for the table that is read. */
function listTables({ shown }: LoadDecisions): { from: number; to: number | undefined; isMain: boolean }[] {
  const { first, last } = tableLines(shown)
  const others = shown.plan.otherTables ?? []
  if (others.length === 0) return []
  return [
    { from: first, to: last, isMain: true },
    ...others.map(({ lines: [from, to] }) => ({ from, to, isMain: false })),
  ].sort((a, b) => a.from - b.from)
}

function encodingDecision(context: LoadDecisions): TemplateResult {
  const { found, shown, strings, readonly, onChange } = context
  const alternatives = found.plan.evidence.find((evidence) => evidence.decision === 'encoding')?.runnersUp ?? []
  const offered = [
    ...new Set([
      found.plan.encoding,
      shown.plan.encoding,
      ...alternatives.flatMap(({ value }) => (typeof value === 'string' ? value : [])),
      ...encodings,
    ]),
  ]
  return decision(
    context,
    strings.encoding,
    select(
      'encoding',
      shown.plan.encoding,
      offered.map((value) => ({ value, word: value })),
      readonly,
      (value) => onChange({ encoding: value }),
    ),
    { id: 'encoding', decision: 'encoding', keys: ['encoding'], detectedText: found.plan.encoding },
  )
}

function headerDecision(context: LoadDecisions): TemplateResult {
  const { found, shown, overrides, strings, readonly, onChange } = context
  const lines = overrides.headerLines ?? shown.plan.headerLines
  const set = (count: number): void => {
    if (Number.isInteger(count) && count >= 0) onChange({ headerLines: count })
  }
  return decision(
    context,
    strings.headerLines,
    html`<div class="stepper">
      <button
        type="button"
        class="icon"
        aria-label=${strings.fewer}
        title=${strings.fewer}
        ?disabled=${readonly || lines === 0}
        @click=${() => set(lines - 1)}
      >
        ${icon('minus')}
      </button>
      <input
        id="header-lines"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        ?disabled=${readonly}
        .value=${live(String(lines))}
        @change=${(event: Event) => set(Number((event.target as HTMLInputElement).value || NaN))}
      />
      <button
        type="button"
        class="icon"
        aria-label=${strings.more}
        title=${strings.more}
        ?disabled=${readonly}
        @click=${() => set(lines + 1)}
      >
        ${icon('plus')}
      </button>
    </div>`,
    { id: 'header-lines', decision: 'header', keys: ['headerLines'], detectedText: String(found.plan.headerLines) },
  )
}

function rangeDecision(context: LoadDecisions): TemplateResult {
  const { found, shown, overrides, strings, readonly, onChange } = context
  const { first, last } = tableLines(shown)
  const detectedRange = tableLines(found)
  const total = countTotalLines(shown)
  const line = (key: 'firstLine' | 'lastLine', value: number | undefined, label: string, max: number | undefined) =>
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
          onChange({ [key]: max === undefined ? lineNumber : Math.min(lineNumber, max) })
      }}
    />`
  return decision(
    context,
    strings.range,
    html`<div class="range">
      ${line('firstLine', overrides.firstLine ?? first, strings.firstLine, total)}
      <span class="muted">${strings.to}</span>
      ${line('lastLine', overrides.lastLine ?? last, strings.lastLine, total)}
    </div>`,
    {
      decision: found.plan.evidence.some((evidence) => evidence.decision === 'preamble') ? 'preamble' : 'end',
      keys: ['firstLine', 'lastLine'],
      detectedText: `${detectedRange.first} ${strings.to} ${detectedRange.last ?? strings.toEnd}`,
    },
  )
}

function recordsDecision(context: LoadDecisions): TemplateResult {
  const { found, shown, overrides, strings, readonly, onChange } = context
  const path = overrides.recordsPath ?? shown.plan.recordsPath ?? []
  return decision(
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
      detectedText: found.plan.recordsPath?.join('.') ?? '',
    },
  )
}
