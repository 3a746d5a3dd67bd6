import { english, englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import { editorStrings, type EditorStrings } from '../elements/editor/editor-strings.ts'
import { runMonitorStrings } from '../monitor/monitor-strings.ts'
import { testCatalog } from '../test-catalog.ts'
import { measureLanguageCompleteness, listStringPaths } from './language-completeness.ts'
import { loadLanguage, registerLanguage } from './languages.ts'
import { loadMonitorLanguage } from './monitor-language.ts'
import { pseudolocalize, createPseudoLanguage, pseudoLocale } from './test-pseudo-language.ts'

/** All plain strings of a group, with their paths. */
function* texts(strings: object, path = ''): Generator<readonly [path: string, text: string]> {
  for (const [key, value] of Object.entries(strings) as [string, unknown][]) {
    const ownPath = path === '' ? key : `${path}.${key}`
    if (typeof value === 'object' && value !== null) yield* texts(value, ownPath)
    else if (typeof value === 'string' && value !== '' && key !== 'language') yield [ownPath, value]
  }
}

/** The values of one key in a group and in nested groups. */
function* valuesOf<Key extends keyof EditorStrings>(strings: object, key: Key): Generator<EditorStrings[Key]> {
  for (const [name, value] of Object.entries(strings) as [string, unknown][]) {
    if (name === key) yield value as EditorStrings[Key]
    else if (typeof value === 'object' && value !== null) yield* valuesOf(value, key)
  }
}

const loadAll = async (): Promise<EditorStrings & { runMonitor: object }> => {
  registerLanguage(pseudoLocale, () => createPseudoLanguage(testCatalog))
  return { ...(await loadLanguage(pseudoLocale)), runMonitor: await loadMonitorLanguage(pseudoLocale) }
}

it('replaces every text of the editor and of the run monitor', async () => {
  const all = await loadAll()
  const entries = [...texts(all)]
  expect(entries.length).toBeGreaterThan(1_000)
  expect(entries.filter(([, text]) => !text.startsWith('⟦')).map(([path, text]) => `${path}: ${text}`)).toEqual([])
  expect(listStringPaths(all)).toEqual(
    expect.arrayContaining(listStringPaths({ ...editorStrings, runMonitor: runMonitorStrings })),
  )
})

it('renders every message and formats numbers in the language, in every part of the editor', async () => {
  const all = await loadAll()
  const renderers = [...valuesOf(all, 'renderText')]
  expect(renderers.length).toBeGreaterThan(10)
  const unmarked = Object.keys(english).filter((code) => renderers.some((render) => !render({ code }).startsWith('⟦')))
  expect(unmarked).toEqual([])
  expect(new Set(valuesOf(all, 'language'))).toEqual(new Set([pseudoLocale]))
})

it('shows node types in the language, in every part of the editor', async () => {
  const [type] = testCatalog
  const localizers = [...valuesOf(await loadAll(), 'nodeTypes')]
  expect(localizers.length).toBeGreaterThan(5)
  for (const nodeTypes of localizers) expect(nodeTypes.translateType(type!).title).toBe(pseudolocalize(type!.title))
})

it('is reported as complete, and one that does not have a text or a message as less', async () => {
  const types = testCatalog
  registerLanguage(pseudoLocale, () => createPseudoLanguage(types))
  expect(await measureLanguageCompleteness(pseudoLocale, types)).toEqual({
    fraction: 1,
    missingTexts: [],
    missingMessages: [],
  })
  const [code = ''] = Object.keys(english)
  registerLanguage('en-XB', () => {
    const { undo: _, messages: { [code]: __, ...rest } = {}, ...words } = createPseudoLanguage()
    return { ...words, messages: rest }
  })
  const { fraction, ...missing } = await measureLanguageCompleteness('en-XB')
  expect(missing).toEqual({ missingTexts: ['undo'], missingMessages: [code] })
  expect(fraction).toBeGreaterThan(0.99)
  expect(fraction).toBeLessThan(1)
  expect((await measureLanguageCompleteness('en-XB', types)).missingMessages).toContain('type.loading.title')
  const partial = await loadLanguage('en-XB')
  expect(partial.undo).toBe('Undo')
  expect(partial.renderText({ code })).toBe(englishFormatter.format({ code }))
  expect(partial.nodeTypes.translateType(types[0]!)).toEqual(types[0])
})

it('shows English for a language that has nothing, with a share of 0', async () => {
  const { fraction, missingMessages } = await measureLanguageCompleteness('xx')
  expect(fraction).toBe(0)
  expect(missingMessages).toEqual(Object.keys(english))
})
