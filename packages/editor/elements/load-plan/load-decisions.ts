import type { LoadPlan } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { decision, select, type LoadDecisions } from './decision-control.ts'
import { dialectDecisions } from './dialect-decisions.ts'
import { entryOf } from './settled-plan.ts'
import { tableLines, totalLines } from '../source/source-regions.ts'

/** The offered encodings; detected and considered other ones are added. */
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
export function loadDecisions(of: LoadDecisions): TemplateResult {
  const { shown, strings } = of
  const { plan } = shown
  const isText = plan.dialect !== undefined
  // The cells of a sheet are converted to delimited text.
  const isPlain = plan.format === 'csv' || plan.format === 'json' || plan.format === 'jsonl'
  return html`<div class="decisions" role="group" aria-label=${strings.decisions}>
    ${decision(of, strings.format, html`<output>${strings.formats[plan.format] ?? plan.format}</output>`, { decision: 'format' })}
    ${choices(of)} ${isPlain ? encoding(of) : nothing} ${isText && isPlain ? dialectDecisions(of) : nothing}
    ${isText ? [headerLines(of), range(of)] : nothing} ${plan.recordsPath ? records(of) : nothing}
  </div>`
}

/** The part of a file that is read: an archive's entry, a sheet, or a table of the text. */
function choices(of: LoadDecisions): unknown {
  const { shown, found, overrides, readonly, strings, settle } = of
  const word = (name: string, hidden: boolean | undefined): string => (hidden ? strings.hidden(name) : name)
  const entries = found.entries?.map(({ name, hidden }) => ({ value: name, word: word(name, hidden) }))
  const parts = (shown.parts ?? found.parts)?.map(({ name, hidden }) => ({ value: name, word: word(name, hidden) }))
  const tables = tablesOf(of)
  const current = overrides.table ?? tables.findIndex(({ isMain }) => isMain) + 1
  return [
    entries && entries.length > 1
      ? decision(
          of,
          strings.entry,
          select('entry', entryOf(shown.plan) ?? '', entries, readonly, (entry) =>
            settle({ entry, part: undefined, table: undefined, firstLine: undefined, lastLine: undefined }),
          ),
          { id: 'entry', decision: 'unpack', keys: ['entry'], as: entryOf(found.plan) ?? '' },
        )
      : nothing,
    parts && parts.length > 1
      ? decision(
          of,
          strings.sheet,
          select('part', shown.plan.part ?? '', parts, readonly, (part) =>
            settle({ part, table: undefined, firstLine: undefined, lastLine: undefined, headerLines: undefined }),
          ),
          { id: 'part', decision: 'part', keys: ['part'], as: found.plan.part ?? '' },
        )
      : nothing,
    tables.length > 1
      ? decision(
          of,
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
              settle({ table: Number(table), firstLine: undefined, lastLine: undefined, headerLines: undefined }),
          ),
          {
            id: 'table',
            keys: ['table'],
            as: strings.tableAt(foundTable(found.plan), found.plan.skippedLines + 1, undefined),
          },
        )
      : nothing,
  ]
}

const foundTable = ({ otherTables = [], skippedLines }: LoadPlan): number =>
  otherTables.filter(({ lines: [from] }) => from <= skippedLines).length + 1

/** All tables of the text in order, and the one that is read. */
function tablesOf({ shown }: LoadDecisions): { from: number; to: number | undefined; isMain: boolean }[] {
  const { first, last } = tableLines(shown)
  const others = shown.plan.otherTables ?? []
  if (others.length === 0) return []
  return [
    { from: first, to: last, isMain: true },
    ...others.map(({ lines: [from, to] }) => ({ from, to, isMain: false })),
  ].sort((one, other) => one.from - other.from)
}

function encoding(of: LoadDecisions): TemplateResult {
  const { found, shown, strings, readonly, settle } = of
  const considered = found.plan.evidence.find((one) => one.decision === 'encoding')?.runnersUp ?? []
  const offered = [
    ...new Set([
      found.plan.encoding,
      shown.plan.encoding,
      ...considered.flatMap(({ value }) => (typeof value === 'string' ? value : [])),
      ...encodings,
    ]),
  ]
  return decision(
    of,
    strings.encoding,
    select(
      'encoding',
      shown.plan.encoding,
      offered.map((value) => ({ value, word: value })),
      readonly,
      (value) => settle({ encoding: value }),
    ),
    { id: 'encoding', decision: 'encoding', keys: ['encoding'], as: found.plan.encoding },
  )
}

function headerLines(of: LoadDecisions): TemplateResult {
  const { found, shown, overrides, strings, readonly, settle } = of
  const lines = overrides.headerLines ?? shown.plan.headerLines
  const set = (wanted: number): void => {
    if (Number.isInteger(wanted) && wanted >= 0) settle({ headerLines: wanted })
  }
  return decision(
    of,
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
    { id: 'header-lines', decision: 'header', keys: ['headerLines'], as: String(found.plan.headerLines) },
  )
}

function range(of: LoadDecisions): TemplateResult {
  const { found, shown, overrides, strings, readonly, settle } = of
  const { first, last } = tableLines(shown)
  const was = tableLines(found)
  const total = totalLines(shown)
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
        const wanted = Number(text)
        if (text.trim() === '') settle({ [key]: undefined })
        else if (Number.isInteger(wanted) && wanted >= 1)
          settle({ [key]: max === undefined ? wanted : Math.min(wanted, max) })
      }}
    />`
  return decision(
    of,
    strings.range,
    html`<div class="range">
      ${line('firstLine', overrides.firstLine ?? first, strings.firstLine, total)}
      <span class="muted">${strings.to}</span>
      ${line('lastLine', overrides.lastLine ?? last, strings.lastLine, total)}
    </div>`,
    {
      decision: found.plan.evidence.some((one) => one.decision === 'preamble') ? 'preamble' : 'end',
      keys: ['firstLine', 'lastLine'],
      as: `${was.first} ${strings.to} ${was.last ?? strings.toEnd}`,
    },
  )
}

function records(of: LoadDecisions): TemplateResult {
  const { found, shown, overrides, strings, readonly, settle } = of
  const path = overrides.recordsPath ?? shown.plan.recordsPath ?? []
  return decision(
    of,
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
        settle({ recordsPath: value.trim() === '' ? [] : value.trim().split('.') })
      }}
    />`,
    { id: 'records', decision: 'records', keys: ['recordsPath'], as: found.plan.recordsPath?.join('.') ?? '' },
  )
}
