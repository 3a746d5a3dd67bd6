import { english } from '@aw-flow/messages/catalogs'
import { messages } from '@aw-flow/messages/de'
import { httpApiMessages } from '@aw-flow/messages/de/http-api'
import { parseMessage, validate } from 'messageformat'
import { describe, expect, it } from 'vitest'
import { commandLineMessages } from '../../packages/messages/english/command-line.ts'
import { serverProcessMessages } from '../../packages/messages/english/server-process.ts'
import type { TranslatedLanguage } from '@aw-flow/messages'
import type { Catalog } from '@aw-flow/messages/catalogs'

/** The messages of a language, without those of the command line and the server's console, which exist in English only. */
const catalogs: Readonly<Record<TranslatedLanguage, Catalog>> = { de: { ...messages, ...httpApiMessages } }

const listPlaceholders = (source: string): string[] =>
  [...new Set([...source.matchAll(/\{\$(\w+)/g)].map(([, name]) => name!))].sort()

function isValid(source: string): boolean {
  try {
    validate(parseMessage(source))
    return true
  } catch {
    return false
  }
}

describe.each(Object.entries(catalogs))('the translation "%s"', (_, catalog) => {
  it('has the messages of the English catalog', () => {
    const codes = Object.keys(english).filter((code) => !(code in commandLineMessages || code in serverProcessMessages))
    expect(Object.keys(catalog).sort()).toEqual(codes.sort())
  })

  it('has messages with the placeholders of the English messages', () => {
    const wrong = Object.entries(catalog).filter(([code, source]) => {
      const known = listPlaceholders(english[code as keyof typeof english] ?? '')
      return !isValid(source) || listPlaceholders(source).some((name) => !known.includes(name))
    })
    expect(wrong).toEqual([])
  })
})
