import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { extractTemplates } from '../../../test/language/literal-texts.ts'
import { listElements, indexEvents } from './list-elements.ts'
import { makeManifest } from './make-manifest.ts'
import type { Member } from './manifest.ts'

const editorPackage = fileURLToPath(new URL('../../editor', import.meta.url))
const manifest = makeManifest()
const elements = listElements(manifest)

const sources = readdirSync(editorPackage, { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => path.endsWith('.ts') && !/(^|\/)(dist|node_modules)\/|(^|\/)test-|\.(test|stories|d)\.ts$/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(join(editorPackage, path), 'utf8') }))

/** Elements that a host can use without the editor. */
const alone = [
  'aw-workflow-editor',
  'aw-canvas',
  'aw-chart',
  'aw-data-profile',
  'aw-data-table',
  'aw-graph-view',
  'aw-load-plan',
  'aw-plan',
  'aw-run-monitor',
  'aw-run-report',
  'aw-versions',
]

const settable = (element: (typeof elements)[number]): Member[] =>
  (element.members ?? []).filter((member) => member.kind === 'field' && !member.static && !member.readonly)

describe('the custom elements manifest', () => {
  it('has every element that the editor registers', () => {
    const text = sources
      .filter(({ path }) => /(^|\/)define-(core|deferred|on-demand)-elements\.ts$/.test(path))
      .map((one) => one.text)
    const registered = [...text.join('').matchAll(/^ {2}'(aw-[a-z-]+)':/gm)].map((match) => match[1])
    expect(elements.map(({ tagName }) => tagName)).toEqual(registered.sort())
  })

  it('has every public property that the code declares, and no state', () => {
    let checkedCount = 0
    for (const { path, text } of sources) {
      const [, tag] = /interface HTMLElementTagNameMap \{\s*'(aw-[a-z-]+)'/.exec(text) ?? []
      if (!tag) continue
      const [, indentation = '', defaults = ''] = /extends element\(\s*\{\n( +)(.*?)^ *\}/ms.exec(text) ?? []
      const [, properties = ''] = /static override properties = \{([\s\S]*?)\}\s*\n\s*\n/.exec(text) ?? []
      const declared = [
        ...`${indentation}${defaults}`.matchAll(new RegExp(`^${indentation}(\\w+): `, 'gm')),
        ...[...properties.matchAll(/(\w+): \{([^}]*)\}/g)].filter(([, , options]) => !/state: true/.test(options!)),
      ]
        .map((match) => match[1]!)
        .filter((name) => !name.startsWith('_'))
      const element = elements.find(({ tagName }) => tagName === tag)!
      const names = settable(element).map(({ name }) => name)
      expect(names, path).toEqual(expect.arrayContaining(declared))
      expect((element.attributes ?? []).filter(({ name }) => name.startsWith('_'))).toEqual([])
      checkedCount += declared.length
    }
    expect(checkedCount).toBeGreaterThan(200)
  })

  it('has every event class at an element that dispatches it, and no other events', () => {
    const classes = sources.flatMap(({ text }) =>
      [...text.matchAll(/^export class (\w+Event) extends defineEvent(?:<(?:\{[^]*?\})>)?\(\s*'(aw-[a-z-]+)'/gm)].map(
        ([, name, type]) => `${type} ${name}`,
      ),
    )
    const documented = elements.flatMap(({ events = [] }) => events.map(({ name, type }) => `${name} ${type.text}`))
    expect([...new Set(documented)].sort()).toEqual(classes.sort())
    expect([...indexEvents(manifest).keys()]).toHaveLength(classes.length)
  })

  it('has every part and slot that the code names', () => {
    const listed = (key: 'cssParts' | 'slots'): Set<string> =>
      new Set(elements.flatMap((element) => (element[key] ?? []).map(({ name }) => name)))
    const named = (pattern: RegExp): Set<string> =>
      new Set(sources.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1]!)))
    expect([...named(/\spart="([a-z-]+)"/g)].filter((part) => !listed('cssParts').has(part))).toEqual([])
    expect([...named(/<slot name="([a-z-]+)"/g)].filter((slot) => !listed('slots').has(slot))).toEqual([])
  })

  it('exports every part of an element through all outer elements', () => {
    const partsOf = new Map(elements.map(({ tagName, cssParts = [] }) => [tagName!, cssParts.map(({ name }) => name)]))
    const all = new Set([...partsOf.values()].flat())
    const silent = sources.flatMap(({ path, text }) =>
      [...extractTemplates(text)]
        .flatMap((markup) => [...markup.matchAll(/<(aw-[\w-]+)([^>]*)>/g)])
        .flatMap(([, tag, attributes]) => {
          const exported = /exportparts="([^"]+)"/.exec(attributes!)?.[1] ?? ''
          const pairs = exported.split(',').map((pair) => pair.split(':').map((name) => name.trim()))
          const missing = (partsOf.get(tag!) ?? []).filter((name) => !pairs.some(([inner]) => inner === name))
          const unknown = pairs.filter(([inner]) => inner && !partsOf.get(tag!)?.includes(inner))
          const undocumented = pairs.map((pair) => pair.at(-1)!).filter((name) => name && !all.has(name))
          return [...missing, ...unknown.flat(), ...undocumented].map((name) => `${path}: <${tag}> ${name}`)
        }),
    )
    expect(silent).toEqual([])
    // The parts that can be styled on the editor.
    expect(partsOf.get('aw-workflow-editor')).toEqual(
      expect.arrayContaining([
        'canvas-surface',
        'run-button',
        'code',
        'load-plan-table',
        'plan-operation',
        ...partsOf.get('aw-results')!,
      ]),
    )
  })

  it('has every custom property that a host may set, at each element that reads it, with its default', () => {
    const read = sources.flatMap(({ text }) => [...text.matchAll(/var\(\s*(--aw-[\w-]+)/g)].map((match) => match[1]!))
    const all = elements.flatMap(({ cssProperties = [] }) => cssProperties)
    expect([...new Set(all.map(({ name }) => name))].sort()).toEqual([...new Set(read)].sort())
    expect(all.filter((one) => !one.description || !one.default)).toEqual([])
    const namesAt = (tag: string): string[] =>
      (elements.find(({ tagName }) => tagName === tag)?.cssProperties ?? []).map(({ name }) => name)
    expect(namesAt('aw-workflow-editor')).toEqual(
      expect.arrayContaining([
        '--aw-palette-width',
        '--aw-inspector-width',
        '--aw-accent',
        '--aw-port-table',
        '--aw-mono',
      ]),
    )
    expect(namesAt('aw-graph-view')).toEqual(
      expect.arrayContaining(['--aw-category-8', '--aw-ramp-low', '--aw-surface']),
    )
    expect(new Set(namesAt('aw-chart')).size).toBe(namesAt('aw-chart').length)
  })

  it.each(alone)('describes each property, attribute and event of <%s>', (tag) => {
    const element = elements.find(({ tagName }) => tagName === tag)!
    const silent = [...settable(element), ...(element.attributes ?? []), ...(element.events ?? [])]
      .filter(({ description }) => !description)
      .map(({ name }) => name)
    expect(element.description).toBeTruthy()
    expect(silent).toEqual([])
  })
})
