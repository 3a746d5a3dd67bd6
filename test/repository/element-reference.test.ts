import { expect, it } from 'vitest'
import { writeElementReference } from '../../.ci/tools/element-reference.mjs'
import { makeManifest } from '../../packages/embed/manifest/make-manifest.ts'

const accent = { name: '--aw-accent', description: 'Buttons.', default: 'light-dark(#00f, #88f)', tier: 'public' }
const sample = {
  modules: [
    {
      declarations: [
        {
          tagName: 'aw-sample',
          tier: 'public',
          description: 'Shows <b> or `<aw-chart>`.\n\nMore.',
          attributes: [{ name: 'readonly', description: 'Whether it is read-only.' }],
          events: [{ name: 'aw-open', description: 'Opened | closed.', tier: 'beta' }],
          slots: [{ name: '', description: 'The content.', tier: 'public' }],
          cssParts: [{ name: 'bar', description: 'The bar.', tier: 'public' }],
          cssProperties: [accent],
        },
        { tagName: 'aw-other', tier: 'beta', cssProperties: [accent, { ...accent, name: '--aw-gap', tier: 'beta' }] },
      ],
    },
  ],
}

it('lists attributes, events, slots and parts of an element with their tiers', () => {
  const page = writeElementReference(sample)
  expect(page).toContain('## `<aw-sample>`\n\nShows &lt;b> or `<aw-chart>`. Tier: `public`.')
  expect(page).toContain('| `readonly` | public | Whether it is read-only. |')
  expect(page).toContain('| `aw-open` | beta | Opened \\| closed. |')
  expect(page).toContain('| default | public | The content. |')
  expect(page).toContain('| `bar` | public | The bar. |')
})

it('lists each custom property once, with its default', () => {
  const page = writeElementReference(sample)
  expect(page.match(/--aw-accent/g)).toHaveLength(1)
  expect(page).toContain('| `--aw-accent` | public | `light-dark(#00f, #88f)` | Buttons. |')
  expect(page).toContain('| `--aw-gap` | beta |')
})

it('has a section for every element', () => {
  const page = writeElementReference(makeManifest())
  for (const tag of ['aw-workflow-editor', 'aw-canvas', 'aw-findings']) expect(page).toContain(`## \`<${tag}>\``)
  expect(page).not.toContain('| undefined |')
})
