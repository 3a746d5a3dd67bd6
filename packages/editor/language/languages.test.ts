import { describe, expect, it } from 'vitest'
import { editorStrings } from '../elements/editor/editor-strings.ts'
import { runMonitorStrings } from '../monitor/monitor-strings.ts'
import { hasLanguage, loadLanguage, registerLanguage } from './languages.ts'
import { loadMonitorLanguage } from './monitor-language.ts'
import { overrideTexts } from './override-texts.ts'

/** Every text with its path. */
function* textsAt(texts: object, before = ''): Generator<readonly [path: string, text: unknown]> {
  for (const [key, value] of Object.entries(texts)) {
    const path = before === '' ? key : `${before}.${key}`
    if (typeof value === 'object' && value !== null) yield* textsAt(value, path)
    else yield [path, value]
  }
}

const allEnglish = { ...editorStrings, runMonitor: runMonitorStrings }
const germanTexts = { ...(await loadLanguage('de')), runMonitor: await loadMonitorLanguage('de') }

/** Strings that are the same in both languages: names of formats, signs, and words that German has adopted. */
const sameInBoth =
  /^(null|.{0,3}|Name|Start|Text|Format|Status|Plan|Code|Graph|Punkt|Median|Filter|Version|JSON|JSON Lines|Cosmograph|CSV|Parquet|Arrow|Arrow \(Feather\)|Excel|SQLite|XML|HTML|Markdown|OpenDocument|2026-12-31 \(ISO\))$/

describe('languages', () => {
  it('has no English text in German', () => {
    const english = new Map(textsAt(allEnglish))
    const same = [...textsAt(germanTexts)].filter(
      ([path, text]) => typeof text === 'string' && english.get(path) === text && !sameInBoth.test(text),
    )
    expect(same).toEqual([])
  })

  it('formats the numbers in a text for the locale', () => {
    const wrong: string[] = []
    for (const [path, text] of textsAt(germanTexts)) {
      if (typeof text !== 'function') continue
      for (const numbers of [
        [1_234.5, 1_234.5, 1_234.5, 1_234.5],
        [1, 1, 1, 1],
      ]) {
        let rendered: unknown
        try {
          rendered = text(...numbers)
        } catch {
          continue // It accepts values other than numbers.
        }
        if (typeof rendered === 'string' && /1,234/.test(rendered)) wrong.push(`${path}: ${rendered}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('renders strings in MessageFormat 2 with the arguments of the functions that they replace', async () => {
    registerLanguage('nl', {
      problems: '.input {$arg1 :integer} .match $arg1 one {{{$arg1} probleem}} * {{{$arg1} problemen}}',
      resultsStrings: {
        monitor: { progress: '.input {$total :string} .match $total || {{{$done}}} * {{{$done} van {$total}}}' },
      },
    })
    const strings = await loadLanguage('nl')
    expect([1, 1_234].map(strings.problems)).toEqual(['1 probleem', '1.234 problemen'])
    const { progress } = strings.resultsStrings.monitor
    const done = { run: 'r', node: 'n', done: 2, unit: 'rows' } as const
    expect(progress(done)).toBe('2')
    expect(progress({ ...done, total: 3 })).toBe('2 van 3')
  })

  it('uses English for what a language does not have, at every depth', () => {
    const overridden = overrideTexts(editorStrings, { runBar: { states: { running: 'Working' } } })
    expect(overridden.runBar.states).toEqual({ ...editorStrings.runBar.states, running: 'Working' })
    expect(overridden.runBar.run).toBe('Run')
    expect(editorStrings.runBar.states.running).toBe('Running')
  })

  it('loads the language of a locale with the number formats of the locale', async () => {
    expect((await loadLanguage('de')).canvas.rows(1_234)).toBe('1.234 Zeilen')
    expect((await loadLanguage('de-CH')).canvas.rows(1_234)).toMatch(/^1['’]234 Zeilen$/)
    expect((await loadLanguage('de-CH')).runBar.language).toBe('de-CH')
    expect((await loadLanguage('de')).resultsStrings.table.sorted(['a', 'b', 'c'])).toBe('Sortiert nach a, b und c')
    expect(await loadLanguage('xx')).toBe(editorStrings)
    expect(await loadLanguage('not a locale')).toBe(editorStrings)
  })

  it('loads languages of a host, the nearest to a locale', async () => {
    registerLanguage('zh-Hant', () => ({ undo: '復原' }))
    expect(hasLanguage('zh-Hant-TW')).toBe(true)
    expect(hasLanguage('zh')).toBe(false)
    expect((await loadLanguage('zh-Hant-TW')).undo).toBe('復原')
  })

  it('renders messages of the language, and shows text that is stored unchanged', async () => {
    const { renderText } = await loadLanguage('de')
    expect(renderText({ code: 'load.no-record', params: { file: 'x.csv' } })).toContain('endet kein Datensatz')
    expect(renderText('Checked by the host.')).toBe('Checked by the host.')
  })
})
