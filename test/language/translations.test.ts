import type { TranslatedLanguage } from '@aw-flow/messages'
import { english, type Catalog } from '@aw-flow/messages/catalogs'
import { messages } from '@aw-flow/messages/de'
import { httpApiMessages } from '@aw-flow/messages/de/http-api'
import { parseMessage, validate } from 'messageformat'
import { describe, expect, it } from 'vitest'
import { createEnglishStrings } from '../../examples/studio/language/english.ts'
import { translationLoaders } from '../../examples/studio/language/load-strings.ts'
import { loadEnglishTexts } from '../../packages/editor/language/language-completeness.ts'
import { loadLanguageTexts } from '../../packages/editor/language/languages.ts'
import { areas } from '../../packages/messages/english/areas.ts'

/** The messages of each language, except those of the command line and the server's console, which are only in English. */
const catalogs: Readonly<Record<TranslatedLanguage, Catalog>> = { de: { ...messages, ...httpApiMessages } }
const languages = Object.entries(catalogs) as [TranslatedLanguage, Catalog][]

const listPlaceholders = (source: string): string[] =>
  [...new Set([...source.matchAll(/\$(\w+)/g)].map(([, name]) => name!))].sort()

function isValid(source: string): boolean {
  try {
    validate(parseMessage(source))
    return true
  } catch {
    return false
  }
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Keys that the editor sets itself: the language tag, and the renderers of messages and node types. */
const rendererKeys = ['language', 'renderText', 'nodeTypes']

/** Compares a translated string with the English one, which is a function if it has placeholders. */
function checkString(text: unknown, source: unknown, path: string): string[] {
  if (typeof text !== 'string') return [`${path}: is not a string`]
  if (text === '' && source !== '') return [`${path}: is empty`]
  if (typeof source !== 'function') return text.includes('{$') ? [`${path}: has a placeholder: ${text}`] : []
  if (!isValid(text)) return [`${path}: is not MessageFormat 2: ${text}`]
  const code = String(source)
  const unknownNames = listPlaceholders(text).filter((name) => {
    const [, position] = /^arg(\d)$/.exec(name) ?? []
    return position === undefined ? !new RegExp(`\\b${name}\\b`).test(code) : Number(position) > source.length
  })
  return unknownNames.map((name) => `${path}: $${name} is not in the English string`)
}

/** Lists the differences between the keys and placeholders of a translation and those of the English strings. */
function compare(translation: unknown, source: unknown, path = ''): string[] {
  if (!isGroup(source)) return checkString(translation, source, path)
  if (!isGroup(translation)) return [`${path}: is missing`]
  const sourceKeys = Object.keys(source).filter((key) => !rendererKeys.includes(key))
  // English needs no entries in some groups, such as the names of operations, which are their codes in words.
  const isOpen = sourceKeys.length === 0
  return [...new Set([...sourceKeys, ...Object.keys(translation)])].flatMap((key) => {
    const keyPath = path === '' ? key : `${path}.${key}`
    if (isOpen) return isGroup(translation[key]) ? [] : checkString(translation[key], '', keyPath)
    if (!Object.hasOwn(source, key)) return [`${keyPath}: is not in English`]
    if (!Object.hasOwn(translation, key)) return [`${keyPath}: is missing`]
    return compare(translation[key], source[key], keyPath)
  })
}

describe.each(languages)('the translation "%s"', (language, catalog) => {
  it('has the messages of the English catalog', () => {
    const codes = Object.keys(english).filter((key) => {
      const code = key.replace(/\.hint$/, '')
      return !(code in areas.commandLine || code in areas.serverProcess)
    })
    expect(Object.keys(catalog).sort()).toEqual(codes.sort())
  })

  it('has messages with the placeholders of the English messages', () => {
    const wrong = Object.entries(catalog).filter(([code, source]) => {
      const known = listPlaceholders(english[code] ?? '')
      return !isValid(source) || listPlaceholders(source).some((name) => !known.includes(name))
    })
    expect(wrong).toEqual([])
  })

  it('has the strings of the editor, with their placeholders', async () => {
    const { messages: _, loadMessages: __, loadTexts, ...texts } = await loadLanguageTexts(language)
    expect(compare({ ...texts, ...(await loadTexts?.()) }, await loadEnglishTexts())).toEqual([])
  })

  it('has the strings of the studio, with their placeholders', async () => {
    const { texts } = await translationLoaders[language]()
    const { editor: _, formats: __, ...source } = createEnglishStrings('en')
    expect(compare(texts, source)).toEqual([])
  })
})
