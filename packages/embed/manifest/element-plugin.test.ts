import { create, ts } from '@custom-elements-manifest/analyzer/index.js'
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js'
import { expect, it } from 'vitest'
import { createElementPlugin } from './element-plugin.ts'
import { listElements, type ElementEntry } from './list-elements.ts'
import { makeManifest } from './make-manifest.ts'
import type { Feature, Manifest } from './manifest.ts'

/** Analyzes the source of one module. */
function analyze(source: string): readonly ElementEntry[] {
  const module = ts.createSourceFile('sample.ts', source, ts.ScriptTarget.ES2022, true)
  const shared = new Map([['tokens', [{ name: '--aw-accent', description: 'Buttons.', default: 'blue' }]]])
  const manifest = create({
    modules: [module],
    plugins: [...litPlugin(), createElementPlugin(shared)],
    context: { dev: false, thirdPartyCEMs: [] },
  })
  return listElements(manifest as Manifest)
}

const sample = (elementTier: string): string => `
/** The user opens it. @public */
export class OpenEvent extends defineEvent('aw-open') {}
/** The user closes it. @beta */
export class CloseEvent extends defineEvent('aw-close') {}
/**
 * A sample.
 *
 * @slot - The content.
 * @slot footer - {@beta} The last line.
 * @event {OpenEvent} aw-open - The user opens it.
 * @event {CloseEvent} aw-close - The user closes it.
 * @csspart bar - The bar.
 * @csspart list - {@beta} The list.
 * @cssproperty --aw-gap - {@beta} The distance of lines.
 *
 * @${elementTier}
 */
export class AwSample extends LitElement {
  static override styles = [tokens]
}
declare global {
  interface HTMLElementTagNameMap {
    'aw-sample': AwSample
  }
}
`

const listTiers = (features: readonly Feature[] | undefined): string[] =>
  (features ?? []).map(({ name, tier }) => `${name} ${tier}`)

it('assigns events, slots, parts and custom properties the tier of their element, unless they are tagged', () => {
  const [element] = analyze(sample('public'))
  expect(listTiers(element?.slots)).toEqual([' public', 'footer beta'])
  expect(listTiers(element?.events)).toEqual(['aw-open public', 'aw-close beta'])
  expect(listTiers(element?.cssParts)).toEqual(['bar public', 'list beta'])
  expect(listTiers(element?.cssProperties)).toEqual(['--aw-gap beta', '--aw-accent public'])
  expect(element?.slots?.[1]?.description).toBe('The last line.')
  expect(element?.cssParts?.[1]?.description).toBe('The list.')
})

it('makes everything of a beta element beta', () => {
  const [element] = analyze(sample('beta'))
  expect(element?.tier).toBe('beta')
  const features = [element?.slots, element?.events, element?.cssParts, element?.cssProperties].flatMap(
    (list) => list ?? [],
  )
  expect(features).toHaveLength(8)
  expect(features.filter(({ tier }) => tier !== 'beta')).toEqual([])
})

it('sets a tier on every event, slot, part and custom property of the manifest', () => {
  const features = listElements(makeManifest()).flatMap(
    ({ events = [], slots = [], cssParts = [], cssProperties = [] }): readonly Feature[] => [
      ...events,
      ...slots,
      ...cssParts,
      ...cssProperties,
    ],
  )
  expect(features.length).toBeGreaterThan(100)
  expect(features.filter(({ tier }) => tier === undefined)).toEqual([])
})
