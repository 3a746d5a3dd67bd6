import { english } from '@aw-flow/messages/catalogs'
import type { NodeType } from '@aw-flow/schema'
import { editorStrings } from '../elements/editor/editor-strings.ts'
import { accessStrings } from '../elements/access/access-strings.ts'
import { nodePreviewStrings } from '../elements/preview/node-preview-strings.ts'
import { paletteShelfStrings } from '../elements/palette/palette-shelf-strings.ts'
import { writerStrings } from '../elements/writer/writer-strings.ts'
import { peopleStrings } from '../elements/people/people-strings.ts'
import { commentsStrings } from '../comments/comments-strings.ts'
import { keyFormStrings } from '../elements/palette/key-form-strings.ts'
import { explanationStrings } from '../elements/explanation/explanation-strings.ts'
import { proposalStrings } from '../elements/proposal/proposal-strings.ts'
import { subWorkflowPortStrings } from '../elements/inspector/sub-workflow-port-strings.ts'
import { chartKeyStrings } from '../views/chart/chart-key-strings.ts'
import { contentsStrings } from '../forms/contents/contents-strings.ts'
import { filterStrings } from '../forms/filter/filter-strings.ts'
import { ruleStrings } from '../forms/rules/rule-strings.ts'
import { scheduleStrings } from '../forms/schedule/schedule-strings.ts'
import { selectionActionStrings } from '../elements/inspector/selection-action-strings.ts'
import { mapStrings } from '../views/map/map-strings.ts'
import { tableToolStrings } from '../views/table/table-tool-strings.ts'
import { runMonitorStrings } from '../monitor/monitor-strings.ts'
import type { LanguageTexts, LazyTexts } from './language-texts.ts'
import { getNodeTypeMessages } from './node-type-texts.ts'
import type { LanguageRenderers } from './with-language.ts'

/** The tag that CLDR reserves for a pseudo-locale of English. */
export const pseudoLocale = 'en-XA'

export const pseudolocalize = (text: string): string => `⟦${text}⟧`

const rendererKeys: ReadonlySet<string> = new Set<keyof LanguageRenderers>(['language', 'renderText', 'nodeTypes'])

function pseudolocalizeStrings(strings: object): object {
  return Object.fromEntries(
    Object.entries(strings)
      .filter(([key]) => !rendererKeys.has(key))
      .map(([key, value]: [string, unknown]) => [key, pseudolocalizeValue(value)]),
  )
}

function pseudolocalizeValue(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? value : pseudolocalize(value)
  if (typeof value === 'function') return (...values: unknown[]) => pseudolocalizeValue(value(...values))
  return typeof value === 'object' && value !== null ? pseudolocalizeStrings(value) : value
}

/**
 * Creates a complete language that puts every English string and message in brackets. It contains only what a host's
 * language can contain, so a string without brackets is not translatable.
 *
 * @param types The node types to translate.
 */
export function createPseudoLanguage(types: readonly NodeType[] = []): LanguageTexts {
  const messages = Object.entries({ ...english, ...getNodeTypeMessages(types) })
  return {
    ...(pseudolocalizeStrings({ ...editorStrings, runMonitor: runMonitorStrings }) as LanguageTexts),
    loadTexts: async () =>
      pseudolocalizeStrings({
        access: accessStrings,
        nodePreview: nodePreviewStrings,
        people: peopleStrings,
        comments: commentsStrings,
        keyForm: keyFormStrings,
        proposal: proposalStrings,
        explanation: explanationStrings,
        writer: writerStrings,
        chartKeys: chartKeyStrings,
        subWorkflowPorts: subWorkflowPortStrings,
        contents: contentsStrings,
        filter: filterStrings,
        rules: ruleStrings,
        schedule: scheduleStrings,
        paletteShelf: paletteShelfStrings,
        tableTools: tableToolStrings,
        selectionActions: selectionActionStrings,
        map: mapStrings,
      }) as LazyTexts,
    // Adding brackets to every variant of a message would need a parser, so such messages are replaced by their codes.
    messages: Object.fromEntries(
      messages.map(([code, source]) => [code, pseudolocalize(/[{}\\]/.test(source) ? code : source)]),
    ),
  }
}
