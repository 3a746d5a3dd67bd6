import { english, englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import { editorStrings, type EditorStrings } from '../elements/editor/editor-strings.ts'
import { runMonitorStrings } from '../monitor/monitor-strings.ts'
import { languageCompleteness, textPaths } from './language-completeness.ts'
import { loadLanguage, registerLanguage, type LanguageWords } from './languages.ts'
import { loadMonitorLanguage } from './monitor-language.ts'

/*
 * A language in one file: every text between brackets. It replaces each text of the editor, and each message of engine,
 * agents and nodes; a text that stays without brackets cannot be translated.
 */
const locale = 'en-XA'
const marked = (text: string): string => `⟦${text}⟧`

function pseudo(strings: object): object {
  return Object.fromEntries(
    Object.entries(strings).map(([key, value]: [string, unknown]) => {
      if (typeof value === 'string' && key !== 'language') return [key, marked(value)]
      if (typeof value === 'object' && value !== null) return [key, pseudo(value)]
      if (typeof value !== 'function' || key === 'renderText' || key === 'problem') return [key, value]
      return [key, (...values: unknown[]) => markedResult(value(...values))]
    }),
  )
}

const markedResult = (result: unknown): unknown => (typeof result === 'string' ? marked(result) : result)

/** Message sources by code, each a text that names its code. */
const messages = Object.fromEntries(Object.keys(english).map((code) => [code, marked(code)]))

/** All texts of a group: strings as they are, functions as they render with sample values. */
function* texts(strings: object, path = ''): Generator<readonly [path: string, text: string]> {
  for (const [key, value] of Object.entries(strings) as [string, unknown][]) {
    const here = path === '' ? key : `${path}.${key}`
    if (typeof value === 'object' && value !== null) yield* texts(value, here)
    else if (typeof value === 'string' && key !== 'language') yield [here, value]
  }
}

/** The renderers of messages in a group and in the groups within it. */
function* renderers(strings: object): Generator<EditorStrings['renderText']> {
  for (const [key, value] of Object.entries(strings) as [string, unknown][]) {
    if (key === 'renderText') yield value as EditorStrings['renderText']
    else if (typeof value === 'object' && value !== null) yield* renderers(value)
  }
}

const pseudoLanguage = (): LanguageWords => {
  const { renderText: _, problem: __, ...words } = pseudo(withoutRenderers(editorStrings)) as EditorStrings
  return { ...words, runMonitor: pseudo(withoutRenderers(runMonitorStrings)), messages } as LanguageWords
}

function withoutRenderers(strings: object): object {
  return Object.fromEntries(
    Object.entries(strings)
      .filter(([key]) => key !== 'renderText' && key !== 'problem')
      .map(([key, value]: [string, unknown]) => [
        key,
        typeof value === 'object' && value !== null ? withoutRenderers(value) : value,
      ]),
  )
}

it('replaces every text of the editor and of the run monitor', async () => {
  registerLanguage(locale, pseudoLanguage)
  const all = { ...(await loadLanguage(locale)), runMonitor: await loadMonitorLanguage(locale) }
  const found = [...texts(all)]
  expect(found.length).toBeGreaterThan(1_000)
  expect(found.filter(([, text]) => !text.startsWith('⟦')).map(([path, text]) => `${path}: ${text}`)).toEqual([])
  expect(textPaths(all)).toEqual(expect.arrayContaining(textPaths({ ...editorStrings, runMonitor: runMonitorStrings })))
})

it('renders every message in the language, in every part of the editor', async () => {
  registerLanguage(locale, pseudoLanguage)
  const all = { ...(await loadLanguage(locale)), runMonitor: await loadMonitorLanguage(locale) }
  const each = [...renderers(all)]
  expect(each.length).toBeGreaterThan(10)
  const codes = Object.keys(english)
  expect(codes.filter((code) => each.some((render) => render({ code }) !== marked(code)))).toEqual([])
  const problem = { code: codes[0]!, severity: 'error', params: {} } as const
  expect(all.problem(problem).message).toBe(marked(codes[0]!))
})

it('is reported as complete, and one that lacks a text or a message as less', async () => {
  registerLanguage(locale, pseudoLanguage)
  expect(await languageCompleteness(locale)).toEqual({ share: 1, missingTexts: [], missingMessages: [] })
  const [code = ''] = Object.keys(english)
  registerLanguage('en-XB', () => {
    const { undo: _, messages: { [code]: __, ...rest } = {}, ...words } = pseudoLanguage()
    return { ...words, messages: rest }
  })
  const { share, ...missing } = await languageCompleteness('en-XB')
  expect(missing).toEqual({ missingTexts: ['undo'], missingMessages: [code] })
  expect(share).toBeGreaterThan(0.99)
  expect(share).toBeLessThan(1)
  const partial = await loadLanguage('en-XB')
  expect(partial.undo).toBe('Undo')
  expect(partial.renderText({ code })).toBe(englishFormatter.format({ code }))
})

it('shows English for a language that has nothing, with a share of 0', async () => {
  const { share, missingMessages } = await languageCompleteness('xx')
  expect(share).toBe(0)
  expect(missingMessages).toEqual(Object.keys(english))
})
