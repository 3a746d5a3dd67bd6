import { describe, expect, it } from 'vitest'
import { editorStrings } from '../elements/editor/editor-strings.ts'
import { runMonitorStrings } from '../monitor/monitor-strings.ts'
import { german } from './german.ts'
import { textPaths } from './language-completeness.ts'
import { hasLanguage, loadLanguage, registerLanguage } from './languages.ts'
import { withWords } from './words.ts'

/** Every word by its way, with its value. */
function* wordsAt(words: object, before = ''): Generator<readonly [way: string, word: unknown]> {
  for (const [key, value] of Object.entries(words)) {
    const way = before === '' ? key : `${before}.${key}`
    if (typeof value === 'object' && value !== null) yield* wordsAt(value, way)
    else yield [way, value]
  }
}

const allEnglish = { ...editorStrings, runMonitor: runMonitorStrings }

/** What reads the same in both languages: names of formats, signs, and words that German has taken over. */
const sameInBoth =
  /^(null|.{0,3}|Name|Start|Text|Format|Status|Plan|Code|Graph|Punkt|Median|Filter|Version|JSON|JSON Lines|Cosmograph|CSV|Parquet|Arrow|Arrow \(Feather\)|Excel|SQLite|XML|HTML|Markdown|OpenDocument|2026-12-31 \(ISO\))$/

describe('languages', () => {
  it('has every word in German, and none that English has not', () => {
    const { messages: _, ...words } = german('de')
    expect(textPaths(words).sort()).toEqual(textPaths(allEnglish).sort())
  })

  it('has no English word left in German', () => {
    const english = new Map(wordsAt(allEnglish))
    const same = [...wordsAt(german('de'))].filter(
      ([way, word]) =>
        typeof word === 'string' && way !== 'language' && english.get(way) === word && !sameInBoth.test(word),
    )
    expect(same).toEqual([])
  })

  it('writes numbers as the locale does, wherever a word holds one', () => {
    const reported: string[] = []
    for (const [way, word] of wordsAt(german('de'))) {
      if (typeof word !== 'function') continue
      for (const numbers of [
        [1_234.5, 1_234.5, 1_234.5, 1_234.5],
        [1, 1, 1, 1],
      ]) {
        let said: unknown
        try {
          said = word(...numbers)
        } catch {
          continue // It takes more than numbers.
        }
        if (typeof said === 'string' && /1,234/.test(said)) reported.push(`${way}: ${said}`)
      }
    }
    expect(reported).toEqual([])
  })

  it('fills what a language leaves out with English, however deep', () => {
    const words = withWords(editorStrings, { runBar: { states: { running: 'Working' } } })
    expect(words.runBar.states).toEqual({ ...editorStrings.runBar.states, running: 'Working' })
    expect(words.runBar.run).toBe('Run')
    expect(editorStrings.runBar.states.running).toBe('Running')
  })

  it('takes the language of a locale with the numbers of the locale', async () => {
    expect((await loadLanguage('de')).canvas.rows(1_234)).toBe('1.234 Zeilen')
    expect((await loadLanguage('de-CH')).canvas.rows(1_234)).toMatch(/^1['’]234 Zeilen$/)
    expect((await loadLanguage('de')).resultsWords.table.sorted(['a', 'b', 'c'])).toBe('Sortiert nach a, b und c')
    expect(await loadLanguage('xx')).toBe(editorStrings)
    expect(await loadLanguage('not a locale')).toBe(editorStrings)
  })

  it('takes languages of a host, the nearest to a locale', async () => {
    registerLanguage('zh-Hant', () => ({ undo: '復原' }))
    expect(hasLanguage('zh-Hant-TW')).toBe(true)
    expect(hasLanguage('zh')).toBe(false)
    expect((await loadLanguage('zh-Hant-TW')).undo).toBe('復原')
  })

  it('renders problems by their code and values, and shows the sentences of a host unchanged', async () => {
    const { problem } = await loadLanguage('de')
    const missing = { code: 'load.no-record', severity: 'error', params: { file: 'x.csv' } } as const
    expect(problem(missing).message).toContain('endet kein Datensatz')
    const unknown = { code: 'host.own', severity: 'info', message: 'Checked by the host.' } as const
    expect(problem(unknown)).toEqual(unknown)
  })
})
